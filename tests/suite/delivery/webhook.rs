//! A call to the unit's own system.

use std::sync::Arc;
use std::time::Duration;

use submit_server::config::{Config, Delivery, Secret};
use submit_server::store::Sending;
use tests::stand_ins::unit_system::{UnitSystem, Weather};
use tests::support::server::ServerTest;
use tests::support::units::STREETS;

use super::{HOUR, deliver, delivery, report, state};

fn system(server: &ServerTest) -> &Arc<UnitSystem> {
    &server.units().system
}

/// The configuration, with something else about the webhook.
fn with_webhook(
    server: &ServerTest,
    change: impl Fn(&mut submit_server::config::Webhook),
) -> Config {
    let mut delivery: Delivery = server.units().config();
    let webhook = delivery.units.iter_mut().find_map(|it| it.webhook.as_mut());
    change(webhook.expect("a webhook"));
    Config { delivery, ..server.app.config.clone() }
}

#[test]
fn the_system_is_told_which_case_and_nothing_of_what_it_says() {
    let server = ServerTest::delivering();
    let id = report(&server);

    deliver(&server);

    let taken = system(&server).taken();
    let [one] = taken.as_slice() else { panic!("{taken:#?}") };
    assert_eq!(state(&server, &id), Sending::Delivered);
    assert_eq!(one.body["event"], "received");
    assert_eq!(one.body["number"], "2026-000001");
    assert_eq!(one.body["service"], "felanmalan-gata");
    assert_eq!(one.body["unit"], STREETS);
    assert_eq!(one.body["id"], one.key.as_str());
    let url = one.body["url"].as_str().unwrap_or_default();
    assert!(url.starts_with("https://sjalvservice.example.se/"), "{url}");
    assert!(url.ends_with("/2026-000001"), "{url}");
    for answer in ["Vid bron", "Ett hål", "hål.png", id.as_str()] {
        assert!(!one.text.contains(answer), "{answer} is in {}", one.text);
    }
}

#[test]
fn a_notice_that_may_have_come_is_sent_again_under_the_same_name() {
    let server = ServerTest::delivering();
    let id = report(&server);
    system(&server).set_weather(Weather::FailingAfter);
    deliver(&server);
    system(&server).set_weather(Weather::Fine);

    server.pass(HOUR);
    deliver(&server);
    server.pass(HOUR);
    let tries_after = deliver(&server);

    let taken = system(&server).taken();
    let keys: Vec<&str> = taken.iter().map(|it| it.key.as_str()).collect();
    let id_of_row = delivery(&server, &id).id;
    assert_eq!(keys, [id_of_row.as_str(), id_of_row.as_str()]);
    assert_eq!((tries_after, state(&server, &id)), (0, Sending::Delivered));
}

#[test]
fn only_what_the_system_has_is_delivered_and_all_else_is_tried_again() {
    #[rustfmt::skip]
    let table = [
        (Weather::Answering(204),                    Sending::Delivered),
        (Weather::Slow(Duration::from_millis(300)),  Sending::Delivered),
        (Weather::Answering(400),                    Sending::Waiting),
        (Weather::Answering(403),                    Sending::Waiting),
        (Weather::Answering(404),                    Sending::Waiting),
        (Weather::Answering(408),                    Sending::Waiting),
        (Weather::Answering(409),                    Sending::Delivered),
        (Weather::Answering(425),                    Sending::Waiting),
        (Weather::Answering(429),                    Sending::Waiting),
        (Weather::Answering(503),                    Sending::Waiting),
    ];
    let server = ServerTest::delivering();
    for (weather, expected) in table {
        let id = report(&server);
        system(&server).set_weather(weather);

        deliver(&server);

        assert_eq!(state(&server, &id), expected, "{weather:?}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let server = ServerTest::delivering();
    let id = report(&server);
    system(&server).set_weather(Weather::Redirecting);

    deliver(&server);

    assert_eq!((system(&server).calls(), system(&server).taken().len()), (1, 0));
    assert_eq!(state(&server, &id), Sending::Waiting);
}

#[test]
fn a_system_that_was_given_another_secret_believes_nothing() {
    let server = ServerTest::delivering();
    let wrong = with_webhook(&server, |it| it.secret = Secret::new("x".repeat(32)));
    let server = server.configured(wrong);
    let id = report(&server);

    deliver(&server);

    assert_eq!((system(&server).calls(), system(&server).taken().len()), (1, 0));
    assert_eq!(state(&server, &id), Sending::Waiting);
    let error = delivery(&server, &id).last_error;
    assert_eq!(error.as_deref(), Some("webhook 401"));
}

#[test]
fn a_certificate_that_is_not_trusted_is_told_nothing() {
    let server = ServerTest::delivering();
    let public = with_webhook(&server, |it| it.ca = None);
    let server = server.configured(public);
    let id = report(&server);

    deliver(&server);

    assert_eq!((system(&server).calls(), state(&server, &id)), (0, Sending::Waiting));
}
