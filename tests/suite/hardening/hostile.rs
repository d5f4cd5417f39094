//! Names of files and texts that want to be more than that, from the first form to
//! the unit's folder: no path, no header, no markup and no line is made of them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use submit_server::delivery::worker::deliver_due;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO};
use tests::support::server::ServerTest;
use tests::support::units::{PRESCHOOLS, STREETS};

use crate::api::Program;
use crate::contacts::with_mail;
use crate::hardening::traces::heard;
use crate::named::with_one_more;
use crate::told::tell;
use crate::walk::{fill, parking_with, preschool, send};

/// A word that nobody else writes.
const CANARY: &str = "kanarie";

/// Every file below a folder, as paths from there.
fn files(root: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(root).into_iter().map(|it| it.expect("an entry"));
    let all = all.filter(|it| !it.file_type().is_dir());
    all.map(|it| it.path().strip_prefix(root).expect("inside").to_owned()).collect()
}

/// RFC 6266: one plain name in quotation marks, one encoded by RFC 8187, and no more.
fn is_disposition(header: &str) -> bool {
    let plain = |it: char| it == ' ' || (it.is_ascii_graphic() && !"\"\\/".contains(it));
    let encoded = |it: char| it.is_ascii_alphanumeric() || "!#$&+-.^_`|~%".contains(it);
    header
        .strip_prefix("attachment; filename=\"")
        .and_then(|it| it.split_once("\"; filename*=UTF-8''"))
        .is_some_and(|(name, rest)| {
            name.chars().all(plain) && !rest.is_empty() && rest.chars().all(encoded)
        })
}

#[test]
fn no_name_of_a_file_leads_anywhere_or_says_anything_but_a_name() {
    let long = format!("{CANARY}{}.png", "å".repeat(2048));
    let names = [
        "../../kanarie.png",
        "/etc/kanarie.png",
        "C:\\Windows\\kanarie.png",
        "kan\0arie.png",
        "kanarie\u{202e}gnp.exe",
        long.as_str(),
        "CON",
        "kanarie%22; x=%22.png",
        "kanarie\"; filename=\"b.png",
        "kanarie%0D%0ASet-Cookie: a=b.png",
        "kanarie\r\nSet-Cookie: a=b.png",
        "kanarie.png;filename*=UTF-8''..%2Fb.png",
        "...",
        " ",
    ];
    for name in names {
        let server = ServerTest::delivering();
        let mut alva = server.logged_in(ALVA);
        let id = parking_with(&mut alva, name);
        let there = server.app.store.read(|tx| tx.attachments(&id)).expect("read");
        let attached = files(&server.data().join("attachments"));
        let ours = |it: &PathBuf| it.to_string_lossy().bytes().all(|it| it.is_ascii_hexdigit());
        assert!(attached.iter().all(ours), "{name:?}: {attached:?}");
        assert_eq!(attached.len(), there.len(), "{name:?}");
        let Some(file) = there.first() else {
            // What cannot be told apart from another part of the form is not taken.
            assert!(name.contains(['\r', '"', '\0']) || name.trim().is_empty(), "{name:?}");
            continue;
        };

        let got = alva.get(&format!("/mina-sidor/utkast/{id}/fil/{}", file.id));
        assert!(!file.name.contains(['/', '\\', '\0', '\r', '\n', '\u{202e}']), "{:?}", file.name);
        assert!(file.name.chars().count() <= 255, "{name:?}");
        send(&mut alva, &id);
        alva.sign(&id, ALVA);
        deliver_due(&server.app.delivery).expect("delivered");
        let program = Program::new(&server, STREETS, "read");
        let by_api = program.get("/cases/2026-000001/files/1");

        for header in [got.header("content-disposition"), by_api.header("content-disposition")] {
            let header = header.expect("a disposition");
            assert!(is_disposition(header), "{name:?}: {header}");
        }
        let root = server.units().root();
        let delivered = files(&root);
        let folder = PathBuf::from(STREETS).join("2026-000001");
        for path in &delivered {
            let rest = path.strip_prefix(&folder).expect("in the case's own folder");
            let text = rest.to_string_lossy();
            let fine = |it: u8| it.is_ascii_alphanumeric() || b"/.-".contains(&it);
            assert!(text.bytes().all(fine) && !text.contains(".."), "{name:?}: {text}");
            assert!(text.len() <= 120, "{name:?}: {text}");
        }
        let sums = std::fs::read_to_string(root.join(&folder).join("SHA256SUMS")).expect("sums");
        assert_eq!(sums.lines().count(), delivered.len() - 1, "{name:?}: {sums}");
    }
}

