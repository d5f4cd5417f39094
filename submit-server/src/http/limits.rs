//! How much one client, and all clients together, may ask of the server.

use std::time::Duration;

use hyper::Method;

/// Most bytes in an ordinary request body: a page of answers is a few KiB.
pub const ORDINARY_BODY_BYTES: u64 = 64 * 1024;

/// Most bytes when a step of a draft is saved: three files of 10 MiB and the
/// text around them.
pub const STEP_BODY_BYTES: u64 = 34 * 1024 * 1024;

/// Most header lines in a request.
pub const MAX_HEADERS: usize = 100;

/// Limits that the municipality may set; the defaults suit one small machine.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time; further ones wait in the kernel's queue.
    pub connections: usize,
    /// Connections at a time from one address that is not a trusted proxy.
    pub per_address: usize,
    /// Requests worked on at a time; further ones wait, then get 503.
    pub handlers: usize,
    /// Request bodies above [`ORDINARY_BODY_BYTES`] held at a time.
    pub large_bodies: usize,
    /// How long a request head, or silence between requests, may take.
    pub header: Duration,
    /// How long a body may be silent.
    pub body_idle: Duration,
    /// How long an ordinary body may take; a large one gets more, see
    /// [`Limits::body_total`].
    pub body: Duration,
    /// How long a write may make no progress.
    pub write: Duration,
    /// How long a request waits for its turn before 503.
    pub wait: Duration,
    /// How long requests may go on after the server was told to stop.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 1024,
            per_address: 64,
            handlers: 64,
            large_bodies: 4,
            header: Duration::from_secs(10),
            body_idle: Duration::from_secs(10),
            body: Duration::from_secs(30),
            write: Duration::from_secs(30),
            wait: Duration::from_secs(3),
            stop: Duration::from_secs(20),
        }
    }
}

/// The slowest upload that is let to go on: 32 KiB a second, a poor mobile link.
const SLOWEST_BYTES_A_SECOND: u64 = 32 * 1024;

impl Limits {
    /// How long a body may have taken when so many bytes have come.
    pub fn body_total(&self, received: u64) -> Duration {
        self.body + Duration::from_secs(received / SLOWEST_BYTES_A_SECOND)
    }
}

/// What is posted under a draft besides its steps; none of it has files.
const NOT_STEPS: [&str; 3] = ["skicka", "skriv-under", "ta-bort"];

/// Most body bytes taken for a request.
pub fn limit_for(method: &Method, path: &str) -> u64 {
    let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).take(5).collect();
    match parts.as_slice() {
        ["mina-sidor", "utkast", _, step]
            if *method == Method::POST && !NOT_STEPS.contains(step) =>
        {
            STEP_BODY_BYTES
        }
        _ => ORDINARY_BODY_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_steps_of_a_draft_take_files() {
        #[rustfmt::skip]
        let table = [
            (Method::POST, "/mina-sidor/utkast/abc/barnet",     STEP_BODY_BYTES),
            (Method::GET,  "/mina-sidor/utkast/abc/barnet",     ORDINARY_BODY_BYTES),
            (Method::POST, "/mina-sidor/utkast/abc/skicka",     ORDINARY_BODY_BYTES),
            (Method::POST, "/mina-sidor/utkast/abc",            ORDINARY_BODY_BYTES),
            (Method::POST, "/mina-sidor/utkast/abc/barnet/x",   ORDINARY_BODY_BYTES),
            (Method::POST, "/mina-sidor/logga-in/bankid",       ORDINARY_BODY_BYTES),
        ];
        for (method, path, expected) in table {
            assert_eq!(limit_for(&method, path), expected, "{method} {path}");
        }
    }
}
