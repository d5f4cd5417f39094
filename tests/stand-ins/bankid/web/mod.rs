//! The app as a web page: a test tool in Swedish that works without script, and not the portal.
//!
//! It listens on loopback and holds invented people only, so it asks nobody who they are.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::stand_ins::bankid::BankId;
use crate::stand_ins::bankid::app::{FAILURES, OrderId, Refusal, Shown};
use crate::stand_ins::bankid::markdown::{self, Block};
use crate::stand_ins::bankid::server::Clock;
use crate::stand_ins::persons;
use crate::stand_ins::sockets::{Answer, Call};

/// The page behind the app's door.
pub struct Web {
    bankid: Arc<BankId>,
    clock: Clock,
    templates: Environment<'static>,
}

/// What a click led to.
enum Outcome {
    Page(u16, String),
    SeeOther(String),
}

type Result<T> = std::result::Result<T, Refusal>;

impl Web {
    /// Reads the templates, which are part of the program.
    pub fn new(bankid: Arc<BankId>, clock: Clock) -> anyhow::Result<Web> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.add_template("layout.html", include_str!("pages/layout.html"))?;
        templates.add_template("start.html", include_str!("pages/start.html"))?;
        templates.add_template("order.html", include_str!("pages/order.html"))?;
        templates.add_template("done.html", include_str!("pages/done.html"))?;
        Ok(Web { bankid, clock, templates })
    }

    /// Answers a click.
    pub fn answer(&self, call: &Call) -> Answer {
        let outcome = self.route(call).unwrap_or_else(|refusal| self.start(Some(refusal)));
        let (status, headers, body) = match outcome {
            Outcome::SeeOther(to) => (303, vec![("location", to)], String::new()),
            Outcome::Page(status, html) => {
                let html_type = ("content-type", "text/html; charset=utf-8".to_owned());
                (status, vec![html_type, ("cache-control", "no-store".to_owned())], html)
            }
        };
        Answer { status, headers, body: body.into_bytes(), delay: Duration::ZERO }
    }

    fn route(&self, call: &Call) -> Result<Outcome> {
        let now_ms = (self.clock)();
        let segments: Vec<&str> = call.path.split('/').filter(|it| !it.is_empty()).collect();
        match (call.method.as_str(), segments.as_slice()) {
            ("GET", []) => match field(call.query.as_bytes(), "autostarttoken") {
                Some(token) => self.bankid.autostart(&token, now_ms).map(to_order),
                None => Ok(self.start(None)),
            },
            ("POST", ["skanna"]) => self.bankid.scan(&qr_text(call)?, now_ms).map(to_order),
            ("POST", ["skanna-senaste"]) => self.bankid.scan_newest(now_ms).map(to_order),
            ("GET", ["uppdrag", id]) => Ok(self.order(&self.find(id, now_ms)?, None)),
            ("POST", ["uppdrag", id]) => {
                let shown = self.find(id, now_ms)?;
                match self.act(&shown, &call.body, now_ms) {
                    Ok(outcome) => Ok(outcome),
                    Err(refusal) => Ok(self.order(&shown, Some(refusal))),
                }
            }
            _ => Err(Refusal::NoSuchOrder),
        }
    }

    fn find(&self, id: &str, now_ms: i64) -> Result<Shown> {
        let id = id.parse().map_err(|_| Refusal::NoSuchOrder)?;
        self.bankid.show(OrderId(id), now_ms).ok_or(Refusal::NoSuchOrder)
    }

    /// Approves, cancels or fails. The order may be collected, and so forgotten, at once: the page
    /// that follows is made from what it was.
    fn act(&self, shown: &Shown, body: &[u8], now_ms: i64) -> Result<Outcome> {
        let id = OrderId(shown.id);
        let words = match field(body, "gor").as_deref() {
            Some("godkann") => {
                let person = field(body, "person").ok_or(Refusal::NoSuchPerson)?;
                self.bankid.approve(id, &person, now_ms)?;
                if shown.sign { "Du har skrivit under." } else { "Du har identifierat dig." }
            }
            Some("fel") => {
                let hint = field(body, "fel").unwrap_or_default();
                let hint = FAILURES.iter().find(|it| **it == hint).ok_or(Refusal::NoSuchOrder)?;
                self.bankid.force(id, hint, now_ms)?;
                "Uppdraget avslutades med felet du valde."
            }
            _ => {
                self.bankid.cancel(id, now_ms)?;
                "Du avbröt."
            }
        };
        let done = context! { words, return_url => shown.return_url.clone() };
        Ok(self.page(200, "done.html", done))
    }

    fn start(&self, refusal: Option<Refusal>) -> Outcome {
        let waiting = self.bankid.waiting((self.clock)()).len();
        let status = if refusal.is_some() { 400 } else { 200 };
        self.page(status, "start.html", context! { waiting, refusal => refusal.map(explained) })
    }

    fn order(&self, shown: &Shown, refusal: Option<Refusal>) -> Outcome {
        if shown.status != "pending" {
            let words = "Uppdraget är redan avslutat.";
            let done = context! { words, return_url => shown.return_url.clone() };
            return self.page(200, "done.html", done);
        }
        let text = shown.text.as_deref();
        let blocks: Option<Vec<Block>> =
            text.filter(|_| shown.markdown).and_then(|it| markdown::parse(it).ok());
        let persons: Vec<_> = persons::with_bankid()
            .filter(|it| shown.person.as_deref().is_none_or(|wanted| wanted == it.number))
            .map(|it| context! { number => it.number, name => it.name(), about => it.about })
            .collect();
        let view = context! {
            order => Serde(shown),
            blocks => Serde(&blocks),
            persons,
            failures => FAILURES.to_vec(),
            refusal => refusal.map(explained),
        };
        self.page(if refusal.is_some() { 400 } else { 200 }, "order.html", view)
    }

    fn page(&self, status: u16, name: &str, view: Value) -> Outcome {
        let html = self.templates.get_template(name).and_then(|it| it.render(view));
        match html {
            Ok(html) => Outcome::Page(status, html),
            Err(cause) => Outcome::Page(500, format!("<!doctype html><p>{:?}", cause.kind())),
        }
    }
}

