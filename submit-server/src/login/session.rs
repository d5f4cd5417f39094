//! A browser's session: how it begins, how long it lives, how it ends.
//!
//! The browser holds 256 random bits; we keep their hash. A session that has
//! been idle too long or is too old is dead, whether or not its row is still
//! there. Logging in always begins a new one.

use sha2::{Digest, Sha256};

use crate::http::cookies::SetCookie;
use crate::http::request::Request;
use crate::login::random;
use crate::person::known::LoggedIn;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{ReadTx, Session, Store, WriteTx};

/// The cookie; the prefix makes browsers refuse it from elsewhere.
pub const COOKIE: &str = "__Host-lucka";
/// The marker that static pages look at; it says nothing about anybody.
pub const MARKER: &str = "lucka-inloggad";
/// Use is noted at most this often (ms): not every look needs a flush.
const TOUCH_EVERY: i64 = 60 * 1000;
/// A clock that has been set back this far makes sessions void (ms).
const CLOCK_SLIP: i64 = 5 * 60 * 1000;

/// How long sessions live, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Without being used.
    pub idle: i64,
    /// At most.
    pub absolute: i64,
}

/// A session that has just begun, and what the browser must remember.
pub struct Fresh {
    /// The cookie's value. Nowhere else is it kept.
    pub token: String,
    /// The row, already written.
    pub session: Session,
}

/// How long a session will go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whole seconds until it ends unless it is used.
    pub seconds: u64,
    /// Using it helps; false when its age will end it first.
    pub extendable: bool,
}

/// Somebody who is logged in.
pub struct Visitor {
    /// Their session.
    pub session: Session,
    /// Who they are.
    pub person: LoggedIn,
}

impl Fresh {
    /// The cookies that give the browser its session.
    #[must_use]
    pub fn cookies(&self) -> Vec<SetCookie> {
        let mut cookies = vec![SetCookie::new(COOKIE, &self.token)];
        if self.session.person.is_some() {
            cookies.push(SetCookie::new(MARKER, "1").readable());
        }
        cookies
    }
}

/// The cookies that take a session away.
#[must_use]
pub fn gone() -> [SetCookie; 2] {
    [SetCookie::gone(COOKIE), SetCookie::gone(MARKER).readable()]
}

/// Begins a session, for a person or for nobody yet.
///
/// # Errors
/// When there is no randomness, or the database fails.
pub fn begin(tx: &WriteTx<'_>, person: Option<&LoggedIn>) -> Result<Fresh> {
    let token = random::hex::<32>()?;
    let register = person.map(serde_json::to_string).transpose().map_err(anyhow::Error::new)?;
    let session = Session {
        token_hash: hashed(&token),
        person: person.map(|it| it.number.clone()),
        register,
        csrf: random::hex::<32>()?,
        created_at: tx.now,
        seen_at: tx.now,
    };
    tx.begin_session(&session)?;
    Ok(Fresh { token, session })
}

/// The session of a request, if it is alive; its use is noted.
///
/// # Errors
/// When the database fails.
pub fn used(store: &Store, life: Lifetimes, request: &Request) -> Result<Option<Session>> {
    Ok(used_with(store, life, request, |_, _| Ok(()))?.map(|(session, ())| session))
}

/// As [`used`], with what `look` finds at the same moment.
///
/// # Errors
/// What `look` refuses, when the session is alive; and as [`used`].
pub fn used_with<T>(
    store: &Store,
    life: Lifetimes,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &Session) -> Result<T>,
) -> Result<Option<(Session, T)>> {
    let Some((mut session, found)) = seen_with(store, life, request, look)? else {
        return Ok(None);
    };
    let now = store.now();
    if now - session.seen_at >= TOUCH_EVERY {
        store.write(|tx| tx.touch_session(&session.token_hash))?;
        session.seen_at = now;
    }
    Ok(Some((session, found?)))
}

