//! Being asked to sign again after a no: not without end, and no page from an
//! earlier round says no to a later one.

use submit_server::store::State;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, DISA};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::contacts::with_mail;
use crate::named::{for_three, with_one_more};
use crate::told::tell;
use crate::walk::{fill, preschool, send};

fn decline(browser: &mut Browser<'_>, id: &str) -> Page {
    let url = format!("/mina-sidor/utkast/{id}/avboj");
    browser.get(&url);
    browser.post(&url, &[("skal", "Nej.")])
}

fn state(server: &ServerTest, id: &str) -> State {
    server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case").state
}

/// Berit sends it once more and signs.
fn again(server: &ServerTest, id: &str) -> Page {
    server.pass(60);
    let mut berit = server.logged_in(BERIT);
    let sent = send(&mut berit, id);
    if state(server, id) == State::Signing {
        berit.sign(id, BERIT);
    }
    sent
}

#[test]
fn whoever_is_named_and_says_no_is_asked_three_times_and_no_more() {
    let server = ServerTest::telling().publishing(&with_one_more());
    with_mail(&server, &mut server.logged_in(DISA), "disa@example.se");
    let mut berit = server.logged_in(BERIT);
    let id = for_three(&mut berit);
    berit.sign(&id, BERIT);
    for round in 1..=3 {
        assert_eq!(state(&server, &id), State::Signing, "{round}");
        tell(&server);
        assert_eq!(decline(&mut server.logged_in(DISA), &id).location, "/mina-sidor/?avbojt=1");
        if round < 3 {
            again(&server, &id);
        }
    }
    tell(&server);
    let letters = server.mailbox.letters().len();

    let sent = again(&server, &id);
    let review = server.logged_in(BERIT).get(&format!("/mina-sidor/utkast/{id}/granska"));
    tell(&server);

    assert_eq!(sent.summary(), "303 -> /mina-sidor/utkast/*/granska");
    assert_eq!(state(&server, &id), State::Draft);
    assert!(review.says("har fått frågan så många gånger som vi frågar"), "{}", review.text());
    assert!(review.says("0690-25") && review.says("på papper"), "{}", review.text());
    assert!(!review.body.contains("Skicka och skriv under"), "{}", review.text());
    assert_eq!(server.mailbox.letters().len(), letters, "nobody is told anything");
    assert!(!server.logged_in(DISA).get("/mina-sidor/").body.contains(&id));
    // The events do not say who declined, so it is the case that has had its rounds.
    let mut berit = server.logged_in(BERIT);
    fill(
        &mut berit,
        &id,
        "ovrigt",
        &[("syskon", "nej"), ("intygar", "ja"), ("namn", "Alva"), ("nummer", ALVA)],
    );
    assert_eq!(
        send(&mut berit, &id).summary(),
        "303 -> /mina-sidor/utkast/*/granska",
        "the case has had its rounds"
    );
}

#[test]
fn taking_back_and_guardians_have_no_end_of_rounds() {
    let server = ServerTest::new().publishing(&with_one_more());
    let mut berit = server.logged_in(BERIT);
    let id = for_three(&mut berit);
    berit.sign(&id, BERIT);
    for _ in 0..4 {
        let url = format!("/mina-sidor/arende/{id}");
        let mut berit = server.logged_in(BERIT);
        berit.get(&url);
        berit.post(&format!("{url}/aterkalla"), &[]);
        again(&server, &id);
        assert_eq!(state(&server, &id), State::Signing, "nobody has said no");
    }

    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    for _ in 0..4 {
        decline(&mut server.logged_in(BO), &id);
        again(&server, &id);
        assert_eq!(state(&server, &id), State::Signing, "the register says that he decides");
    }
}

#[test]
fn a_page_from_an_earlier_round_declines_nothing() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let id = preschool(&mut berit, BERTIL);
    send(&mut berit, &id);
    berit.sign(&id, BERIT);
    let mut bo = server.logged_in(BO);
    let url = format!("/mina-sidor/utkast/{id}/avboj");
    let old = bo.get(&url);
    let case = format!("/mina-sidor/arende/{id}");
    berit.get(&case);
    berit.post(&format!("{case}/aterkalla"), &[]);
    fill(
        &mut berit,
        &id,
        "barnet",
        &[("barn", BERTIL), ("bor", "vaxelvis"), ("andra-adressen", "Byvägen 1")],
    );
    again(&server, &id);
    assert_eq!(state(&server, &id), State::Signing);

    bo.page = old;
    let late = bo.post(&url, &[("skal", "Inte så.")]);
    let after = state(&server, &id);
    let bare = bo.post_bare(&url, &[("csrf", &csrf(&late))]);
    let meant = bo.post(&url, &[("skal", "Inte så.")]);

    assert_eq!((late.status, after), (409, State::Signing));
    assert!(late.says("Ärendet har ändrats sedan du öppnade sidan"), "{}", late.text());
    assert!(late.body.contains("Inte så."), "what was written is kept");
    assert_eq!(bare.status, 409, "and a form that says nothing of it neither");
    assert_eq!(meant.location, "/mina-sidor/?avbojt=1", "having seen it, one may");
    assert_eq!(state(&server, &id), State::Draft);
}

fn csrf(page: &Page) -> String {
    page.hidden().into_iter().find(|it| it.0 == "csrf").expect("a token").1
}
