//! A delivery that breaks the thread, or ends the program: no other waits for it,
//! it is tried on, and what never comes to an end is given up and seen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use submit_server::delivery::Delivery;
use submit_server::delivery::worker::{MOST_ATTEMPTS, deliver_due};
use submit_server::problem::Problem;
use submit_server::store::{Channel, Sending};
use tests::support::server::ServerTest;
use tests::support::units::STREETS;

use super::{HOUR, deliver, permit, state};

#[test]
fn a_delivery_that_panics_holds_no_other_up_and_comes_when_it_is_mended() {
    let server = ServerTest::delivering();
    let (first, second) = (permit(&server), permit(&server));
    let (broken, tries) = (first.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&tries);
    let delivery = Delivery {
        store: Arc::clone(&server.app.store),
        view: Arc::clone(&server.app.view),
        pack: Box::new(move |id| {
            counted.fetch_add(1, Ordering::SeqCst);
            assert!(id != broken, "broken by the case");
            Err(Problem::NotFound)
        }),
        public_url: String::new(),
        folder: None,
        mail: None,
        units: BTreeMap::new(),
    };

    deliver_due(&delivery).expect("what is due");
    let at_first = (tries.load(Ordering::SeqCst), state(&server, &first));
    for _ in 0..5 {
        server.pass(HOUR);
        deliver_due(&delivery).expect("what is due");
    }
    let later = state(&server, &first);
    server.pass(5 * HOUR);
    deliver(&server);

    assert_eq!(at_first, (2, Sending::Waiting), "the other one was tried too");
    assert_eq!(later, Sending::Waiting, "not leased for ever, and not given up");
    assert_eq!(state(&server, &first), Sending::Delivered);
    assert_eq!(state(&server, &second), Sending::Delivered);
    assert!(server.units().folder(STREETS).join("2026-000001/case.json").exists());
}

#[test]
fn a_delivery_that_ends_the_program_each_time_is_given_up_and_seen() {
    let server = ServerTest::delivering();
    let id = permit(&server);
    for _ in 0..MOST_ATTEMPTS {
        let leased = server.app.store.write(|tx| tx.lease_due(&[Channel::Folder], 1));
        assert_eq!(leased.expect("leased").len(), 1);
        server.pass(HOUR);
    }
    let before = state(&server, &id);

    deliver(&server);

    assert_eq!((before, state(&server, &id)), (Sending::Waiting, Sending::Failed));
    let health = server.browser().get("/halsa").body;
    assert!(health.contains("\"given_up\":1"), "{health}");
}