/// Texts that would be a header, a terminal's orders, other words, a script, a
/// template, a formula.
const TEXTS: [&str; 6] = [
    "kanarie\r\nBcc: kanarie@example.se\r\n\r\nkanarie",
    "kanarie\u{0}\u{7}\u{1b}[31m\u{9f}",
    "kanarie\u{202e}gnp\u{2066}",
    "<script>kanarie()</script>\"'><img src=x onerror=kanarie()>",
    "{{ 7777*7919 }}{% raw %}${7777*7919}#{7777*7919} kanarie",
    "=cmd|' /C kanarie'!A0",
];

#[test]
fn what_somebody_writes_is_text_wherever_it_comes() {
    for text in TEXTS {
        let server = ServerTest::delivering().publishing(&with_one_more());
        let mut met = Vec::new();

        let log = heard(|| met = case_of(&server, text));

        assert!(!log.contains(CANARY), "{text:?}: the log tells it:\n{log}");
        for body in &met {
            // What a program reads is JSON, which no browser takes for a page.
            let page = serde_json::from_str::<Value>(body).is_err();
            assert!(!page || !["<script>kanarie", "<img src=x"].iter().any(|it| body.contains(it)));
            assert!(!body.contains("61586063"), "{text:?}: it was calculated");
            let odd = |it: char| {
                let control = it.is_control() && !"\n\r\t".contains(it);
                control || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!body.contains(odd), "{text:?}: what no keyboard makes came through: {body:?}");
        }
        for letter in server.mailbox.letters() {
            assert!(!letter.source.contains(CANARY), "{text:?}: {}", letter.source);
            assert!(letter.header("bcc").is_none());
        }
        assert!(server.elks.taken().iter().all(|it| !it.text.contains(CANARY)), "{text:?}");
        for notice in server.units().system.taken() {
            assert!(!notice.text.contains(CANARY), "{text:?}: {}", notice.text);
        }
        let folder = server.units().folder(PRESCHOOLS).join("2026-000001");
        let json = std::fs::read(folder.join("case.json")).expect("a case");
        let case: Value = serde_json::from_slice(&json).expect("JSON");
        assert!(case.to_string().contains(CANARY), "{text:?}: the unit has what was written");
        let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).expect("sums");
        assert_eq!(sums.lines().count(), files(&folder).len() - 1, "{text:?}: {sums}");
        let receipt = std::fs::read(folder.join("kvitto.pdf")).expect("a receipt");
        for word in ["/JavaScript", "/Launch", "/EmbeddedFile"] {
            assert!(
                !receipt.windows(word.len()).any(|it| it == word.as_bytes()),
                "{text:?}: {word}"
            );
        }
    }
}

/// Everything that was shown while a case with this text in every free field came
/// in: pages, and what the unit's program reads.
fn case_of(server: &ServerTest, text: &str) -> Vec<String> {
    let mut bo = server.logged_in(BO);
    with_mail(server, &mut bo, "bo@example.se");
    let mut berit = server.logged_in(BERIT);
    with_mail(server, &mut berit, "berit@example.se");
    let id = preschool(&mut berit, BERTIL);
    let mut met = Vec::new();
    let home = [("barn", BERTIL), ("bor", "vaxelvis"), ("andra-adressen", text)];
    met.push(fill(&mut berit, &id, "barnet", &home).body);
    let other = [("syskon", "nej"), ("intygar", "ja"), ("mer", text), ("namn", text)];
    let other = [&other[..], &[("nummer", ALVA)]].concat();
    met.push(fill(&mut berit, &id, "ovrigt", &other).body);
    met.push(berit.get(&format!("/mina-sidor/utkast/{id}/granska")).body);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    tell(server);
    let decline = format!("/mina-sidor/utkast/{id}/avboj");
    bo.get(&decline);
    met.push(bo.post(&decline, &[("skal", text)]).body);
    tell(server);
    met.push(berit.get("/mina-sidor/").body);
    met.push(berit.open(&format!("/mina-sidor/utkast/{id}")).body);
    send(&mut berit, &id);
    for number in [BERIT, BO, ALVA] {
        server.logged_in(number).sign(&id, number);
    }
    deliver_due(&server.app.delivery).expect("delivered");
    tell(server);
    let program = Program::new(server, PRESCHOOLS, "read,write");
    let said = serde_json::json!({ "message": text }).to_string();
    program.post("/cases/2026-000001/messages", &said);
    tell(server);
    for path in ["/cases", "/cases/2026-000001"] {
        met.push(String::from_utf8_lossy(&program.get(path).body).into_owned());
    }
    for number in [BERIT, BO, ALVA] {
        let mut browser = server.logged_in(number);
        let case = format!("/mina-sidor/arende/{id}");
        let paths = ["/mina-sidor/".to_owned(), case.clone(), format!("{case}/kvitto")];
        met.extend(paths.iter().map(|it| browser.get(it).body));
    }
    met
}
