//! The pages of drafts and cases: one call to a rule, one reply.

pub mod cancel;
pub mod case;
mod changed;
pub mod decline;
pub mod delete;
mod ended;
pub mod file;
pub mod new;
pub mod overview;
pub mod pdf;
pub mod review;
pub mod sign;
pub mod step;
mod told;

use serde::Serialize;

use crate::app::App;
use crate::cases::who::Who;
use crate::http::csrf;
use crate::http::fields::Fields;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::problem::Result;
use crate::view::page::{Link, PageView};

/// Where a draft is.
fn draft_url(id: &str) -> String {
    format!("/mina-sidor/utkast/{id}")
}

/// Where a case that has come in, or waits for others, is.
fn case_url(id: &str) -> String {
    format!("/mina-sidor/arende/{id}")
}

/// The form of a request, if one of our pages in this session made it.
fn sent(app: &App, who: &Who, request: &Request) -> Result<Fields> {
    let fields = request.form()?;
    csrf::check(request, &fields, app.origin(), &who.csrf)?;
    Ok(fields)
}

/// A page with its status and title.
fn page(
    app: &App,
    who: &Who,
    (status, template, title): (u16, &str, &str),
    view: &impl Serialize,
) -> Result<Response> {
    let above = match who.account {
        Some(_) => vec![Link::new(app.view.text("base.account"), "/mina-sidor/")],
        None => Vec::new(),
    };
    let page = PageView::account(title, above);
    let html = app.view.page(template, &page, who.account.as_ref(), view)?;
    Ok(Response::html(status, html))
}
