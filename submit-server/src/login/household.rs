//! The register asked again during a session: for the children, where a service
//! needs them, and for the protection flag before something is sent.

use crate::login::Login;
use crate::login::session::Visitor;
use crate::person::Lookup;
use crate::person::known::Standing;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::Store;

/// Makes the children known, once a session. Where the register does not
/// answer, they stay unknown (`family` none) and the next page may try again.
///
/// # Errors
/// When the database fails.
pub fn with_family(store: &Store, login: &Login, visitor: Visitor) -> Result<Visitor> {
    let mut visitor = visitor;
    let Standing::Registered(person) = &visitor.person.standing else { return Ok(visitor) };
    if visitor.person.family.is_some() {
        return Ok(visitor);
    }
    if let Ok(family) = login.register.family(person, store.now()) {
        visitor.person.family = Some(family);
        remember(store, &visitor)?;
    }
    Ok(visitor)
}

/// How long what the register has said may stand in for its silence when something
/// is sent (ms): a flag that was set so lately would hardly have reached it.
const STANDS_FOR: i64 = 60 * 60 * 1000;

/// Reads the protection flags anew, before a case is sent: the person's own,
/// and where the children are known, theirs and the other guardians'. Where the
/// register does not answer, what it said within the hour holds.
///
/// # Errors
/// [`Problem::Unavailable`] when what the register said is older than that;
/// [`Problem::Protected`] when the person has become protected since, or can no
/// longer be found.
pub fn still_open(store: &Store, login: &Login, visitor: Visitor) -> Result<Visitor> {
    let mut visitor = visitor;
    let now = store.now();
    match login.register.look_up(&visitor.person.number, now) {
        Lookup::Unavailable if now - visitor.person.asked_at >= STANDS_FOR => {
            return Err(Problem::Unavailable("register"));
        }
        Lookup::Unavailable => return Ok(visitor),
        Lookup::Found(person) => {
            if visitor.person.family.is_some() {
                // Half an answer would be frozen as a whole one.
                let family = login.register.family(&person, now);
                visitor.person.family = Some(family.map_err(|_| Problem::Unavailable("register"))?);
            }
            visitor.person.standing = Standing::Registered(person);
        }
        Lookup::Protected(_) | Lookup::Barred(_) | Lookup::Unknown => {
            visitor.person.standing = Standing::Protected;
            visitor.person.family = None;
        }
    }
    visitor.person.asked_at = now;
    remember(store, &visitor)?;
    match visitor.person.standing {
        Standing::Registered(_) => Ok(visitor),
        Standing::Protected => Err(Problem::Protected),
    }
}

fn remember(store: &Store, visitor: &Visitor) -> Result<()> {
    let json = serde_json::to_string(&visitor.person).map_err(anyhow::Error::new)?;
    store.write(|tx| tx.remember_person(&visitor.session.token_hash, &json))
}
