//! A login or a signature at a provider, as the browser meets it: begun, sent
//! on, and back again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::login::oidc::error::{OidcError, Told, code};
use crate::login::oidc::id_token::Expected;
use crate::login::oidc::request::{self, Randoms};
use crate::login::oidc::token::{Grant, Identified};
use crate::login::oidc::{Provider, Signature};
use crate::login::order::Errand;
use crate::login::session::Fresh;
use crate::login::{Login, random, session};
use crate::person::Bar;
use crate::person::known::logged_in;
use crate::problem::Problem;
use crate::problem::Result;
use crate::store::{OidcFlow, OrderKind, Session, Store};

/// How long the browser may be away (ms).
const LIFE: i64 = 10 * 60 * 1000;
/// Most starts of one session in that time; nobody mistypes that often.
const MOST_FROM_SESSION: i64 = 20;

/// A login or signature that somebody wants to begin.
pub struct Wish<'a> {
    /// Whose.
    pub session: &'a Session,
    /// Where.
    pub provider: &'a Provider,
    /// What for. The texts of a signature are base64.
    pub errand: Errand<'a>,
    /// Path to go on to.
    pub back: &'a str,
}

/// Where a browser is sent.
pub enum Onward {
    /// To an address.
    Address(String),
    /// To an address, with a form.
    Form {
        /// The address.
        action: String,
        /// Names and values.
        fields: Vec<(&'static str, String)>,
    },
}

/// What the browser brought back.
#[derive(Clone, Copy, Default)]
pub struct Returned<'a> {
    /// Ties it to a flow.
    pub state: &'a str,
    /// Gets the token.
    pub code: Option<&'a str>,
    /// Or why there is none.
    pub error: Option<&'a str>,
    /// Whom it comes from.
    pub issuer: Option<&'a str>,
}

/// How a flow lets the browser on.
pub enum Finished {
    /// On to this path; with a new session after a login.
    On(String, Option<Box<Fresh>>),
    /// It did not work: back to where it was begun.
    Not(Told, Errant),
}

/// Where a flow was begun.
pub struct Errant {
    /// The case that was to be signed; none at login.
    pub case_id: Option<String>,
    /// Path to go on to.
    pub back: String,
}

/// Begins a flow and returns its handle.
///
/// # Errors
/// [`Problem::TooMany`], or a fault of the database. A provider that cannot be
/// used is in the inner result.
pub fn begin(
    store: &Store,
    public_url: &str,
    wish: &Wish<'_>,
) -> Result<std::result::Result<String, Told>> {
    let now = store.now();
    let randoms = Randoms {
        state: random::hex::<32>()?,
        nonce: random::hex::<32>()?,
        verifier: random::hex::<32>()?,
    };
    let request = wish.provider.metadata(now).and_then(|_| {
        let ours = (public_url, &randoms);
        wish.provider.request(ours, &wish.errand, now)
    });
    let request = match request {
        Ok(request) => request,
        Err(cause) => return Ok(Err(noted(wish.provider, &cause))),
    };
    let handle = hashed(&randoms.state);
    let flow = new_flow(wish, handle.clone(), randoms, request);
    store.write(|tx| {
        if tx.oidc_flows_since(tx.now - LIFE, &flow.session)? >= MOST_FROM_SESSION {
            return Err(Problem::TooMany);
        }
        tx.begin_oidc_flow(&flow)
    })?;
    Ok(Ok(handle))
}

/// Where the browser is sent for a flow.
///
/// # Errors
/// [`Problem::NotFound`] when it is another session's, or over. A provider that
/// cannot be used any more is in the inner result.
pub fn onward(
    store: &Store,
    (session, provider): (&Session, &Provider),
    handle: &str,
) -> Result<std::result::Result<Onward, Told>> {
    let now = store.now();
    let flow = store.read(|tx| tx.oidc_flow(handle))?.filter(|it| {
        it.session == session.token_hash
            && it.provider == provider.settings.id
            && it.used_at.is_none()
            && now - it.started_at < LIFE
    });
    let flow = flow.ok_or(Problem::NotFound)?;
    let metadata = match provider.metadata(now) {
        Ok(it) => it,
        Err(cause) => return Ok(Err(noted(provider, &cause))),
    };
    let outer = provider.outer(&flow.request);
    // A signature's request holds what is signed, which belongs in no address.
    if flow.kind == OrderKind::Auth
        && let Some(address) = request::address(&metadata, &outer)
    {
        return Ok(Ok(Onward::Address(address)));
    }
    let fields = outer.map(|(name, value)| (name, value.to_owned())).to_vec();
    Ok(Ok(Onward::Form { action: metadata.authorization_endpoint, fields }))
}

