//! Where cases and login meet: a case's document becomes an order to sign, and
//! a delivered signature becomes the case's.

use crate::app::App;
use crate::cases;
use crate::cases::sign::{Evidence, ToSign};
use crate::cases::who::Who;
use crate::http::csrf;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::login::household;
use crate::login::oidc::Signature;
use crate::login::pages as login;
use crate::login::rp::answer::Completion;
use crate::login::session;
use crate::login::text;
use crate::login::text::Summary;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::store::{Order, WriteTx};

/// What is to be signed.
struct Texts {
    /// What the person reads.
    visible: String,
    /// What ties it to the document.
    hidden: Vec<u8>,
    /// Where the browser goes when it is signed.
    back: String,
}

/// The texts that whoever asks must sign in this case.
fn texts(app: &App, who: &Who, id: &str) -> Result<Texts> {
    let it = app.store.read(|tx| cases::sign::to_sign(tx, who, id))?;
    let visible = text::visible(&Summary {
        heading: &it.title,
        opening: &app
            .view
            .said("told.signed_opening", &[("municipality", &app.view.site().municipality)]),
        facts: &facts(app, &it),
        answers: &answers(app, &it),
        cut: &app.view.text("told.signed_cut"),
    });
    let hidden = text::hidden(&it.number, &it.document_hash);
    Ok(Texts { visible, hidden, back: format!("/mina-sidor/arende/{id}/kvitto") })
}

/// Every question with its answer; one left blank is signed as left blank.
fn answers(app: &App, it: &ToSign) -> Vec<(String, Vec<String>)> {
    let rows = it.steps.iter().flat_map(|step| &step.rows);
    rows.map(|row| match row.lines.is_empty() {
        true => (row.label.clone(), vec![app.view.text("review.no_answer")]),
        false => (row.label.clone(), row.lines.clone()),
    })
    .collect()
}

fn facts(app: &App, it: &ToSign) -> Vec<(String, String)> {
    let fact = |key: &str, value: &str| (app.view.text(key), value.to_owned());
    vec![
        fact("told.signed_number", &it.number),
        fact("told.signed_time", &stockholm::long_time(it.frozen_at)),
        fact("told.signed_version", &it.form_version),
    ]
}

/// A signature came: the case gets it, in the transaction that completes the order.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when the case no longer waits for it.
pub fn signed(tx: &WriteTx<'_>, order: &Order, completion: &Completion) -> Result<()> {
    let id = order.case_id.as_deref().ok_or(Problem::NotFound)?;
    cases::sign::signed(
        tx,
        id,
        &Evidence {
            person: &completion.user.personal_number,
            name: &completion.user.name,
            method: "bankid",
            visible: &order.visible,
            hidden: &order.hidden,
            signature: &completion.signature,
            ocsp: &completion.ocsp_response,
        },
    )
}

/// As [`signed`], with another e-ID than BankID.
///
/// # Errors
/// [`Problem::ChangedMeanwhile`] when the case no longer waits for it.
pub fn signed_elsewhere(tx: &WriteTx<'_>, it: &Signature<'_>) -> Result<()> {
    let evidence = Evidence {
        person: it.person,
        name: it.name,
        method: it.method,
        visible: it.visible,
        hidden: it.hidden,
        signature: it.proof,
        ocsp: it.evidence,
    };
    cases::sign::signed(tx, it.case_id, &evidence)
}

/// `POST /mina-sidor/utkast/{id}/skriv-under`
///
/// # Errors
/// [`Problem::NotFound`] when there is nothing for them to sign, and
/// [`Problem::Protected`] when they have become protected since they logged in.
pub fn start(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    let it = texts(app, who, id)?;
    // Another site's form is not worth a question to the register.
    csrf::check(request, &request.form()?, app.origin(), &who.csrf)?;
    let visitor = session::visitor(&app.store, app.login.lifetimes, request)?;
    // That somebody signs is told to the others.
    let visitor = household::still_open(&app.store, &app.login, visitor)?;
    let to_sign = login::ToSign {
        person: &visitor.person.number,
        case_id: id,
        visible: &it.visible,
        hidden: &it.hidden,
        back: &it.back,
    };
    login::begin_signature(app, request, &visitor.session, &to_sign)
}
