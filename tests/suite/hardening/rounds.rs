//! Being asked to sign again: no page from an earlier round says no to a later one.

use submit_server::store::State;
use tests::stand_ins::persons::{BERIT, BERTIL, BO};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::walk::{fill, preschool, send};

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