/// As [`used_with`], where its use was noted so lately that nothing is to be written. None
/// when there is no such session, or `look` refuses: then [`used_with`] says why.
pub fn used_lately_with<T>(
    store: &Store,
    life: Lifetimes,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &Session) -> Result<T>,
) -> Option<(Session, T)> {
    let token = request.cookie(COOKIE).filter(|it| it.len() == 64)?;
    let found = store.read(|tx| {
        let session = tx.session(&hashed(token))?.ok_or(Problem::NotFound)?;
        let lately = tx.now - session.seen_at < TOUCH_EVERY;
        if !lately || !life.lets_live(&session, tx.now) {
            return Err(Problem::NotFound);
        }
        let found = look(tx, &session)?;
        Ok((session, found))
    });
    found.ok()
}

/// The session of a request, if it is alive, without counting as use: for what
/// a page asks on its own.
///
/// # Errors
/// When the database fails.
pub fn seen(store: &Store, life: Lifetimes, request: &Request) -> Result<Option<Session>> {
    Ok(seen_with(store, life, request, |_, _| Ok(()))?.map(|(session, _)| session))
}

/// As [`seen`], with what `look` finds at the same moment.
fn seen_with<T>(
    store: &Store,
    life: Lifetimes,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &Session) -> Result<T>,
) -> Result<Option<(Session, Result<T>)>> {
    let Some(token) = request.cookie(COOKIE).filter(|it| it.len() == 64) else { return Ok(None) };
    let read = store.read(|tx| {
        let Some(session) = tx.session(&hashed(token))? else { return Ok(None) };
        let alive = life.lets_live(&session, tx.now).then(|| look(tx, &session));
        Ok(Some((session, alive)))
    })?;
    let session = match read {
        None => return Ok(None),
        Some((session, Some(found))) => return Ok(Some((session, found))),
        Some((session, None)) => session,
    };
    // Gone at once, so that a clock that is set back does not wake it.
    store.write(|tx| tx.end_dead_session(&session.token_hash))?;
    Ok(None)
}

/// The person who is logged in.
///
/// # Errors
/// [`Problem::LoginNeeded`] when nobody is.
pub fn visitor(store: &Store, life: Lifetimes, request: &Request) -> Result<Visitor> {
    of_person(used(store, life, request)?, request)
}

/// As [`visitor`], with what `look` finds about the person at the same moment.
///
/// # Errors
/// As [`visitor`], and what `look` refuses.
pub fn visitor_with<T>(
    store: &Store,
    life: Lifetimes,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &str) -> Result<T>,
) -> Result<(Visitor, T)> {
    let found = used_with(store, life, request, |tx, session| {
        session.person.as_deref().map(|person| look(tx, person)).transpose()
    })?;
    let (session, found) = found.unzip();
    let visitor = of_person(session, request)?;
    let found = found.flatten().ok_or(Problem::LoginNeeded { back: back(request) })?;
    Ok((visitor, found))
}

/// The person of a session that is alive.
///
/// # Errors
/// [`Problem::LoginNeeded`] when it has none.
pub fn of_person(session: Option<Session>, request: &Request) -> Result<Visitor> {
    let found = session.and_then(|session| person(&session).map(|it| (session, it)));
    match found {
        Some((session, person)) => Ok(Visitor { session, person }),
        None => Err(Problem::LoginNeeded { back: back(request) }),
    }
}

/// Who is logged in, as remembered in a session.
#[must_use]
pub fn person(session: &Session) -> Option<LoggedIn> {
    let number = session.person.as_ref()?;
    let person: LoggedIn = serde_json::from_str(session.register.as_ref()?).ok()?;
    (person.number == *number).then_some(person)
}

/// What stands for a session in a browser that has none yet.
#[must_use]
pub fn none() -> Session {
    Session {
        token_hash: String::new(),
        person: None,
        register: None,
        csrf: String::new(),
        created_at: 0,
        seen_at: 0,
    }
}

/// Ends the session of a request, if it has one.
///
/// # Errors
/// When the database fails.
pub fn end(store: &Store, life: Lifetimes, request: &Request) -> Result<()> {
    match seen(store, life, request)? {
        Some(session) => store.write(|tx| tx.end_session(&session.token_hash)),
        None => Ok(()),
    }
}

/// Takes dead sessions away.
///
/// # Errors
/// When the database fails.
pub fn sweep(tx: &WriteTx<'_>, life: Lifetimes) -> Result<usize> {
    tx.end_old_sessions(tx.now - life.idle, tx.now - life.absolute)
}

