//! What those do who have no e-ID. Every e-service answers that, under the same heading.

use form_model::compiled::Login;
use serde::Serialize;

use crate::catalogue::entry::{Entry, Start};
use crate::render::line::Line;
use crate::render::paper::PaperLink;
use crate::render::{Rendering, service};

/// The answer: what is so, and the ways that are open.
#[derive(Debug, Serialize)]
pub(super) struct Without<'a> {
    words: String,
    /// The blankett that belongs to the service.
    blankett: Option<Line<'a>>,
    /// The service's own questions, to print.
    paper: Option<PaperLink>,
    /// Whether paper is sent to those who ask for it.
    by_post: bool,
    /// Who answers the phone.
    name: &'a str,
    /// What is said about a visit.
    visit: String,
    /// Whether the service asks for an e-ID: then the page for those without is linked to.
    needs_eid: bool,
}

impl<'a> Without<'a> {
    /// The answer of an e-service.
    pub(super) fn of(rendering: &Rendering<'a>, (index, it): (usize, &'a Entry)) -> Self {
        let catalogue = rendering.catalogue;
        let blankett = it.blankett.and_then(|index| catalogue.entries.get(index));
        let paper = PaperLink::of(rendering, index);
        let address = catalogue.site.address.get(1..).unwrap_or_default().join(", ");
        let visit = if it.handling.own { "without_visit" } else { "without_visit_other" };
        let args = [("address", address.as_str()), ("name", &it.handling.handler)];
        Self {
            words: words(rendering, it),
            by_post: it.handling.own && blankett.is_none() && paper.is_none(),
            blankett: blankett.map(|it| Line::of(it, catalogue)),
            paper,
            name: service::phone_name(rendering, it),
            visit: rendering.text(visit, &args),
            needs_eid: it.login == Login::Required,
        }
    }
}

fn words(rendering: &Rendering<'_>, it: &Entry) -> String {
    let key = match (&it.start, it.handling.own, it.login) {
        (Start::External(_), false, _) => "without_other",
        (Start::External(_), true, Login::None | Login::Optional) => "without_elsewhere",
        (Start::External(_) | Start::Form, _, Login::Required) => "without_needed",
        (Start::Form, _, Login::None | Login::Optional) => "without_not_needed",
        _ => "without_not_yet",
    };
    rendering.text(key, &[("name", &it.handling.handler)])
}
