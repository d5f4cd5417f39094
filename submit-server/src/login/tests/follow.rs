//! An order that is followed: codes, ticks, restarts, and on.

use serde_json::json;

use crate::login::order::Finished;
use crate::login::session::Fresh;
use crate::login::tests::{ANNA, World, complete, failed, pending};
use crate::login::{collect, order, session};
use crate::problem::Problem;
use crate::store::Device;

#[test]
fn a_login_goes_from_code_to_a_new_session() {
    let world = World::new();

    let handle = world.login(Device::Other);
    assert_eq!(world.shown(&handle), "pending bankid.rfa1 qr");
    assert_eq!(world.tick(200, pending("userSign")), 1);
    assert_eq!(world.shown(&handle), "pending bankid.rfa9");
    world.tick(200, complete(ANNA, ""));
    assert_eq!(world.shown(&handle), "complete bankid.rfa21");

    let Ok(Finished::On(back, Some(fresh))) = world.finish(&handle, "") else { panic!("not on") };
    let Fresh { token, session } = *fresh;
    assert_eq!(back, "/mina-sidor/");
    assert_eq!(session.person.as_deref(), Some(ANNA));
    assert_ne!(session.csrf, world.browser.csrf);
    assert!(!session.token_hash.contains(&token));
    let person = session::person(&session).expect("a person");
    assert_eq!(person.name, "Anna Lind");
    let old = world.store.read(|tx| tx.session(&world.browser.token_hash)).expect("read");
    assert!(old.is_none(), "the session from before the login is gone");
    assert!(world.finish(&handle, "").is_err(), "and with it the order");
}

#[test]
fn an_order_is_collected_once_a_tick_whatever_happens() {
    let world = World::new();
    let handle = world.login(Device::Other);

    assert_eq!(collect::collect_due(&world.store, &world.login).expect("collected"), 0);
    world.pass(1_999);
    assert_eq!(collect::collect_due(&world.store, &world.login).expect("collected"), 0);
    world.pass(1);
    assert_eq!(collect::due(&world.store).expect("due").len(), 1);
    assert_eq!(collect::due(&world.store).expect("due").len(), 0, "it is being asked about");
    world.pass(collect::LEASE + collect::EVERY);
    assert_eq!(collect::due(&world.store).expect("due").len(), 1, "whoever asked has died");
    assert_eq!(world.shown(&handle), "pending bankid.rfa1 qr");
}

#[test]
fn no_answer_and_passing_faults_leave_the_order_as_it_was() {
    let world = World::new();
    let handle = world.login(Device::Same);
    world.tick(200, pending("started"));

    for status in [0, 500, 503, 429] {
        world.tick(status, json!({}));
        assert_eq!(world.shown(&handle), "pending bankid.rfa15a", "{status}");
    }
    world.tick(400, json!({"errorCode": "invalidParameters", "details": "No such order"}));
    assert_eq!(world.shown(&handle), "failed bankid.rfa22");
}

#[test]
fn a_code_that_nobody_reads_is_renewed_for_a_while() {
    let world = World::new();
    let handle = world.login(Device::Other);

    for restart in 1..=5 {
        world.pass(28_000);
        world.tick(200, failed("startFailed"));
        assert_eq!(world.shown(&handle), "pending bankid.rfa1 qr", "{restart}");
        let code = order::code(&world.order(&handle), world.store.now()).expect("a code");
        assert!(code.starts_with(&format!("bankid.qr-{}.0.", restart + 1)), "{code}");
    }
    world.pass(28_000);
    world.tick(200, failed("startFailed"));
    assert_eq!(world.shown(&handle), "failed bankid.rfa17b");
}

#[test]
fn an_app_that_does_not_start_on_this_device_is_told_at_once() {
    let world = World::new();
    let handle = world.login(Device::Same);
    world.tick(200, failed("startFailed"));
    assert_eq!(world.shown(&handle), "failed bankid.rfa17a");
}

#[test]
fn a_code_follows_the_seconds_and_ends_when_it_is_read() {
    let world = World::new();
    let handle = world.login(Device::Other);
    let second = |world: &World| {
        let code = order::code(&world.order(&handle), world.store.now());
        code.map(|it| it.split('.').nth(2).unwrap_or_default().to_owned())
    };

    assert_eq!(second(&world).expect("a code"), "0");
    world.pass(1_500);
    assert_eq!(second(&world).expect("a code"), "1");
    world.tick(200, pending("started"));
    assert!(matches!(second(&world), Err(Problem::NotFound)));
    world.tick(200, pending("outstandingTransaction"));
    assert!(second(&world).is_err(), "a code that was read never comes back");

    let same = world.login(Device::Same);
    assert!(order::code(&world.order(&same), world.store.now()).is_err());
}

#[test]
fn an_order_whose_start_was_cut_off_is_given_up() {
    let world = World::new();
    let handle = world.login(Device::Other);
    let blank =
        crate::store::OrderTokens { order_ref: "", auto_start: "", qr_start: "", qr_secret: "" };
    world.store.write(|tx| tx.begin_order(&handle, &blank, 0)).expect("written");
    assert_eq!(world.shown(&handle), "pending bankid.rfa1", "no code without BankID");

    world.tick(200, pending("started"));

    assert_eq!(world.shown(&handle), "failed bankid.rfa5");
}
