//! Hostile text in every text of every published form, typed at the real steps:
//! on the review, the receipt, in its PDF and in what the unit gets it is text.

use std::path::Path;

use form_model::compiled::{CompiledForm, Login};
use form_model::form::{Field, Kind};
use serde_json::Value;
use submit_server::delivery::worker::deliver_due;
use submit_server::store::State;
use tests::stand_ins::persons::BERIT;
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;
use tests::support::tags::between;

use crate::hardening::traces::heard;
use crate::hardening::walks::{Filled, Walk, walks};
use crate::paper::{ran, read};
use crate::told::tell;
use crate::walk::PICTURE;

/// A word that nobody else writes.
const CANARY: &str = "kanarie";

/// Markup, a header, another line, other directions, PDF operators, a template: what of
/// it fits into the question. Each begins with its own word, so that none stands for another.
fn hostile(field: &Field) -> String {
    let all = "<script>kanarie()</script>\r\nBcc: kanarie@example.se\r\n\u{202e}\u{2066}\u{0}\u{1b}[31m\
               ) Tj ET /OpenAction <</S/JavaScript>> (\\ {{7777*7919}} & \"'";
    let text = format!("{CANARY}{}{all}", field.id.replace('-', ""));
    text.chars().take(field.longest()).collect()
}

/// What is kept of it, blanks left out: pages fold them and a PDF breaks its lines.
fn kept(text: &str) -> String {
    let odd = |it: char| {
        it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|it| !odd(*it) && !it.is_whitespace()).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Fills a walk in, step by step, as far as the review.
fn fill_in(browser: &mut Browser<'_>, form: &CompiledForm, walk: &Walk) -> (String, Page) {
    let slug = &form.service.slug;
    let id = browser.begin(slug);
    for Filled { step, values, files } in &walk.steps {
        let url = format!("/mina-sidor/utkast/{id}/{step}");
        browser.get(&url);
        let values: Vec<(&str, &str)> = values.iter().map(|it| (&*it.0, &*it.1)).collect();
        let page = if files.is_empty() {
            browser.post(&url, &values)
        } else {
            let named: Vec<(&str, String, &[u8])> = files
                .iter()
                .map(|(id, format)| (&**id, format!("x.{format}"), content(format)))
                .collect();
            let files: Vec<(&str, &str, &[u8])> =
                named.iter().map(|it| (it.0, &*it.1, it.2)).collect();
            browser.post_files(&url, &values, &files)
        };
        assert_eq!(page.status, 303, "{slug}/{step} {values:?}: {}", page.text());
    }
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert_eq!(review.status, 200, "{slug}: {}", review.location);
    (id, review)
}

fn content(format: &str) -> &'static [u8] {
    if format == "png" { PICTURE } else { b"%PDF-1.7\n" }
}

/// Sends, and lets everybody sign who must.
fn bring_in(server: &ServerTest, browser: &mut Browser<'_>, id: &str) {
    browser.post(&format!("/mina-sidor/utkast/{id}/skicka"), &[]);
    let parties = server.app.store.read(|tx| tx.parties(id)).expect("parties");
    for party in &parties {
        match party.person == BERIT {
            true => browser.sign(id, BERIT),
            false => server.logged_in(&party.person).sign(id, &party.person),
        };
    }
    let case = server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case");
    assert_eq!(case.state, State::Received);
}

/// On a page each text is there, and none is markup.
fn is_text_on(page: &Page, walk: &Walk, place: &str) {
    assert_eq!(page.status, 200, "{place}");
    let shown = folded(&page.text());
    for (field, text) in &walk.texts {
        assert!(shown.contains(&kept(text)), "{place}: {field} is not in {}", page.text());
    }
    for markup in ["<script>kanarie", "<</S", "\u{202e}", "\u{1b}", "61586063"] {
        assert!(!page.body.contains(markup), "{place}: {markup}");
    }
    let ours = |it: &(String, String)| it.1.contains(CANARY) || it.0.contains("bcc");
    assert!(!page.headers.iter().any(ours), "{place}: {:?}", page.headers);
}

/// In the PDF's words each text is there.
fn is_text_in_pdf(bytes: &[u8], walk: &Walk, place: &str) {
    let shown = folded(&read(bytes));
    for (field, text) in &walk.texts {
        assert!(shown.contains(&kept(text)), "{place}: {field} is not in {shown}");
    }
}

