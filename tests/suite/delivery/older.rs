//! Cases on forms from before a form said how a case reaches its unit: they go by
//! the newest form of their service, and are counted where there is none.

use form_model::compiled::CompiledForm;
use serde_json::Value;
use submit_server::cases::adopt::adopt;
use submit_server::command;
use submit_server::config::Config;
use tests::support::server::ServerTest;
use tests::support::units::STREETS;

use super::{deliver, permit};
use crate::api::Program;
use crate::walk::PARKING;

/// The application for a parking permit as an earlier program published it.
fn older() -> CompiledForm {
    let newest = ServerTest::new().app.forms.newest(PARKING).expect("the form");
    let mut service = newest.service.clone();
    service.delivery = None;
    CompiledForm::seal(newest.form.clone(), service).expect("a form")
}

fn without_unit(server: &ServerTest) -> Value {
    let health: Value = serde_json::from_str(&server.browser().get("/halsa").body).expect("JSON");
    health["delivery"]["without_unit"].clone()
}

fn listed(server: &ServerTest) -> String {
    command::outbox(&server.app.config, &["list".to_owned()]).expect("a list")
}

#[test]
fn a_case_on_an_older_form_goes_by_the_newest_one() {
    let server = ServerTest::delivering();
    let new_site = server.app.config.site.clone();
    let server = server.publishing(&older());
    let id = permit(&server);
    deliver(&server);
    let nowhere = server.app.store.read(|tx| tx.deliveries_of(&id)).expect("deliveries");
    let before = (without_unit(&server), listed(&server));
    adopt(&server.app.store, &server.app.forms);
    let none = without_unit(&server);
    let config = Config { site: new_site, ..server.app.config.clone() };
    let server = server.configured(config);

    adopt(&server.app.store, &server.app.forms);
    adopt(&server.app.store, &server.app.forms);
    deliver(&server);

    assert!(nowhere.is_empty(), "{nowhere:?}");
    assert_eq!((before.0, none), (1.into(), 1.into()), "there is nobody to take it");
    let queued = server.app.store.read(|tx| tx.deliveries_of(&id)).expect("deliveries");
    assert_eq!(queued.len(), 1, "once, however often it is looked for");
    assert!(before.1.contains("1 received cases have no unit"), "{}", before.1);
    assert_eq!((without_unit(&server), listed(&server)), (0.into(), String::new()));
    let folder = server.units().folder(STREETS).join("2026-000001");
    let json = std::fs::read(folder.join("case.json")).expect("the case is with its unit");
    let case: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(case["unit"], STREETS);
    let program = Program::new(&server, STREETS, "read");
    let read = String::from_utf8_lossy(&program.get("/cases?after=1").body).into_owned();
    assert!(read.contains("2026-000001"), "it comes last for those who read on: {read}");
}
