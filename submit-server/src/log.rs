//! The log: JSON lines on standard error, one for each request.
//!
//! **Invariant:** no line holds an address as asked, a query, a name, a
//! number, an answer, a token or a cookie. A path is written as its route:
//! words that are ours are kept, everything else becomes `*`, so a new address
//! can hide too much but never tell too much.

use std::time::Duration;

use hyper::Method;
use tracing::Level;

/// The words that occur in addresses of ours and say nothing about anybody.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "46elks", "_search", "_theme", "a-o", "api", "arende", "avbryt", "bankid", "blanketter", "cases", "close",
    "e-tjanster", "fil", "files", "fortsatt", "granska", "halsa", "kategorier", "klar", "kontakt", "kvitto",
    "kvitto.pdf", "logga-in", "logga-ut", "messages", "mina-sidor", "ny", "om", "openapi.json", "qr.svg",
    "receipt.pdf", "robots.txt", "sitemap.xml", "skicka", "skriv-under", "sok", "sokord", "status", "ta-bort", "utkast",
    "utloggad", "v1", "webhook",
];

/// Starts the log. Panics are logged by place only: their message may hold
/// what somebody wrote.
pub fn start(level: Level) {
    let lines = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_current_span(false)
        .with_span_list(false)
        .with_max_level(level)
        .with_writer(std::io::stderr);
    // A test may have started a log before; that one stays.
    drop(lines.try_init());
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}

/// What is known about a request when it has been answered.
#[derive(Debug)]
pub struct Answered<'a> {
    /// Its method.
    pub method: &'a Method,
    /// Its path; only the route is written.
    pub path: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// How long it took.
    pub took: Duration,
    /// The name of the fault, if there was one.
    pub incident: Option<&'a str>,
}

/// Writes the line of a request.
pub fn request(it: &Answered<'_>) {
    let method = if matches!(it.method.as_str(), "GET" | "HEAD" | "POST") {
        it.method.as_str()
    } else {
        "other"
    };
    let ms = u64::try_from(it.took.as_millis()).unwrap_or(u64::MAX);
    let route = route(it.path);
    match it.incident {
        Some(incident) => {
            tracing::error!(method, route, status = it.status, ms, incident, "request");
        }
        None => tracing::info!(method, route, status = it.status, ms, "request"),
    }
}

/// Writes a fault, once, with every cause; returns the name under which the
/// person who met it may speak of it.
pub fn fault(cause: &anyhow::Error) -> String {
    let incident = incident();
    tracing::error!(incident, cause = format!("{cause:#}"), "fault");
    incident
}

/// A new name for a fault: eight characters, no meaning.
pub fn incident() -> String {
    let mut bytes = [0_u8; 4];
    if getrandom::fill(&mut bytes).is_err() {
        // The time of the line must then tell which fault it was.
        return "unnamed".to_owned();
    }
    hex::encode(bytes)
}

/// The route of a path.
pub fn route(path: &str) -> String {
    let mut route = String::new();
    for part in path.split('/').filter(|it| !it.is_empty()) {
        route.push('/');
        route.push_str(if WORDS.contains(&part) { part } else { "*" });
    }
    if route.is_empty() { "/".to_owned() } else { route }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_tells_nothing_about_anybody() {
        #[rustfmt::skip]
        let table = [
            ("/",                                     "/"),
            ("/mina-sidor/",                          "/mina-sidor"),
            ("/mina-sidor/arende/k3j4/kvitto",        "/mina-sidor/arende/*/kvitto"),
            ("/mina-sidor/utkast/k3j4/barnet",        "/mina-sidor/utkast/*/*"),
            ("/e-tjanster/forskola-plats/",           "/e-tjanster/*"),
            ("/api/v1/cases/2026-000001/files/1",     "/api/v1/cases/*/files/*"),
            ("/199001012385",                         "/*"),
            ("/_theme/3f2a/css/site.css",             "/_theme/*/*/*"),
        ];
        for (path, expected) in table {
            assert_eq!(route(path), expected, "{path}");
        }
    }

    #[test]
    fn incidents_have_different_names() {
        assert_ne!(incident(), incident());
    }
}
