//! Others than guardians must sign: somebody whom the applicant names, and three
//! who sign together.

use form_model::compiled::CompiledForm;
use form_model::form::Field;
use submit_server::notify::worker::send_due;
use submit_server::store::State;
use tests::stand_ins::persons::{ALVA, BERIT, BERTIL, BO, CARL, CECILIA, DISA, ELSA, GEORG, JONAS};
use tests::support::browser::Browser;
use tests::support::page::Page;
use tests::support::server::ServerTest;

use crate::walk::{PRESCHOOL, fill, preschool, send};

const PATERNITY: &str = "faderskap";

/// The step in which Cecilia names the other parent.
fn name_other(browser: &mut Browser<'_>, id: &str, number: &str) -> Page {
    let named = [("roll", "fodande"), ("klart", "ja"), ("andra-namn", "Carl P")];
    fill(browser, id, "foraldrarna", &[&named[..], &[("andra-nummer", number)]].concat())
}

/// An application in which Cecilia names Carl.
fn paternity(browser: &mut Browser<'_>, number: &str) -> String {
    let id = browser.begin(PATERNITY);
    let born = [("gifta", "nej"), ("fott", "ja"), ("fodelsedag-dag", "2")];
    let born = [&born[..], &[("fodelsedag-manad", "10"), ("fodelsedag-ar", "2026")]].concat();
    fill(browser, &id, "barnet", &born);
    name_other(browser, &id, number);
    let visit = [("vardnad", "ja"), ("tider", "formiddag"), ("telefon", "070-174 06 08")];
    fill(browser, &id, "besoket", &[&visit[..], &[("intygar", "ja")]].concat());
    id
}

fn state(server: &ServerTest, id: &str) -> State {
    server.app.store.read(|tx| tx.case(id)).expect("read").expect("a case").state
}

#[test]
fn whom_the_applicant_names_finds_it_and_signs() {
    let server = ServerTest::new();
    let mut cecilia = server.logged_in(CECILIA);
    let id = paternity(&mut cecilia, CARL);
    let review = cecilia.get(&format!("/mina-sidor/utkast/{id}/granska"));
    assert!(review.says("Carl P"), "{}", review.text());
    send(&mut cecilia, &id);
    let mut carl = server.logged_in(CARL);
    assert!(!carl.get("/mina-sidor/").body.contains(&id), "nothing before she has signed");

    cecilia.sign(&id, CECILIA);

    assert_eq!(state(&server, &id), State::Signing);
    assert!(cecilia.get("/mina-sidor/").says("Väntar på att Carl P skriver under"));
    assert!(carl.get("/mina-sidor/").body.contains(&id));
    let shown = carl.get(&format!("/mina-sidor/utkast/{id}/skriv-under"));
    assert!(shown.says("Vill ni samtidigt anmäla gemensam vårdnad?"), "{}", shown.text());
    for hidden in [&CARL[8..], &CECILIA[8..], "070-174 06 08"] {
        assert!(!shown.body.contains(hidden), "{hidden}");
    }
    carl.sign(&id, CARL);
    assert_eq!(state(&server, &id), State::Received);
}

#[test]
fn whom_the_applicant_names_is_told_where_she_wrote() {
    let server = ServerTest::telling();
    let mut cecilia = server.logged_in(CECILIA);
    let id = paternity(&mut cecilia, CARL);
    let named = [("roll", "fodande"), ("klart", "ja"), ("andra-namn", "Carl P")];
    let named =
        [&named[..], &[("andra-nummer", CARL), ("andra-telefon", "070-174 06 09")]].concat();
    fill(&mut cecilia, &id, "foraldrarna", &named);
    send(&mut cecilia, &id);
    cecilia.sign(&id, CECILIA);

    send_due(&server.app.notify).expect("sent");

    let sent = server.elks.taken();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].to, "+46701740609");
    assert!(!sent[0].text.contains("Cecilia") && !sent[0].text.contains("faderskap"));
}

