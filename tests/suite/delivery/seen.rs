//! What has not come to a unit is seen: in health, on the command line, and before
//! it happens.

use std::fs;

use serde_json::Value;
use submit_server::command;
use submit_server::config::{Config, Delivery};
use tests::stand_ins::mailbox::Weather as MailWeather;
use tests::stand_ins::persons::ALVA;
use tests::stand_ins::unit_system::Weather;
use tests::support::server::ServerTest;
use tests::support::units::{LEISURE, STREETS};

use super::{HOUR, deliver, delivery, permit, report};
use crate::contacts::with_mail;
use crate::told::tell;

fn health(server: &ServerTest) -> Value {
    serde_json::from_str(&server.browser().get("/halsa").body).expect("JSON")
}

#[test]
fn health_tells_cases_from_messages() {
    let server = ServerTest::delivering();
    with_mail(&server, &mut server.logged_in(ALVA), "alva@example.se");
    server.mailbox.set_weather(MailWeather::Answering(554));
    fs::remove_dir(server.units().folder(STREETS)).expect("removed");
    let before = health(&server);
    permit(&server);
    deliver(&server);
    tell(&server);
    server.pass(HOUR);

    let now = health(&server);

    assert_eq!(before["delivery"]["waiting"], 0);
    assert_eq!(before["delivery"]["oldest_seconds"], Value::Null);
    assert_eq!((&now["undelivered"], &now["delivery"]["given_up"]), (&1.into(), &0.into()));
    assert_eq!(now["delivery"]["waiting"], 1);
    let oldest = now["delivery"]["oldest_seconds"].as_i64().expect("seconds");
    assert!((HOUR..HOUR + 60).contains(&oldest), "{oldest}");
}

#[test]
fn health_counts_what_was_given_up() {
    let server = ServerTest::delivering();
    let row = delivery(&server, &report(&server)).id;
    let failed = server.app.store.write(|tx| tx.failed(&row, "another with the same number"));
    assert!(failed.expect("written"));

    let now = health(&server);

    assert_eq!((&now["delivery"]["waiting"], &now["delivery"]["given_up"]), (&0.into(), &1.into()));
    assert_eq!(now["undelivered"], 0);
}

#[test]
fn the_command_line_says_which_case_has_not_come_to_which_unit() {
    let server = ServerTest::delivering();
    server.units().system.set_weather(Weather::Answering(503));
    report(&server);
    deliver(&server);

    let listed = command::outbox(&server.app.config, &["list".to_owned()]).expect("a list");

    assert_eq!(listed.lines().count(), 1, "{listed}");
    for words in ["waiting", "webhook", "delivery", STREETS, "2026-000001", "webhook 503"] {
        assert!(listed.contains(words), "{words} is not in {listed}");
    }
}

#[test]
fn check_says_what_the_published_forms_need() {
    let server = ServerTest::delivering();
    let nothing = Config { delivery: Delivery::default(), ..server.app.config.clone() };
    let whole = command::lacking(&server.app.config);

    let lacking = command::lacking(&nothing);

    assert!(lacking.contains(&format!("{STREETS}: needs `delivery.folder`")), "{lacking}");
    assert!(lacking.contains(&format!("needs `webhook` in `[[units]]` with `id = \"{STREETS}\"`")));
    assert!(lacking.contains(&format!("needs `mailbox` in `[[units]]` with `id = \"{LEISURE}\"`")));
    assert!(!whole.contains(STREETS) && !whole.contains(LEISURE), "{whole}");
    assert!(whole.contains("skolskjuts: needs the folder"), "{whole}");
}