/// Takes what the browser brought back, once. A login begins a new session and
/// ends the old one.
///
/// # Errors
/// [`Problem::NotFound`] when there is no such flow in this session, or it has
/// been used.
pub fn finish(
    store: &Store,
    login: &Login,
    (session, provider): (&Session, &Provider),
    returned: &Returned<'_>,
) -> Result<Finished> {
    let taken = store.write(|tx| {
        tx.use_oidc_flow(&hashed(returned.state), &session.token_hash, &provider.settings.id)
    })?;
    let flow = taken.ok_or(Problem::NotFound)?;
    let begun = || Errant { case_id: flow.case_id.clone(), back: flow.back.clone() };
    if store.now() - flow.started_at >= LIFE {
        return Ok(Finished::Not(Told::Stale, begun()));
    }
    let identified = match identified(store, login, (provider, &flow), returned) {
        Ok(it) => it,
        Err(cause) => return Ok(Finished::Not(noted(provider, &cause), begun())),
    };
    let settled = match flow.kind {
        OrderKind::Auth => settle_login(store, login, (session, &flow), &identified)?,
        OrderKind::Sign => settle_signature(store, login, (provider, &flow), &identified)?,
    };
    Ok(match settled {
        Ok(fresh) => Finished::On(flow.back.clone(), fresh),
        Err(told) => Finished::Not(told, begun()),
    })
}

/// Who it was: what the browser brought, made sure of.
fn identified(
    store: &Store,
    login: &Login,
    (provider, flow): (&Provider, &OidcFlow),
    returned: &Returned<'_>,
) -> std::result::Result<Identified, OidcError> {
    let now = store.now();
    let metadata = provider.metadata(now)?;
    let issuer = provider.settings.issuer.as_str();
    match returned.issuer {
        Some(it) if it != issuer => return Err(OidcError::Return("another issuer")),
        None if metadata.authorization_response_iss_parameter_supported => {
            return Err(OidcError::Return("no issuer"));
        }
        _ => {}
    }
    let code = match (returned.code, returned.error) {
        (Some(code), None) => code,
        (None, Some(error)) => return Err(OidcError::Redirected(code(error))),
        _ => return Err(OidcError::Return("neither or both of code and error")),
    };
    let redirect_uri = provider.redirect_uri(&login.public_url);
    let grant = Grant { code, redirect_uri: &redirect_uri, verifier: &flow.verifier };
    let expected = Expected {
        issuer,
        client_id: &provider.settings.client_id,
        nonce: &flow.nonce,
        acr: &provider.settings.acr,
        started_at: flow.started_at / 1000,
        now: now / 1000,
    };
    let identified = provider.identified(&grant, &expected, flow.kind == OrderKind::Auth)?;
    let number = identified.token.person.number(day(now))?;
    if identified.beside.contradicts(number) {
        return Err(OidcError::Token("two numbers"));
    }
    Ok(identified)
}

type Settled = std::result::Result<Option<Box<Fresh>>, Told>;

/// The register is asked outside every transaction: it may take its time.
fn settle_login(
    store: &Store,
    login: &Login,
    (old, flow): (&Session, &OidcFlow),
    identified: &Identified,
) -> Result<Settled> {
    let now = store.now();
    let number = identified.token.person.number(day(now)).unwrap_or_default();
    let lookup = login.register.look_up(number, now);
    let person = match logged_in(number, &identified.name(), lookup, now) {
        Ok(person) => person,
        Err(bar) => return Ok(Err(barred(bar))),
    };
    tracing::info!(provider = flow.provider, "a provider says who somebody is");
    let fresh = store.write(|tx| {
        let fresh = session::begin(tx, Some(&person))?;
        tx.move_session_cases(&old.token_hash, &fresh.session.token_hash)?;
        tx.end_session(&old.token_hash)?;
        Ok(fresh)
    })?;
    Ok(Ok(Some(Box::new(fresh))))
}

