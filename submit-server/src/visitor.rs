//! Whoever sends a request, as the pages of cases want them: who they are, what
//! the register says, and what the form may take for granted.

use form_model::compiled::Login;
use form_model::form::Form;
use form_model::known::Known;

use crate::app::App;
use crate::cases::concerned::children;
use crate::cases::who::Who;
use crate::http::cookies::SetCookie;
use crate::http::csrf;
use crate::http::request::Request;
use crate::login::shown::{account, account_of};
use crate::login::{household, session};
use crate::person::Lookup;
use crate::person::known::{LoggedIn, Standing, known};
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Case, Owner, PartyState, ReadTx, Session};

/// The person who is logged in.
///
/// # Errors
/// [`Problem::LoginNeeded`] when nobody is, [`Problem::Protected`] when the
/// portal must step aside.
pub fn person(app: &App, request: &Request) -> Result<Who> {
    let visitor = session::visitor(&app.store, app.login.lifetimes, request)?;
    step_aside(&visitor.person)?;
    Ok(of_person(app, &visitor.session, &visitor.person))
}

/// As [`person`], for a list of cases: with those of others that may be shown, and
/// what `look` finds about the person at the same moment.
///
/// # Errors
/// As [`person`], and what `look` refuses.
pub fn lister<T>(
    app: &App,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &str) -> Result<T>,
) -> Result<(Who, T)> {
    let (visitor, (cases, found)) =
        session::visitor_with(&app.store, app.login.lifetimes, request, |tx, person| {
            Ok((tx.cases_with(person)?, look(tx, person)?))
        })?;
    step_aside(&visitor.person)?;
    let mut who = of_person(app, &visitor.session, &visitor.person);
    for case in cases {
        match still_shown(app, &who, &case.id) {
            Err(Problem::NotFound) => continue,
            // The card stays, and tells which service it is.
            Err(_) => who.unnamed.push(case.id.clone()),
            Ok(()) => {}
        }
        who.others.push(case);
    }
    Ok((who, found))
}

/// As [`lister`], for a person who is a party in nobody else's case; none when somebody
/// would have to be asked, or something written, and when [`lister`] refuses.
pub fn lister_at_once<T>(
    app: &App,
    request: &Request,
    look: impl FnOnce(&ReadTx<'_>, &str) -> Result<T>,
) -> Option<(Who, T)> {
    let find = |tx: &ReadTx<'_>, session: &Session| {
        let person = session.person.as_deref().ok_or(Problem::NotFound)?;
        Ok((tx.cases_with(person)?.is_empty(), look(tx, person)?))
    };
    let found = session::used_lately_with(&app.store, app.login.lifetimes, request, find);
    let (session, (alone, found)) = found?;
    let person = session::person(&session)?;
    let listed = alone && step_aside(&person).is_ok();
    listed.then(|| (of_person(app, &session, &person), found))
}

/// Whoever looks at the beginning of a service: the person who is logged in, or
/// a browser's session. Where no login is asked for, nobody is known, even if
/// somebody happens to be logged in.
///
/// # Errors
/// [`Problem::NotFound`] when the service has no form.
pub fn beginner(app: &App, request: &Request, service: &str) -> Result<Who> {
    let login = app.forms.newest(service)?.service.login;
    let Some(session) = session::used(&app.store, app.login.lifetimes, request)? else {
        return Ok(of_session(app, &session::none()));
    };
    match session::person(&session) {
        Some(person) if login != Login::None => {
            step_aside(&person)?;
            Ok(of_person(app, &session, &person))
        }
        _ => Ok(of_session(app, &session)),
    }
}

/// As [`beginner`], when something is begun: a browser without a session gets
/// one, with its cookies, if the form is ours.
///
/// # Errors
/// [`Problem::OutOfDate`] when another site sent the form.
pub fn begins(app: &App, request: &Request, service: &str) -> Result<(Who, Vec<SetCookie>)> {
    let who = beginner(app, request, service)?;
    if !who.csrf.is_empty() {
        csrf::check(request, &request.form()?, app.origin(), &who.csrf)?;
        return Ok((who, Vec::new()));
    }
    csrf::check_first(request, app.origin())?;
    let fresh = app.store.write(|tx| session::begin(tx, None))?;
    Ok((of_session(app, &fresh.session), fresh.cookies()))
}

/// The owner of a case or draft, or a party of it: the session, when it began an
/// anonymous form; otherwise the person who is logged in.
///
/// # Errors
/// [`Problem::LoginNeeded`] when there is neither; [`Problem::NotFound`] to a
/// party when another party, or a child in the case, has become protected.
pub fn holder(app: &App, request: &Request, id: &str) -> Result<Who> {
    Ok(holder_with(app, request, id, |_, _| Ok(()))?.0)
}

