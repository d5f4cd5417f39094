//! "Spara" is not "Skicka": drafts, steps, two tabs.

use tests::stand_ins::persons::{ALVA, DISA};
use tests::support::server::ServerTest;

use crate::walk::{PARKING, PICTURE, fill, parking};

#[test]
fn a_draft_is_saved_left_and_resumed_on_the_right_step() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);
    fill(&mut browser, &id, "vem", &[("for-vem", "mig"), ("telefon", "070-174 06 05")]);
    let left = fill(&mut browser, &id, "bilen", &[("roll", "forare"), ("gor", "senare")]);

    let mut later = server.logged_in(ALVA);
    let overview = later.get("/mina-sidor/");
    let resumed = later.open(&format!("/mina-sidor/utkast/{id}"));

    assert_eq!(left.summary(), "303 -> /mina-sidor/?sparat=1");
    assert!(overview.says("Ej inskickade ärenden 1"), "{}", overview.text());
    assert!(overview.says("Utkast, inte inskickat"));
    assert_eq!(resumed.summary(), "200 Resor med bil");
    assert!(resumed.says("Sparat i dag kl. 14.40"), "{}", resumed.text());
    assert!(resumed.says("Finns kvar till 22 januari 2027"));
    assert!(resumed.body.contains("value=\"forare\" checked"));
}

#[test]
fn refused_answers_are_shown_again_with_reasons_and_are_not_lost() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);

    let fields = [("for-vem", "mig"), ("telefon", "nej"), ("epost", "alva@example")];
    let refused = fill(&mut browser, &id, "vem", &fields);

    assert_eq!(refused.summary(), "422 Vem ska ha tillståndet?");
    assert!(refused.body.contains("<title>Fel: "));
    assert!(refused.says("2 svar behöver ändras"), "{}", refused.text());
    assert!(refused.says("Skriv ett telefonnummer med riktnummer"));
    let again = browser.get(&format!("/mina-sidor/utkast/{id}/vem"));
    assert!(again.body.contains("value=\"alva@example\""), "{}", again.text());
}

#[test]
fn a_step_may_not_be_opened_before_its_time() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);

    let later = browser.get(&format!("/mina-sidor/utkast/{id}/forflyttning"));
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    let unknown = browser.get(&format!("/mina-sidor/utkast/{id}/finns-inte"));

    assert_eq!(later.summary(), "303 -> /mina-sidor/utkast/*/vem");
    assert_eq!(review.summary(), "303 -> /mina-sidor/utkast/*/vem");
    assert_eq!(unknown.status, 404);
}

#[test]
fn going_back_and_changing_an_answer_is_no_conflict() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/bilen");

    browser.get(&url);
    let stale = browser.page.clone();
    browser.post(&url, &[("roll", "passagerare"), ("hjalp-av-forare", "nej")]);
    browser.page = stale;
    let same_again = browser.post(&url, &[("roll", "passagerare"), ("hjalp-av-forare", "nej")]);

    assert_eq!(same_again.summary(), "303 -> /mina-sidor/utkast/*/forflyttning");
}

#[test]
fn two_tabs_never_overwrite_each_other_silently() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = browser.begin(PARKING);
    let url = format!("/mina-sidor/utkast/{id}/vem");
    let second_tab = browser.get(&url);
    browser.post(&url, &[("for-vem", "mig"), ("telefon", "070-174 06 05")]);

    browser.page = second_tab;
    let conflict = browser.post(&url, &[("for-vem", "mig"), ("telefon", "070-174 06 06")]);
    let kept = browser.post(&url, &[]);

    assert_eq!(conflict.summary(), "409 Utkastet ändrades på ett annat ställe");
    assert!(
        conflict.says("070-174 06 05") && conflict.says("070-174 06 06"),
        "{}",
        conflict.text()
    );
    assert_eq!(kept.summary(), "303 -> /mina-sidor/utkast/*/bilen");
    let step = browser.get(&url);
    assert!(step.body.contains("value=\"070-174 06 06\""));
}