/// Title, bookmarks and objects are the portal's own.
fn is_text_in_nothing_else(bytes: &[u8], number: &str, place: &str) {
    let title = format!("Kvittens på ärende {number}");
    let properties = ran("pdfinfo", &["it.pdf"], bytes);
    assert!(properties.contains(&title) && !properties.contains(CANARY), "{place}: {properties}");
    let bookmarks = ran("pdftohtml", &["-xml", "-i", "-stdout", "it.pdf"], bytes);
    let bookmarks = between(&bookmarks, "<outline>", "</pdf2xml>").expect("bookmarks");
    assert!(bookmarks.contains("</item>") && !bookmarks.contains(CANARY), "{place}: {bookmarks}");
    let objects = ran("qpdf", &["--qdf", "--object-streams=disable", "it.pdf", "-"], bytes);
    for word in ["/JavaScript", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI"] {
        assert!(!objects.contains(word), "{place}: {word}");
    }
}

fn is_text_for_the_unit(folder: &Path, walk: &Walk, place: &str) {
    let json = std::fs::read(folder.join("case.json")).expect("a case");
    let case: Value = serde_json::from_slice(&json).expect("JSON");
    let mut found = Vec::new();
    texts(&case, &mut found);
    for (field, text) in &walk.texts {
        assert!(found.iter().any(|it| folded(it) == kept(text)), "{place}: {field}");
    }
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|it| texts(it, found)),
        Value::Object(all) => all.values().for_each(|it| texts(it, found)),
        _ => {}
    }
}

/// One walk, from the first step to what the unit has got.
fn walked(server: &ServerTest, form: &CompiledForm, (walk, first): (&Walk, bool)) {
    let slug = &form.service.slug;
    let mut browser = match form.service.login {
        Login::Required => server.logged_in(BERIT),
        Login::Optional | Login::None => server.browser(),
    };
    let (id, review) = fill_in(&mut browser, form, walk);
    is_text_on(&review, walk, &format!("{slug}: the review"));
    bring_in(server, &mut browser, &id);
    let case = server.app.store.read(|tx| tx.case(&id)).expect("read").expect("a case");
    let number = case.number.expect("a number");
    let page = browser.get(&format!("/mina-sidor/arende/{id}"));
    is_text_on(&page, walk, &format!("{slug}: the case"));
    let pdf = browser.get(&format!("/mina-sidor/arende/{id}/kvitto.pdf"));
    is_text_in_pdf(&pdf.bytes, walk, &format!("{slug}: the PDF"));
    if first {
        is_text_in_nothing_else(&pdf.bytes, &number, slug);
    }
    deliver_due(&server.app.delivery).expect("delivered");
    let delivery = form.service.delivery.as_ref().expect("a way");
    let folder = server.units().folder(&delivery.unit).join(&number);
    if delivery.by == form_model::compiled::Means::Folder {
        is_text_for_the_unit(&folder, walk, &format!("{slug}: the folder"));
    }
    tell(server);
}

/// How many walks through these forms, with how many texts.
fn walk_all(forms: &[CompiledForm]) -> (usize, usize) {
    let server = ServerTest::delivering();
    for unit in server.app.forms.units().expect("units") {
        std::fs::create_dir_all(server.units().folder(&unit)).expect("a unit's folder");
    }
    let (mut count, mut texts) = (0, 0);

    let log = heard(|| {
        for form in forms {
            for (at, walk) in walks(&form.form, &hostile).iter().enumerate() {
                walked(&server, form, (walk, at == 0));
                count += 1;
                texts += walk.texts.len();
            }
        }
    });

    assert!(!log.contains(CANARY), "the log tells it:\n{log}");
    for letter in server.mailbox.letters() {
        assert!(!letter.source.contains(CANARY) && letter.header("bcc").is_none());
    }
    assert!(server.elks.taken().iter().all(|it| !it.text.contains(CANARY)));
    assert!(server.units().system.taken().iter().all(|it| !it.text.contains(CANARY)));
    (count, texts)
}

#[test]
fn hostile_text_in_every_text_of_every_form_is_text_wherever_it_comes() {
    let forms = ServerTest::new().app.forms.all_newest().expect("forms");
    let (one, other) = forms.split_at(forms.len() / 2);

    let done = std::thread::scope(|scope| {
        let started = [one, other].map(|it| scope.spawn(move || walk_all(it)));
        started.map(|it| it.join().expect("walked"))
    });

    let fields = forms.iter().flat_map(|it| it.form.fields());
    let asked = fields.filter(|it| matches!(it.1.kind, Kind::Text | Kind::LongText)).count();
    let (count, texts) = (done[0].0 + done[1].0, done[0].1 + done[1].1);
    assert!(forms.len() > 150 && asked > 700, "{} forms, {asked} texts", forms.len());
    assert!(texts >= asked, "{count} walks, {texts} of {asked}");
}
