//! The page of an e-service or a blankett.

use anyhow::Result;
use form_model::compiled::Login;
use form_model::form::{Form, Signing};
use minijinja::Value;
use serde::Serialize;

use crate::blankett::about;
use crate::catalogue::entry::{Entry, Kind, Link, Start};
use crate::render::handling::HandlingView;
use crate::render::line::{self, Line};
use crate::render::page_view::PageView;
use crate::render::start::StartPanel;
use crate::render::without::Without;
use crate::render::{Rendering, lists};

#[derive(Serialize)]
struct ServiceView<'a> {
    kind: &'static str,
    verb: &'a str,
    rest: &'a str,
    summary: &'a str,
    /// Address as a person writes it down, for paper.
    address: String,
    start: StartPanel,
    facts: Vec<Fact>,
    needs: &'a [String],
    how: Vec<String>,
    /// Said in strong words when more than one must sign.
    must_sign: Option<String>,
    body: Value,
    /// Where there is more to read.
    more: Vec<Link>,
    /// What those do who have no e-ID. Blank for blanketter.
    without: Option<Without<'a>>,
    handling: HandlingView<'a>,
    protected_url: Option<&'a str>,
    related: Vec<Line<'a>>,
    /// Where a blankett is sent or left; empty for e-services.
    send_to: Vec<&'a str>,
}

#[derive(Serialize)]
struct Fact {
    name: String,
    value: String,
}

/// Makes the page of every entry.
pub(super) fn render(rendering: &mut Rendering<'_>) -> Result<()> {
    let entries = &rendering.catalogue.entries;
    entries.iter().enumerate().try_for_each(|it| page(rendering, it))
}

fn page(rendering: &mut Rendering<'_>, (index, it): (usize, &Entry)) -> Result<()> {
    let catalogue = rendering.catalogue;
    let view = view(rendering, (index, it));
    let mut breadcrumbs = vec![rendering.home()];
    if let Some(category) = catalogue.categories.get(it.category) {
        breadcrumbs.push(Link { label: category.title.clone(), url: category.url.clone() });
    }
    let page =
        PageView::new(&catalogue.site.base_url, &it.url, &it.title, &it.summary).under(breadcrumbs);
    let template = if it.kind == Kind::Service { "service.html" } else { "blankett.html" };
    rendering.page(template, &page, &view)
}

fn view<'a>(rendering: &Rendering<'a>, (index, it): (usize, &'a Entry)) -> ServiceView<'a> {
    let catalogue = rendering.catalogue;
    let entry = |index: &usize| catalogue.entries.get(*index);
    let host = catalogue.site.base_url.split("://").last().unwrap_or_default();
    let own_blankett = it.kind == Kind::Blankett && it.handling.own;
    ServiceView {
        kind: line::kind_word(it.kind),
        verb: &it.verb,
        rest: &it.rest,
        summary: &it.summary,
        address: format!("{host}{}", it.url),
        start: StartPanel::of(rendering, (index, it)),
        facts: facts(rendering, it),
        needs: &it.facts.needs,
        how: how(rendering, it),
        must_sign: must_sign(rendering, it),
        body: Value::from_safe_string(it.body.html.clone()),
        without: (it.kind == Kind::Service).then(|| Without::of(rendering, (index, it))),
        more: more(rendering, it),
        handling: HandlingView::of(rendering, it),
        protected_url: lists::protected_url(rendering),
        related: it.related.iter().filter_map(entry).map(|it| Line::of(it, catalogue)).collect(),
        send_to: if own_blankett {
            about::address(&catalogue.site.address, it)
        } else {
            Vec::new()
        },
    }
}

/// Who answers at the contact's number: the unit, or the switchboard in its place.
pub(super) fn phone_name<'a>(rendering: &Rendering<'a>, it: &'a Entry) -> &'a str {
    if it.handling.by_switchboard {
        &rendering.catalogue.site.switchboard.name
    } else {
        &it.handling.contact.name
    }
}

/// Where there is more to read: what the service says, or its category; and where
/// the authority is that handles it.
fn more(rendering: &Rendering<'_>, it: &Entry) -> Vec<Link> {
    let category = rendering.catalogue.categories.get(it.category);
    let usual = category.map(|it| it.more.clone()).unwrap_or_default();
    let mut more = if it.more.is_empty() { usual } else { it.more.clone() };
    if let (Start::External(url), false) = (&it.start, it.handling.own) {
        let label = rendering.text("more_at", &[("name", &it.handling.handler)]);
        more.push(Link { label, url: url.clone() });
    }
    more
}

fn facts(rendering: &Rendering<'_>, it: &Entry) -> Vec<Fact> {
    let signers = match (it.kind, it.signers) {
        (_, 1) => None,
        (Kind::Service, 2) => Some(rendering.text("two_sign", &[])),
        (Kind::Blankett, 2) => Some(rendering.text("two_sign_by_hand", &[])),
        (_, count) => Some(rendering.text("many_sign", &[("count", &count.to_string())])),
    };
    let eid = (it.kind == Kind::Service).then(|| {
        let key = match (&it.start, it.login) {
            (Start::Form | Start::External(_), Login::Required) => "eid_required",
            (Start::Form | Start::External(_), Login::Optional) => "eid_optional",
            (Start::External(_), Login::None) => "eid_elsewhere",
            (_, Login::Required | Login::Optional) => "eid_not_yet",
            (_, Login::None) => "eid_none",
        };
        rendering.text(key, &[])
    });
    let handled = (!it.handling.own).then(|| match &it.handling.authority {
        Some(authority) => format!("{authority}, {}", it.handling.handler),
        None => it.handling.handler.clone(),
    });
    let rows = [
        ("fact_who", it.facts.who.clone()),
        ("fact_eid", eid),
        ("fact_signers", signers),
        ("fact_time", it.facts.processing_time.clone()),
        ("fact_fee", it.facts.fee.clone()),
        ("fact_handled", handled),
        ("fact_law", it.facts.law.clone()),
    ];
    let row = |(key, value): (&str, Option<String>)| {
        Some(Fact { name: rendering.text(key, &[]), value: value? })
    };
    rows.into_iter().filter_map(row).collect()
}

/// The steps as the author wrote them, or the usual ones of a form.
fn how(rendering: &Rendering<'_>, it: &Entry) -> Vec<String> {
    let Some(form) = it.form.as_ref().filter(|_| it.facts.how.is_empty()) else {
        return it.facts.how.clone();
    };
    let signing = form.signing == Signing::Required;
    let mut keys = Vec::new();
    match it.login {
        Login::Required => keys.extend(["how_login", "how_fill_saved"]),
        _ => keys.push("how_fill"),
    }
    keys.push(if signing { "how_sign" } else { "how_send" });
    if it.signers > 1 {
        keys.push("how_others_sign");
    }
    keys.push("how_receipt");
    keys.into_iter().map(|key| rendering.text(key, &[])).collect()
}

fn must_sign(rendering: &Rendering<'_>, it: &Entry) -> Option<String> {
    let waived = |form: &Form| form.fields().any(|(_, field)| field.waive_same_address);
    match it.signers {
        0 | 1 => None,
        2 if it.form.as_ref().is_some_and(waived) => {
            Some(rendering.text("both_unless_same_address", &[]))
        }
        2 => Some(rendering.text("both_must_sign", &[])),
        count => Some(rendering.text("all_must_sign", &[("count", &count.to_string())])),
    }
}
