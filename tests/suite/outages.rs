//! What is down outside: people are told what, nothing of theirs is lost, and they go on when it is
//! back, without anybody doing anything to the server. Mail and SMS have their stories in `told`.

use submit_server::store::State;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL};
use tests::stand_ins::register::Weather;
use tests::stand_ins::telia::Telia;
use tests::support::server::ServerTest;

use crate::walk::{PRESCHOOL, parking, send};

fn state(server: &ServerTest, id: &str) -> State {
    server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case").state
}

#[test]
fn while_bankid_is_down_one_is_told_and_signs_when_it_is_back() {
    for (status, code) in [(503, "Maintenance"), (500, "internalError")] {
        let server = ServerTest::new();
        let mut alva = server.logged_in(ALVA);
        let id = parking(&mut alva);
        send(&mut alva, &id);
        let url = format!("/mina-sidor/utkast/{id}/skriv-under");
        alva.get(&url);

        server.bankid.fail_next(status, code);
        let order = alva.post(&url, &[("device", "other")]);
        let told = alva.get(&order.location);
        alva.sign(&id, ALVA);

        assert!(told.says("Något gick fel. Försök igen."), "{}", told.text());
        assert_eq!(state(&server, &id), State::Received);
    }
}

#[test]
fn while_the_register_is_down_one_is_told_and_the_children_are_there_when_it_is_back() {
    let server = ServerTest::new();
    let mut berit = server.logged_in(BERIT);
    let draft = format!("/mina-sidor/utkast/{}", berit.begin(PRESCHOOL));

    server.register.set_weather(Weather::Down);
    let told = berit.open(&draft);
    server.register.set_weather(Weather::Fair);
    let back = berit.open(&draft);

    assert!(told.says("folkbokföringen") && !told.body.contains(BERTIL), "{}", told.text());
    assert!(back.body.contains(BERTIL), "{}", back.text());
}

#[test]
fn while_another_eid_is_down_one_is_told_and_bankid_works() {
    let telia = Telia::start("https://sjalvservice.example.se", "ES256").expect("the provider");
    let server = ServerTest::with_eids(vec![telia.config()]);
    drop(telia);
    let mut alva = server.browser();
    alva.open("/mina-sidor/logga-in");

    let told = alva.post("/mina-sidor/logga-in/oidc/telia", &[]);
    let shown = alva.get(&told.location);
    let entered = alva.log_in(ALVA);

    assert!(told.location.ends_with("besked=svarar-inte"), "{}", told.summary());
    assert!(shown.says("svarar inte"), "{}", shown.text());
    assert_eq!(entered.summary(), "303 -> /mina-sidor/");
}