#[test]
fn what_the_register_knows_of_the_named_does_not_show_through() {
    let pages: Vec<String> = [CARL, ELSA, JONAS]
        .into_iter()
        .map(|number| {
            let server = ServerTest::telling();
            let mut cecilia = server.logged_in(CECILIA);
            let id = paternity(&mut cecilia, number);
            let named = [("roll", "fodande"), ("klart", "ja"), ("andra-namn", "Carl P")];
            let reach = [("andra-nummer", number), ("andra-telefon", "070-174 06 08")];
            fill(&mut cecilia, &id, "foraldrarna", &[&named[..], &reach].concat());
            send(&mut cecilia, &id);
            cecilia.sign(&id, CECILIA);
            send_due(&server.app.notify).expect("sent");
            assert_eq!(server.elks.taken().len(), 1, "it tells nothing about {number}");
            cecilia.get("/mina-sidor/").text().replace(&id, "")
        })
        .collect();

    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[test]
fn who_has_signed_is_named_by_the_e_id_and_not_by_the_applicant() {
    let server = ServerTest::new();
    let mut cecilia = server.logged_in(CECILIA);
    let id = paternity(&mut cecilia, CARL);
    send(&mut cecilia, &id);
    cecilia.sign(&id, CECILIA);
    assert!(cecilia.get("/mina-sidor/").says("Väntar på att Carl P skriver under"));

    server.logged_in(CARL).sign(&id, CARL);

    let case = server.app.store.read(|tx| {
        let case = tx.case(&id)?.expect("a case");
        tx.signatures(&id, case.document_hash.as_deref().unwrap_or_default())
    });
    let names: Vec<String> = case.expect("read").into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Cecilia Demodal", "Carl Påhittsson"]);
}

#[test]
fn who_cannot_sign_is_said_while_it_is_filled_in() {
    let server = ServerTest::new();
    let mut cecilia = server.logged_in(CECILIA);
    let id = paternity(&mut cecilia, CARL);
    let cases = [
        (CECILIA, "Det är ditt eget personnummer."),
        (GEORG, "Den som har samordningsnummer kan inte skriva under"),
        ("19900112-2391", "Skriv personnumret eller samordningsnumret med 12 siffror"),
        ("", "Svara på frågan"),
    ];
    for (number, expected) in cases {
        let page = name_other(&mut cecilia, &id, number);
        let page = if page.status == 303 { cecilia.get(&page.location) } else { page };
        assert!(page.says(expected), "{number}: {}", page.text());
        let review = cecilia.get(&format!("/mina-sidor/utkast/{id}/granska"));
        assert_eq!(review.status, 303, "{number}: it cannot be sent");
    }
}

#[test]
fn a_name_tells_nothing_about_who_has_the_number() {
    let server = ServerTest::new();
    let mut cecilia = server.logged_in(CECILIA);
    // One is registered, one has protected data, one is not in the register.
    let pages: Vec<String> = [CARL, ELSA, JONAS]
        .iter()
        .map(|number| {
            let id = paternity(&mut cecilia, number);
            send(&mut cecilia, &id);
            cecilia.sign(&id, CECILIA);
            let page = cecilia.get(&format!("/mina-sidor/arende/{id}"));
            assert_eq!(page.status, 200);
            page.text().replace(&form_model::identity::shown(number), "")
        })
        .collect();

    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

/// Preschool, where the applicant names one more who must sign.
pub(crate) fn with_one_more() -> CompiledForm {
    let server = ServerTest::new();
    let mut form = (*server.app.forms.newest(PRESCHOOL).expect("the form")).clone();
    let field = |json: &str| serde_json::from_str::<Field>(json).expect("a field");
    let last = form.form.steps.last_mut().expect("a step");
    last.fields.insert(0, field(r#"{"id":"namn","kind":"text","label":"Vem mer?"}"#));
    let number = r#"{"id":"nummer","kind":"signer","named_by":"namn","label":"Vilket nummer?"}"#;
    last.fields.insert(1, field(number));
    CompiledForm::seal(form.form, form.service).expect("a form")
}

/// Berit's application in that form, sent: she, Bo and Disa must sign.
pub(crate) fn for_three(berit: &mut Browser<'_>) -> String {
    let id = preschool(berit, BERTIL);
    let more = [("syskon", "nej"), ("intygar", "ja"), ("namn", "Disa"), ("nummer", DISA)];
    fill(berit, &id, "ovrigt", &more);
    send(berit, &id);
    id
}

#[test]
fn three_sign_in_any_order_and_only_the_last_signature_brings_it_in() {
    let orders = [[BO, DISA], [DISA, BO]];
    for order in orders {
        let server = ServerTest::with_form(&with_one_more());
        let mut berit = server.logged_in(BERIT);
        let id = for_three(&mut berit);
        berit.sign(&id, BERIT);

        for (at, number) in order.into_iter().enumerate() {
            assert_eq!(state(&server, &id), State::Signing, "{at}");
            let mut other = server.logged_in(number);
            assert!(other.get("/mina-sidor/").body.contains(&id));
            other.sign(&id, number);
        }

        assert_eq!(state(&server, &id), State::Received);
        let stranger = server.logged_in(ALVA).get(&format!("/mina-sidor/arende/{id}"));
        assert_eq!(stranger.status, 404);
    }
}
