//! The app at another address than the browser: seen by whoever reads the log, with
//! neither address in it, and nobody is put out.

use std::net::IpAddr;

use tests::stand_ins::persons::ALVA;
use tests::support::server::ServerTest;

use crate::hardening::received;
use crate::hardening::traces::heard;
use crate::walk::{parking, send};

/// What the log says when the addresses differ.
const WARNING: &str = "an order was done at another address than it was begun at";

/// Logs in and signs, with the app on this device and at this address.
fn signed(device: &str, app_at: &str) -> (String, usize) {
    let server = ServerTest::new();
    server.bankid.move_to(app_at.parse::<IpAddr>().expect("an address"));
    let log = heard(|| {
        let mut alva = server.browser();
        alva.get("/mina-sidor/logga-in");
        let on = alva.post("/mina-sidor/logga-in/bankid", &[("device", device)]).location;
        server.approve(ALVA);
        alva.get(&on);
        alva.post(&format!("{on}/klar"), &[]);
        let id = parking(&mut alva);
        send(&mut alva, &id);
        let url = format!("/mina-sidor/utkast/{id}/skriv-under");
        alva.get(&url);
        let on = alva.post(&url, &[("device", device)]).location;
        server.approve(ALVA);
        alva.get(&on);
        alva.post(&format!("{on}/klar"), &[]);
        assert_eq!(alva.get("/mina-sidor/").status, 200, "{device} {app_at}: still logged in");
    });
    (log, received(&server))
}

#[test]
fn an_app_at_another_address_than_its_browser_is_logged_without_either_and_nobody_is_put_out() {
    #[rustfmt::skip]
    let table = [
        ("here",                     "same",  "127.0.0.1",    0),
        ("on the telephone's net",   "same",  "198.51.100.7", 2),
        ("by the other protocol",    "same",  "2001:db8::7",  2),
        ("on another device",        "other", "198.51.100.7", 0),
    ];
    for (name, device, app_at, warned) in table {
        let (log, received) = signed(device, app_at);

        assert_eq!(log.matches(WARNING).count(), warned, "{name}:\n{log}");
        assert_eq!(received, 1, "{name}");
        for address in ["198.51.100", "2001:db8", "127.0.0.1"] {
            assert!(!log.contains(address), "{name}: the log tells {address}:\n{log}");
        }
    }
}