/// The case is signed, or nothing has happened.
fn settle_signature(
    store: &Store,
    login: &Login,
    (provider, flow): (&Provider, &OidcFlow),
    it: &Identified,
) -> Result<Settled> {
    if let Err(cause) = is_what_we_asked_for(flow, it, day(store.now())) {
        return Ok(Err(noted(provider, &cause)));
    }
    let proof = json!({
        "issuer": provider.settings.issuer,
        "user_signature": it.token.user_signature,
        "id_token": it.raw,
        "jwk": it.jwk,
        "request": flow.request,
    });
    let signature = Signature {
        case_id: flow.case_id.as_deref().unwrap_or_default(),
        person: flow.person.as_deref().unwrap_or_default(),
        name: &it.name(),
        method: &format!("oidc:{}", provider.settings.id),
        visible: &flow.visible,
        hidden: &flow.hidden,
        proof: &proof.to_string(),
        evidence: it.token.evidence.as_deref().unwrap_or_default(),
    };
    match store.write(|tx| (login.signed_elsewhere)(tx, &signature)) {
        Ok(()) => Ok(Ok(None)),
        Err(fault @ Problem::Internal(_)) => Err(fault),
        Err(cause) => {
            tracing::error!(%cause, "a signature came for a case that no longer waits for it");
            Ok(Err(Told::Failed))
        }
    }
}

/// The right person, and a signature; where its form is BankID's, of exactly what was sent.
fn is_what_we_asked_for(
    flow: &OidcFlow,
    it: &Identified,
    today: Date,
) -> std::result::Result<(), OidcError> {
    if Some(it.token.person.number(today)?) != flow.person.as_deref() {
        return Err(OidcError::OtherPerson);
    }
    let signature = it.token.user_signature.as_deref().unwrap_or_default();
    let bytes = STANDARD.decode(signature).map_err(|_| OidcError::Token("no signature"))?;
    if bytes.is_empty() {
        return Err(OidcError::Token("no signature"));
    }
    // A byte that is no letter does not make it another form.
    let text = String::from_utf8_lossy(&bytes);
    let hidden = format!(">{}<", flow.hidden);
    if text.contains("usrNonVisibleData") && !text.contains(&hidden) {
        return Err(OidcError::Token("a signature of something else"));
    }
    Ok(())
}

fn new_flow(wish: &Wish<'_>, handle: String, randoms: Randoms, request: String) -> OidcFlow {
    let (kind, person, case_id, visible, hidden) = match wish.errand {
        Errand::Login => (OrderKind::Auth, None, None, "", ""),
        Errand::Signature { person, case_id, visible, hidden } => {
            (OrderKind::Sign, Some(person), Some(case_id), visible, hidden)
        }
    };
    OidcFlow {
        state_hash: handle,
        session: wish.session.token_hash.clone(),
        provider: wish.provider.settings.id.clone(),
        kind,
        person: person.map(str::to_owned),
        case_id: case_id.map(str::to_owned),
        back: wish.back.to_owned(),
        nonce: randoms.nonce,
        verifier: randoms.verifier,
        request,
        visible: visible.to_owned(),
        hidden: hidden.to_owned(),
        started_at: 0,
        used_at: None,
    }
}

/// Logged once, here; the citizen is told what helps them.
fn noted(provider: &Provider, cause: &OidcError) -> Told {
    let provider = provider.settings.id.as_str();
    match cause {
        OidcError::Redirected(code) => tracing::info!(provider, code, "a provider said no"),
        _ => tracing::warn!(provider, %cause, "no login or signature at a provider"),
    }
    cause.told()
}

/// A death is not announced on a screen.
fn barred(bar: Bar) -> Told {
    match bar {
        Bar::CoordinationNumber => Told::Coordination,
        Bar::Deceased | Bar::FalseIdentity => Told::Barred,
        Bar::NotRegistered => Told::NotRegistered,
        Bar::Silent => Told::Silent,
    }
}

fn day(now: i64) -> Date {
    let moment = Timestamp::from_millisecond(now).unwrap_or_default();
    TimeZone::UTC.to_datetime(moment).date()
}

fn hashed(state: &str) -> String {
    hex::encode(Sha256::digest(state.as_bytes()))
}
