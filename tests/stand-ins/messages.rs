//! The door to the SMS gateway, and beside it a page with every letter and SMS that was sent.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::elks::{Elks, Sms};
use super::escaped;
use super::mailbox::Mailbox;
use super::sockets::{Answer, Call, Open, open_plain};

/// How long an SMS is on its way.
const ON_ITS_WAY: Duration = Duration::from_secs(2);
/// How often the page loads itself again.
const AGAIN_SECONDS: u32 = 3;

/// The open door.
#[derive(Debug)]
pub struct MessagesServer {
    /// The page is at `/`, the gateway under `/a1`.
    pub door: Open,
}

impl MessagesServer {
    /// Opens a free loopback port.
    pub async fn open(mailbox: Arc<Mailbox>, elks: Arc<Elks>) -> anyhow::Result<MessagesServer> {
        let answer = move |call: Call| match (call.method.as_str(), call.path.as_str()) {
            ("POST", path) => {
                let before = elks.taken().len();
                let reply = elks.handle(path, call.header("authorization"), &call.body);
                for sms in elks.taken().into_iter().skip(before) {
                    thread::spawn(move || report(&sms));
                }
                reply.into()
            }
            ("GET", "/") => shown(200, page(&mailbox, &elks)),
            _ => shown(404, String::new()),
        };
        Ok(MessagesServer { door: open_plain(Arc::new(answer)).await? })
    }

    /// Where every message is shown.
    pub fn page_url(&self) -> String {
        format!("http://localhost:{}/", self.door.address.port())
    }

    /// Where the portal sends SMS.
    pub fn gateway_url(&self) -> String {
        format!("http://127.0.0.1:{}/a1", self.door.address.port())
    }
}

/// Says that it has arrived, as the gateway does.
fn report(sms: &Sms) {
    thread::sleep(ON_ITS_WAY);
    let form = [("id", sms.id.as_str()), ("status", "delivered")];
    // Whoever no longer listens is not told again.
    drop(ureq::post(&sms.report_url).send_form(form));
}

fn page(mailbox: &Mailbox, elks: &Elks) -> String {
    let letters: Vec<String> = mailbox
        .letters()
        .iter()
        .rev()
        .map(|it| {
            let subject = it.header("subject").unwrap_or_default();
            message(&format!("Till {}: {subject}", it.to), &it.body())
        })
        .collect();
    let texts: Vec<String> =
        elks.taken().iter().rev().map(|it| message(&format!("Till {}", it.to), &it.text)).collect();
    format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"refresh\" content=\"{AGAIN_SECONDS}\"><title>Skickade meddelanden</title>\
         <style>body{{font:1rem/1.5 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}}\
         pre{{white-space:pre-wrap;border:1px solid;padding:1rem}}</style></head><body>\
         <h1>Skickade meddelanden</h1><p>Bara för demonstration. Det senaste står först.</p>\
         <h2>E-post ({})</h2>{}<h2>Sms ({})</h2>{}</body></html>",
        letters.len(),
        letters.concat(),
        texts.len(),
        texts.concat(),
    )
}

fn message(head: &str, text: &str) -> String {
    format!("<h3>{}</h3><pre>{}</pre>", escaped(head), escaped(text))
}

fn shown(status: u16, page: String) -> Answer {
    Answer {
        status,
        headers: vec![("content-type", "text/html; charset=utf-8".to_owned())],
        body: page.into_bytes(),
        delay: Duration::ZERO,
    }
}