impl Lifetimes {
    /// How long a session will go on.
    #[must_use]
    pub fn left(self, session: &Session, now: i64) -> Left {
        let idle = session.seen_at + self.idle - now;
        let absolute = session.created_at + self.absolute - now;
        let seconds = u64::try_from(idle.min(absolute) / 1000).unwrap_or(0);
        Left { seconds, extendable: absolute > idle }
    }

    /// Whether a session is alive.
    fn lets_live(self, session: &Session, now: i64) -> bool {
        let begun = now >= session.created_at.max(session.seen_at) - CLOCK_SLIP;
        begun && now < session.seen_at + self.idle && now < session.created_at + self.absolute
    }
}

fn hashed(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Where to go on after a login: a page, and never an address that only takes forms.
#[must_use]
pub fn back(request: &Request) -> String {
    let path = request.path.as_str();
    if request.method == hyper::Method::GET {
        return path.to_owned();
    }
    match path.trim_end_matches('/').rsplit_once('/') {
        Some((draft, "skicka")) => format!("{draft}/granska"),
        Some((_, "fortsatt" | "logga-ut" | "klar" | "avbryt" | "bankid")) | None => {
            "/mina-sidor/".to_owned()
        }
        Some(_) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::{Left, Lifetimes, Session, back};
    use crate::http::request::Request;

    const IDLE: i64 = 30 * 60 * 1000;
    const ABSOLUTE: i64 = 8 * 60 * 60 * 1000;
    const LIFE: Lifetimes = Lifetimes { idle: IDLE, absolute: ABSOLUTE };

    fn session(created_at: i64, seen_at: i64) -> Session {
        Session {
            token_hash: String::new(),
            person: None,
            register: None,
            csrf: String::new(),
            created_at,
            seen_at,
        }
    }

    #[test]
    fn a_session_dies_of_idleness_of_age_and_of_a_clock_set_back() {
        let start = 1_000_000_000;
        #[rustfmt::skip]
        let table = [
            ("new",                     start,                start,                start,                  true),
            ("nearly idle",             start,                start,                start + IDLE - 1,       true),
            ("idle",                    start,                start,                start + IDLE,           false),
            ("old but in use",          start,                start + ABSOLUTE - 9, start + ABSOLUTE - 1,   true),
            ("too old",                 start,                start + ABSOLUTE - 9, start + ABSOLUTE,       false),
            ("the clock slips a bit",   start,                start,                start - 60_000,         true),
            ("the clock is set back",   start,                start,                start - 3_600_000,      false),
            ("back, but not so far",    start,                start + 7_200_000,    start + 3_600_000,      false),
        ];
        for (name, created_at, seen_at, now, expected) in table {
            let alive = LIFE.lets_live(&session(created_at, seen_at), now);
            assert_eq!(alive, expected, "{name}");
        }
    }

    #[test]
    fn near_its_greatest_age_a_session_cannot_be_extended() {
        let it = session(0, 0);
        assert_eq!(LIFE.left(&it, 0), Left { seconds: 1800, extendable: true });
        let it = session(0, ABSOLUTE - 60_000);
        assert_eq!(LIFE.left(&it, ABSOLUTE - 60_000), Left { seconds: 60, extendable: false });
        assert_eq!(LIFE.left(&it, ABSOLUTE + 60_000).seconds, 0);
    }

    #[test]
    fn a_login_leads_back_to_a_page() {
        #[rustfmt::skip]
        let table = [
            (Method::GET,  "/mina-sidor/arende/a1",         "/mina-sidor/arende/a1"),
            (Method::POST, "/mina-sidor/utkast/a1/barnet",  "/mina-sidor/utkast/a1/barnet"),
            (Method::POST, "/mina-sidor/utkast/a1/skicka",  "/mina-sidor/utkast/a1/granska"),
            (Method::POST, "/mina-sidor/bankid/h/klar",     "/mina-sidor/"),
            (Method::POST, "/mina-sidor/fortsatt",          "/mina-sidor/"),
        ];
        for (method, path, expected) in table {
            assert_eq!(back(&Request::for_test(method, path)), expected, "{path}");
        }
    }
}