#[test]
fn two_tabs_on_different_steps_keep_both_answers() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let first = browser.get(&format!("/mina-sidor/utkast/{id}/vem"));
    let second = browser.get(&format!("/mina-sidor/utkast/{id}/bilen"));

    browser.page = first;
    let fields = [("for-vem", "mig"), ("telefon", "070-174 06 10")];
    browser.post(&format!("/mina-sidor/utkast/{id}/vem"), &fields);
    browser.page = second;
    let fields = [("roll", "bada"), ("korkort", "ja"), ("hjalp-av-forare", "nej")];
    let saved = browser.post(&format!("/mina-sidor/utkast/{id}/bilen"), &fields);

    assert_eq!(saved.status, 303);
    let review = browser.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert!(review.says("070-174 06 10") && review.says("Både och"), "{}", review.text());
}

#[test]
fn a_draft_is_deleted_only_after_a_question() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/ta-bort");

    let asked = browser.get(&url);
    let deleted = browser.post(&url, &[]);
    let gone = browser.get(&format!("/mina-sidor/utkast/{id}"));

    assert_eq!(asked.summary(), "200 Ta bort utkastet?");
    assert_eq!(deleted.summary(), "303 -> /mina-sidor/?borttaget=1");
    assert_eq!(gone.status, 404);
    let left = std::fs::read_dir(server.data().join("attachments")).expect("a folder").count();
    assert_eq!(left, 0, "the attached file is gone too");
}

#[test]
fn an_expired_draft_is_thrown_away_with_its_files() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);

    server.pass(61 * 24 * 3600);
    submit_server::app::sweep(&server.app.store, server.app.login.lifetimes);

    let mut later = server.logged_in(ALVA);
    assert_eq!(later.get(&format!("/mina-sidor/utkast/{id}")).status, 404);
    let left = std::fs::read_dir(server.data().join("attachments")).expect("a folder").count();
    assert_eq!(left, 0);
}

#[test]
fn someone_elses_draft_looks_exactly_like_none() {
    let server = ServerTest::new();
    let id = parking(&mut server.logged_in(ALVA));
    let mut other = server.logged_in(DISA);

    for path in ["", "/vem", "/granska", "/ta-bort", "/skriv-under"] {
        let theirs = other.get(&format!("/mina-sidor/utkast/{id}{path}"));
        let none = other.get(&format!("/mina-sidor/utkast/{}{path}", "0".repeat(32)));
        assert_eq!((theirs.status, &theirs.body), (404, &none.body), "{path}");
    }
}

#[test]
fn a_file_is_judged_by_its_content_and_can_be_taken_away() {
    let server = ServerTest::new();
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    let url = format!("/mina-sidor/utkast/{id}/intyg-och-foto");
    let page = browser.get(&url);
    assert!(page.says("jag.png"), "{}", page.text());
    let file = page.body.split("name=\"ta-bort-fil\" value=\"").nth(1).and_then(|it| it.get(..32));

    let fields = [("intyg", "senare"), ("intygar", "ja"), ("ta-bort-fil", file.expect("a file"))];
    let removed = browser.post(&url, &fields);
    let page = browser.get(&url);
    let fields = [("intyg", "senare"), ("intygar", "ja")];
    let refused = browser.post_files(&url, &fields, &[("foto", "sida.png", b"<html>")]);

    assert_eq!(removed.summary(), "303 -> /mina-sidor/utkast/*/intyg-och-foto");
    assert!(!page.says("jag.png"), "{}", page.text());
    assert_eq!(refused.status, 422);
    assert!(refused.says("Filen går inte att ta emot. Skicka jpg, png."), "{}", refused.text());
    let kept = browser.post_files(&url, &fields, &[("foto", "../../en\u{202e}bild.png", PICTURE)]);
    assert_eq!(kept.summary(), "303 -> /mina-sidor/utkast/*/granska");
    assert!(browser.get(&url).says("enbild.png"), "{}", browser.page.text());
}
