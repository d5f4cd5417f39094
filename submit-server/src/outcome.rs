//! From a problem to the page that tells of it: what happened, what to do, whom
//! to call. The only place where a cause is logged.

use hyper::header::ALLOW;

use crate::api;
use crate::api::refusal;
use crate::app::App;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::log;
use crate::login::session;
use crate::problem::Problem;
use crate::view::account::ProblemView;
use crate::view::page::{AccountView, Link, PageView};
use crate::visitor;

/// The response for a request that was not carried out.
#[must_use]
pub fn response(app: &App, request: &Request, problem: &Problem) -> Response {
    // Only a fault that nobody foresaw comes here from a program; see `api::refusal`.
    if api::asked(request) {
        return refusal::internal(problem).response();
    }
    match problem {
        Problem::LoginNeeded { back } if request.method == hyper::Method::GET => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair("till", back).finish();
            return Response::see_other(&format!("/mina-sidor/logga-in?{query}"));
        }
        Problem::Protected => return protected(app, request),
        _ => {}
    }
    let account = visitor::person(app, request).ok().and_then(|who| who.account);
    shown(app, account.as_ref(), kind(problem), problem)
}

fn shown(
    app: &App,
    account: Option<&AccountView>,
    (status, key): (u16, &str),
    problem: &Problem,
) -> Response {
    let incident = match problem {
        Problem::Internal(cause) => Some(log::fault(cause)),
        _ => None,
    };
    let limit = match problem {
        Problem::TooLarge { limit } => format!("{} MB", limit / 1024 / 1024),
        _ => String::new(),
    };
    let what = match problem {
        Problem::Unavailable(what) => app.view.text(&format!("problem.unavailable.{what}")),
        _ => String::new(),
    };
    let values = [("limit", limit.as_str()), ("what", what.as_str())];
    let view = ProblemView {
        title: app.view.said(&format!("problem.{key}.title"), &values),
        text: vec![app.view.said(&format!("problem.{key}.text"), &values)],
        actions: actions(app, problem),
        incident: incident.clone(),
    };
    let page = PageView::account(view.title.clone(), Vec::new());
    let shown = app.view.page("account/problem.html", &page, account, &view);
    let response = match shown {
        Ok(html) => Response::html(status, html),
        Err(problem) => {
            // The page of last resort cannot be shown; plain words can.
            if let Problem::Internal(cause) = problem {
                log::fault(&cause);
            }
            Response::text(500, &view.text.join("\n"))
        }
    };
    let response = match problem {
        Problem::MethodNotAllowed => response.with_header(ALLOW, "GET, HEAD, POST"),
        _ => response,
    };
    match incident {
        Some(incident) => response.with_incident(incident),
        None => response,
    }
}

/// The portal steps aside, and forgets who it was.
fn protected(app: &App, request: &Request) -> Response {
    if let Err(problem) = session::end(&app.store, app.login.lifetimes, request) {
        tracing::error!(cause = problem.cause(), "a session was not ended");
    }
    let page = PageView::account(app.view.text("protected.heading"), Vec::new());
    let shown = app.view.page("account/protected.html", &page, None, &());
    let response = match shown {
        Ok(html) => Response::html(200, html),
        Err(_) => Response::text(200, &app.view.text("protected.lead")),
    };
    let gone = session::gone();
    gone.iter().fold(response, |response, cookie| response.with_cookie(cookie))
}

fn kind(problem: &Problem) -> (u16, &'static str) {
    match problem {
        Problem::NotFound => (404, "not_found"),
        Problem::MethodNotAllowed => (405, "method_not_allowed"),
        Problem::LoginNeeded { .. } => (403, "login_needed"),
        Problem::OutOfDate => (403, "out_of_date"),
        Problem::ChangedMeanwhile => (409, "changed_meanwhile"),
        Problem::Protected => (403, "protected"),
        Problem::TooLarge { .. } => (413, "too_large"),
        Problem::BadRequest(_) => (400, "bad_request"),
        Problem::TooMany => (429, "too_many"),
        Problem::Unavailable(_) => (503, "unavailable"),
        Problem::NoRoom => (503, "no_room"),
        Problem::Internal(_) => (500, "internal"),
    }
}

fn actions(app: &App, problem: &Problem) -> Vec<Link> {
    let overview = Link::new(app.view.text("problem.overview"), "/mina-sidor/");
    let start = Link::new(app.view.text("problem.start"), "/");
    match problem {
        Problem::LoginNeeded { back } => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let query = query.append_pair("till", back).finish();
            let url = format!("/mina-sidor/logga-in?{query}");
            vec![Link::new(app.view.text("problem.login"), url), start]
        }
        Problem::NotFound => vec![start, overview],
        _ => vec![overview, start],
    }
}