/// As [`holder`], with what `look` finds about the case at the same moment.
fn holder_with<T>(
    app: &App,
    request: &Request,
    id: &str,
    look: impl FnOnce(&ReadTx<'_>, &Case) -> Result<T>,
) -> Result<(Who, Option<T>)> {
    let found = session::used_with(&app.store, app.login.lifetimes, request, |tx, _| {
        let Some(case) = tx.case(id)? else { return Ok(None) };
        let found = look(tx, &case)?;
        Ok(Some((case.owner, found)))
    })?;
    let Some((session, case)) = found else {
        return Err(Problem::LoginNeeded { back: session::back(request) });
    };
    let (owner, found) = case.unzip();
    if owner.as_ref().is_some_and(|owner| *owner == Owner::Session(session.token_hash.clone())) {
        return Ok((of_session(app, &session), found));
    }
    let visitor = session::of_person(Some(session), request)?;
    step_aside(&visitor.person)?;
    let who = of_person(app, &visitor.session, &visitor.person);
    if owner.is_some_and(|owner| owner != who.owner) {
        still_shown(app, &who, id)?;
        return Ok((who, None));
    }
    Ok((who, found))
}

/// A party reads what others have written: the register is asked, each time,
/// whether they may still be shown. A guardian may be the threat, and where the
/// register does not answer, nothing is shown. Of somebody whom the applicant named
/// only what the applicant wrote is there to read: the register is not asked, or the
/// answer would show through.
fn still_shown(app: &App, who: &Who, id: &str) -> Result<()> {
    let (parties, children) = app.store.read(|tx| Ok((tx.parties(id)?, children(tx, id)?)))?;
    let signed = parties.iter().any(|it| matches!(it.state, PartyState::Signed(_)));
    if !signed || parties.iter().all(|it| Some(it.person.as_str()) != who.person()) {
        // Not theirs to read, whoever is protected.
        return Ok(());
    }
    let registered = parties.iter().filter(|it| it.role != "signer").map(|it| it.person.as_str());
    let all = registered.chain(children.iter().map(String::as_str));
    for other in all.filter(|it| Some(*it) != who.person()) {
        match app.login.register.look_up(other, app.store.now()) {
            Lookup::Found(_) => {}
            Lookup::Unavailable => return Err(Problem::Unavailable("register")),
            Lookup::Protected(_) | Lookup::Barred(_) | Lookup::Unknown => {
                return Err(Problem::NotFound);
            }
        }
    }
    Ok(())
}

/// As [`holder`], for a page of a draft: with the person's children, where the
/// form asks for them.
///
/// # Errors
/// [`Problem::NotFound`] when there is no such draft.
pub fn for_draft(app: &App, request: &Request, id: &str) -> Result<Who> {
    let form = |tx: &ReadTx<'_>, case: &Case| app.forms.version(tx, &case.form_hash);
    let (who, form) = holder_with(app, request, id, form)?;
    match form {
        Some(form) if asks_for_family(&form.form) && !who.family_known => {
            let visitor = session::visitor(&app.store, app.login.lifetimes, request)?;
            let visitor = household::with_family(&app.store, &app.login, visitor)?;
            let who = of_person(app, &visitor.session, &visitor.person);
            Ok(Who { form: Some(form), ..who })
        }
        form => Ok(Who { form, ..who }),
    }
}

/// As [`for_draft`], with the draft as it was when they were found to own it; none when
/// somebody would have to be asked, or something written, and when it is not theirs.
pub fn for_draft_at_once(app: &App, request: &Request, id: &str) -> Option<(Who, Case)> {
    let find = |tx: &ReadTx<'_>, _: &Session| {
        let case = tx.case(id)?.ok_or(Problem::NotFound)?;
        Ok((app.forms.version(tx, &case.form_hash)?, case))
    };
    let found = session::used_lately_with(&app.store, app.login.lifetimes, request, find);
    let (session, (form, case)) = found?;
    let who = match case.owner {
        Owner::Session(_) => of_session(app, &session),
        Owner::Person(_) => {
            let person = session::person(&session)?;
            step_aside(&person).ok()?;
            of_person(app, &session, &person)
        }
    };
    let known = who.family_known || !asks_for_family(&form.form);
    let theirs = case.owner == who.owner && known;
    theirs.then_some((Who { form: Some(form), ..who }, case))
}

/// As [`for_draft`], after the register has been asked again: what is sent is
/// what it says now.
///
/// # Errors
/// [`Problem::Protected`] when the person has become protected meanwhile, and
/// [`Problem::OutOfDate`] when another site sent the form.
pub fn asked_again(app: &App, request: &Request, id: &str) -> Result<Who> {
    let who = holder(app, request, id)?;
    // Another site's form is not worth a question to the register.
    csrf::check(request, &request.form()?, app.origin(), &who.csrf)?;
    if who.person().is_some() {
        let visitor = session::visitor(&app.store, app.login.lifetimes, request)?;
        household::still_open(&app.store, &app.login, visitor)?;
    }
    for_draft(app, request, id)
}

/// Unknown means protected; only then are pages shown at all.
fn step_aside(person: &LoggedIn) -> Result<()> {
    match person.standing {
        Standing::Protected => Err(Problem::Protected),
        Standing::Registered(_) => Ok(()),
    }
}

fn asks_for_family(form: &Form) -> bool {
    use form_model::form::Kind;
    form.fields().any(|(_, field)| matches!(field.kind, Kind::Child | Kind::Guardian))
}

fn of_person(app: &App, session: &Session, person: &LoggedIn) -> Who {
    let known = known(person, stockholm::day(app.store.now()));
    Who {
        owner: Owner::Person(person.number.clone()),
        others: Vec::new(),
        unnamed: Vec::new(),
        withheld: person.family.as_ref().is_some_and(|it| it.withheld),
        family_known: person.family.is_some(),
        asked_at: matches!(person.standing, Standing::Registered(_)).then_some(person.asked_at),
        known,
        form: None,
        csrf: session.csrf.clone(),
        account: Some(account_of(app, session, person)),
    }
}

/// The head of the page shows who is logged in, also above an anonymous form.
fn of_session(app: &App, session: &Session) -> Who {
    Who {
        owner: Owner::Session(session.token_hash.clone()),
        known: Known::anonymous(stockholm::day(app.store.now())),
        others: Vec::new(),
        unnamed: Vec::new(),
        withheld: false,
        family_known: false,
        asked_at: None,
        form: None,
        csrf: session.csrf.clone(),
        account: account(app, session),
    }
}
