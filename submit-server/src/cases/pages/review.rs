//! Granska and Skicka, and the early end for those who do not qualify.

use form_model::form::{Exit, Signing};
use form_model::journey::End;
use form_model::show::show as shown;
use form_model::signers::{CoSigner, co_signers};

use crate::app::App;
use crate::cases::asked::co_signer;
use crate::cases::draft;
use crate::cases::pages::step::{Open, count, draft_line, marks, open_or_case, resume};
use crate::cases::pages::told::told;
use crate::cases::pages::{case_url, draft_url, page, sent};
use crate::cases::rounds::asked_enough;
use crate::cases::shown::{Showing, contact, personal_data, title};
use crate::cases::submit::{Sent, submit};
use crate::cases::who::Who;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Problem;
use crate::problem::Result;
use crate::stockholm;
use crate::view::form::{AskedEnoughView, ExitView, ReviewView};
use crate::view::page::Link;

/// `GET /mina-sidor/utkast/{id}/granska`
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft.
pub fn show(app: &App, who: &Who, id: &str) -> Result<Response> {
    open_or_case(app, who, id, |open| {
        let way = draft::way(&open.form, &open.answers, who);
        let last = way.steps.last().map_or("", |stop| stop.step.id.as_str());
        match way.end {
            Some(End::Review) => review(app, who, open),
            Some(End::Exit(exit)) => early_end(app, who, open, (exit, last)),
            None => resume(app, who, id),
        }
    })
}

fn early_end(app: &App, who: &Who, open: &Open, (exit, step): (&Exit, &str)) -> Result<Response> {
    let url = draft_url(&open.case.id);
    let view = ExitView {
        service: title(&open.form.service),
        heading: exit.title.clone(),
        text: exit.text.clone(),
        back: Link::new(app.view.text("exit.back"), format!("{url}/{step}")),
        delete_url: who.person().map(|_| format!("{url}/ta-bort")),
        contact: contact(&open.form.service.contact),
    };
    page(app, who, (200, "form/exit.html", &exit.title), &view)
}

/// `POST /mina-sidor/utkast/{id}/skicka`
///
/// # Errors
/// [`Problem::NotFound`] when it is not one's own draft.
pub fn send(app: &App, who: &Who, request: &Request, id: &str) -> Result<Response> {
    let fields = sent(app, who, request)?;
    let seen = fields.text("version");
    let today = stockholm::day(app.store.now());
    let outcome = app.store.write(|tx| submit(tx, &app.forms, (who, id), (seen, today)));
    match outcome {
        Ok(Sent::Received) => Ok(Response::see_other(&format!("{}/kvitto", case_url(id)))),
        Ok(Sent::Signing) => Ok(Response::see_other(&format!("{}/skriv-under", draft_url(id)))),
        // The review is shown again as it is now, so that nobody sends unseen answers.
        Ok(Sent::Incomplete | Sent::AskedEnough) | Err(Problem::ChangedMeanwhile) => {
            Ok(Response::see_other(&format!("{}/granska", draft_url(id))))
        }
        Err(problem) => Err(problem),
    }
}

fn review(app: &App, who: &Who, open: &Open) -> Result<Response> {
    let url = draft_url(&open.case.id);
    let form = &open.form;
    let way = draft::way(form, &open.answers, who);
    let showing = Showing {
        view: &app.view,
        change: &|step| Some(format!("{url}/{step}?andra=1")),
        file: &|file| Some(format!("{url}/fil/{}", file.id)),
    };
    let others = co_signers(&form.form, &open.answers, &who.known);
    let last = way.steps.last().map_or("", |stop| stop.step.id.as_str());
    let view = ReviewView {
        service: title(&form.service),
        draft: draft_line(app, who, open),
        steps: marks(app, &way, &url, None),
        count: count(app, way.steps.len() + 1, way.steps.len() + 1),
        missing: Vec::new(),
        asked_enough: enough(app, open, &others)?,
        answers: showing.steps(&shown(&form.form, &open.answers, &who.known)),
        next: next(app, open, &others),
        signers: others.iter().map(|it| co_signer(&app.view, it)).collect(),
        told: told(app, who)?,
        personal_data: personal_data(&form.service.personal_data),
        action: format!("{url}/skicka"),
        csrf: who.csrf.clone(),
        version: draft::fingerprint_all(form, &open.answers, &who.known),
        signing: form.form.signing == Signing::Required,
        back: Link::new(
            app.view.said("form.back", &[("n", &way.steps.len().to_string())]),
            format!("{url}/{last}"),
        ),
        can_leave: who.person().is_some(),
        contact: contact(&form.service.contact),
    };
    page(app, who, (200, "form/review.html", &app.view.text("form.review_step")), &view)
}

/// What to do instead, when those who must sign are not asked again.
fn enough(app: &App, open: &Open, others: &[CoSigner]) -> Result<Option<AskedEnoughView>> {
    let roles = others.iter().map(|it| it.role.word());
    if !app.store.read(|tx| asked_enough(tx, &open.case.id, roles))? {
        return Ok(None);
    }
    let service = &open.form.service;
    let words = [("name", service.contact.name.as_str()), ("phone", &service.contact.phone)];
    // The service's page leads to the paper form where it has no page of its own.
    let paper = service.blankett_url.as_ref().unwrap_or(&service.url);
    Ok(Some(AskedEnoughView {
        text: app.view.said("parties.asked_enough_text", &words),
        paper: Link::new(app.view.text("parties.asked_enough_paper"), paper.clone()),
    }))
}

/// What happens when it is sent, in order.
fn next(app: &App, open: &Open, others: &[CoSigner]) -> Vec<String> {
    let form = &open.form.form;
    let sign = (form.signing == Signing::Required).then(|| app.view.text("review.next_sign"));
    let others = others.iter().map(|it| app.view.said("review.next_other", &[("name", &it.name)]));
    let receipt = app.view.text("review.next_receipt");
    sign.into_iter().chain(others).chain([receipt]).chain(form.next.iter().cloned()).collect()
}
