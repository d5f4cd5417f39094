//! A clock that can be moved forward, and the page where it is moved: reminders
//! and deadlines come in days, and nobody waits for days in a demonstration.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use submit_server::stockholm;

use super::sockets::{Answer, Call, Open, open_plain};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Noon or one o'clock in Sweden: an hour at which telephones may ring.
const MIDDAY_UTC: i64 = 11 * 60 * 60 * 1000;
/// What the page offers, in days.
const STEPS: [u32; 4] = [1, 3, 10, 31];

/// The machine's clock, and how far ahead of it this one is. It never goes back.
#[derive(Debug, Default)]
pub struct MovableClock {
    ahead: AtomicI64,
}

impl MovableClock {
    /// Milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond() + self.ahead.load(Ordering::SeqCst)
    }

    /// The same, for a stand-in.
    pub fn reader(self: &Arc<Self>) -> super::bankid::server::Clock {
        let clock = Arc::clone(self);
        Arc::new(move || clock.now())
    }

    /// To the first midday that is a whole day away.
    fn next_day(&self) {
        let now = self.now();
        let midday = now + DAY + (MIDDAY_UTC - now).rem_euclid(DAY);
        self.ahead.fetch_add(midday - now, Ordering::SeqCst);
    }
}

/// What is done each day.
pub type Daily = Box<dyn Fn() + Send + Sync>;

/// The page.
#[derive(Debug)]
pub struct TimeServer {
    /// Where it listens.
    pub door: Open,
}

impl TimeServer {
    /// Opens a free loopback port. `daily` is done on each day that passes, so that
    /// nothing that is due on one of them is passed over.
    pub async fn open(clock: Arc<MovableClock>, daily: Daily) -> anyhow::Result<TimeServer> {
        let answer = move |call: Call| match (call.method.as_str(), call.path.as_str()) {
            ("GET", "/") => shown(200, page(clock.now())),
            ("POST", "/") => match days(&call) {
                Some(days) => {
                    for _ in 0..days {
                        clock.next_day();
                        daily();
                    }
                    seen_again()
                }
                None => shown(400, page(clock.now())),
            },
            _ => shown(404, String::new()),
        };
        Ok(TimeServer { door: open_plain(Arc::new(answer)).await? })
    }

    /// Where the clock is moved.
    pub fn page_url(&self) -> String {
        format!("http://localhost:{}/", self.door.address.port())
    }
}

fn days(call: &Call) -> Option<u32> {
    let field = form_urlencoded::parse(&call.body).find(|(name, _)| name == "days");
    let days = field?.1.parse().ok()?;
    STEPS.contains(&days).then_some(days)
}

fn page(now: i64) -> String {
    let buttons: Vec<String> = STEPS
        .iter()
        .map(|days| {
            let words = if *days == 1 { "dag" } else { "dagar" };
            format!("<button name=\"days\" value=\"{days}\">{days} {words} fram</button>")
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Portalens klocka</title>\
         <style>body{{font:1rem/1.5 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}}\
         button{{font:inherit;padding:.6rem 1rem;margin:0 .5rem .5rem 0}}</style></head><body>\
         <h1>Portalens klocka</h1><p>Bara för demonstration. I portalen är det nu \
         <strong>{}</strong>.</p><form method=\"post\">{}</form>\
         <p>Den som ska skriva under får en påminnelse efter 3 och 10 dagar och två dagar före den \
         sista. När tiden är ute får alla veta det. Efter varje flytt behöver man logga in igen. \
         Telia e-legitimation har sin egen klocka, så efter en flytt går det bara att logga in med \
         BankID.</p></body></html>",
        stockholm::long_time(now),
        buttons.concat(),
    )
}

fn shown(status: u16, page: String) -> Answer {
    let html = ("content-type", "text/html; charset=utf-8".to_owned());
    Answer { status, headers: vec![html], body: page.into_bytes(), delay: Duration::ZERO }
}

/// The page is asked for anew, so that loading it again moves nothing.
fn seen_again() -> Answer {
    let to = ("location", "/".to_owned());
    Answer { status: 303, headers: vec![to], body: Vec::new(), delay: Duration::ZERO }
}

#[cfg(test)]
mod tests {
    use super::{DAY, MovableClock};

    #[test]
    fn a_day_forward_is_a_whole_day_and_ends_at_midday() {
        let clock = MovableClock::default();
        let before = clock.now();

        clock.next_day();
        let first = clock.now();
        clock.next_day();

        assert!((DAY..2 * DAY + 1000).contains(&(first - before)), "{}", first - before);
        assert_eq!(first % DAY / 3_600_000, 11);
        assert!((DAY..2 * DAY).contains(&(clock.now() - first)), "and not on the same day");
    }
}