fn to_order(id: OrderId) -> Outcome {
    Outcome::SeeOther(format!("/uppdrag/{id}"))
}

/// The refusal in the words of the page.
fn explained(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotOurCode => "Det är ingen giltig BankID-kod, eller så är den redan använd.",
        Refusal::OldCode => "Koden är för gammal. Kopiera den som visas nu.",
        Refusal::NoSuchOrder => "Det finns inget uppdrag som väntar. Det kan ha hunnit ta slut.",
        Refusal::OtherPerson => "Uppdraget är till för en annan person.",
        Refusal::NoSuchPerson => "Välj en person i listan.",
        Refusal::OtherKindOfBankId => "Uppdraget kräver ett BankID som inte är mobilt.",
        Refusal::Unsigned => "Underskriften kunde inte göras.",
    }
}

/// The code: pasted as text, or in a picture of the screen.
fn qr_text(call: &Call) -> Result<String> {
    let content_type = call.header("content-type").unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        return field(&call.body, "kod").ok_or(Refusal::NotOurCode);
    };
    let (text, picture) = parts(call.body.clone(), boundary).map_err(|_| Refusal::NotOurCode)?;
    match text.trim() {
        "" => in_picture(&picture).ok_or(Refusal::NotOurCode),
        text => Ok(text.to_owned()),
    }
}

/// The two fields of the scan form. The body is here already, so nothing is waited for.
fn parts(body: Bytes, boundary: String) -> anyhow::Result<(String, Bytes)> {
    let stream = BodyDataStream::new(Full::new(body));
    let mut form = multer::Multipart::new(stream, boundary);
    let (mut text, mut picture) = (String::new(), Bytes::new());
    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
        while let Some(part) = form.next_field().await? {
            match part.name() {
                Some("kod") => text = part.text().await?,
                Some("bild") => picture = part.bytes().await?,
                _ => {}
            }
        }
        anyhow::Ok(())
    })?;
    Ok((text, picture))
}

/// The first BankID code in a PNG.
fn in_picture(png: &[u8]) -> Option<String> {
    let picture = image::load_from_memory(png).ok()?.to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(
        picture.width() as usize,
        picture.height() as usize,
        |x, y| picture.get_pixel(x as u32, y as u32).0[0],
    );
    let codes = prepared.detect_grids();
    codes.iter().filter_map(|it| it.decode().ok()).map(|(_, text)| text).next()
}

fn field(encoded: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(encoded)
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}
