//! What is refused or ended, and signatures, which are refused most easily.

use serde_json::json;

use crate::login::order::{Errand, Finished};
use crate::login::tests::{ANNA, World, complete};
use crate::login::{order, session};
use crate::problem::Problem;
use crate::store::Device;

#[test]
fn another_browser_sees_no_order() {
    let world = World::new();
    let handle = world.login(Device::Other);
    let other = world.store.write(|tx| session::begin(tx, None)).expect("a session").session;

    let own = world.store.read(|tx| order::own(tx, &other, &handle));
    let cancelled = order::cancel(&world.store, &world.login, &other, &handle);
    world.tick(200, complete(ANNA, ""));
    let finished = world.store.write(|tx| order::finish(tx, &other, &handle, ""));

    assert!(matches!(own, Err(Problem::NotFound)));
    assert!(matches!(cancelled, Err(Problem::NotFound)));
    assert!(matches!(finished, Err(Problem::NotFound)));
    assert_eq!(world.shown(&handle), "complete bankid.rfa21");
}

#[test]
fn pressing_twice_starts_one_order_and_a_new_one_ends_the_old() {
    let world = World::new();

    let first = world.login(Device::Other);
    assert_eq!(world.login(Device::Other), first);
    assert_eq!(world.calls(), ["/auth"]);
    let second = world.login(Device::Same);

    assert_ne!(first, second);
    assert_eq!(world.shown(&first), "failed bankid.rfa3");
    assert_eq!(world.calls(), ["/auth", "/cancel", "/auth"]);
}

#[test]
fn too_many_starts_are_refused() {
    let world = World::new();
    for _ in 0..20 {
        world.pass(6_000);
        world.login(Device::Other);
    }
    world.pass(6_000);
    assert!(matches!(world.start(Errand::Login, Device::Other), Err(Problem::TooMany)));
    world.pass(10 * 60 * 1000);
    assert!(world.start(Errand::Login, Device::Other).is_ok());
}

#[test]
fn cancelling_ends_the_order_in_the_app_too() {
    let world = World::new();
    let handle = world.login(Device::Other);

    order::cancel(&world.store, &world.login, &world.browser, &handle).expect("cancelled");
    order::cancel(&world.store, &world.login, &world.browser, &handle).expect("twice is harmless");

    assert_eq!(world.shown(&handle), "failed bankid.rfa6");
    assert_eq!(world.calls(), ["/auth", "/cancel"]);
    assert_eq!(world.tick(200, complete(ANNA, "")), 0);
}

#[test]
fn a_start_that_bankid_refuses_has_a_page_that_tells() {
    let world = World::new();
    *world.outside.refuse_start.lock().expect("lock") =
        Some((400, json!({"errorCode": "alreadyInProgress"})));

    let handle = world.sign();

    assert_eq!(world.shown(&handle), "failed bankid.rfa4");
}

#[test]
fn a_signature_and_its_case_change_together() {
    let world = World::new();
    let handle = world.sign();
    let sent = world.outside.calls.lock().expect("lock")[0].1.clone();
    assert_eq!(sent["requirement"]["personalNumber"], ANNA);
    assert!(sent["returnUrl"].as_str().is_some_and(|it| it.contains(&format!("{handle}#retur="))));

    world.tick(200, complete(ANNA, "text"));

    assert_eq!(world.shown(&handle), "complete bankid.rfa21");
    assert!(world.was_signed());
    assert!(matches!(world.finish(&handle, ""), Ok(Finished::On(_, None))));
    assert!(matches!(world.finish(&handle, ""), Ok(Finished::On(_, None))), "twice is harmless");
}

#[test]
fn a_signature_by_another_or_of_another_text_is_refused() {
    for (number, text) in [("197811012397", "text"), (ANNA, "texts")] {
        let world = World::new();
        let handle = world.sign();

        world.tick(200, complete(number, text));

        assert_eq!(world.shown(&handle), "failed bankid.rfa22");
        assert!(!world.was_signed());
    }
}

#[test]
fn a_browser_that_brings_another_word_from_the_app_ends_the_order() {
    for complete_first in [false, true] {
        let world = World::new();
        let handle = world.login(Device::Same);
        if complete_first {
            world.tick(200, complete(ANNA, ""));
        }
        assert!(matches!(world.finish(&handle, "another"), Ok(Finished::Stranger(_))));
        assert!(!matches!(world.finish(&handle, ""), Ok(Finished::On(_, Some(_)))));
    }
    let world = World::new();
    let handle = world.login(Device::Same);
    world.tick(200, complete(ANNA, ""));
    let nonce = world.order(&handle).nonce;
    assert!(matches!(world.finish(&handle, &nonce), Ok(Finished::On(_, Some(_)))));
}

#[test]
fn a_samordningsnummer_is_met_with_an_explanation() {
    let world = World::new();
    let handle = world.login(Device::Other);
    world.tick(200, complete("196403722397", ""));
    assert_eq!(world.shown(&handle), "failed login.barred_coordination");
}

#[test]
fn what_bankid_said_once_survives_a_stop() {
    let world = World::new();
    let handle = world.sign();
    let done = json!({"completion": complete(ANNA, "text")["completionData"], "person": null});
    world.store.write(|tx| tx.keep_completion(&handle, &done.to_string())).expect("kept");

    world.tick(400, json!({"errorCode": "invalidParameters", "details": "collected already"}));

    assert_eq!(world.shown(&handle), "complete bankid.rfa21");
    assert!(world.was_signed());
    assert!(!world.calls().contains(&"/collect".to_owned()));
}
