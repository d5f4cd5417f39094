//! A case that has come in to the portal comes in to the unit that handles it.

mod broken;
mod faults;
mod folder;
mod mail;
mod older;
mod seen;
mod webhook;

use submit_server::delivery::worker::deliver_due;
use submit_server::store::{Queued, Sending};
use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;

use crate::walk::{parking, send, street};

const HOUR: i64 = 60 * 60;

/// Delivers what is due; the number of tries.
fn deliver(server: &ServerTest) -> usize {
    deliver_due(&server.app.delivery).expect("what is due")
}

/// What goes to the unit of a case: exactly one.
fn delivery(server: &ServerTest, id: &str) -> Queued {
    let found = server.app.store.read(|tx| tx.deliveries_of(id)).expect("deliveries");
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    one.clone()
}

fn state(server: &ServerTest, id: &str) -> Sending {
    delivery(server, id).state
}

/// A parking permit that Alva has sent and signed: to a folder.
fn permit(server: &ServerTest) -> String {
    let mut browser = server.logged_in(ALVA);
    let id = parking(&mut browser);
    send(&mut browser, &id);
    let signed = browser.sign(&id, ALVA);
    assert_eq!(signed.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    id
}

/// A fault in the street that somebody has reported without saying who they are: to
/// a webhook.
fn report(server: &ServerTest) -> String {
    let mut browser = server.browser();
    let id = street(&mut browser);
    let sent = send(&mut browser, &id);
    assert_eq!(sent.summary(), "303 -> /mina-sidor/arende/*/kvitto");
    id
}
