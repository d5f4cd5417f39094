//! The citizen's address, over a socket: from a proxy that is trusted it is the one
//! that the proxy writes; from anybody else it is the connection's.

use std::net::SocketAddr;
use std::sync::Arc;

use submit_server::http::server::{Answer, Settings, serve};
use tests::support::server::ServerTest;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::hardening::rows::kept;

/// The addresses that BankID is told of, after a login was begun with this header.
fn told(trusted: &[&str], forwarded: &str) -> Vec<String> {
    let server = Arc::new(ServerTest::new());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    let asked = Arc::clone(&server);
    let answer: Answer = Arc::new(move |request| asked.app.answer(&request));
    let settings = Settings {
        hosts: vec![address.to_string()],
        trusted_proxies: trusted.iter().map(|it| it.parse().expect("a network")).collect(),
        ..Settings::default()
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = runtime.spawn(async move {
        serve(listener, answer, settings, async { drop(stopped.await) }).await
    });
    begin_login(address, forwarded);
    stop.send(()).expect("a server");
    runtime.block_on(serving).expect("no panic").expect("a clean stop");
    let kept = kept(&server, &[]);
    kept.iter().filter_map(|it| it.strip_prefix("orders.client = ").map(str::to_owned)).collect()
}

fn begin_login(address: SocketAddr, forwarded: &str) {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
    let agent = config.build().new_agent();
    let form = agent
        .post(format!("http://{address}/mina-sidor/logga-in/bankid"))
        .header("origin", "https://sjalvservice.example.se")
        .header("x-forwarded-for", forwarded)
        .header("x-real-ip", "203.0.113.9")
        .header("forwarded", "for=203.0.113.9");
    let answer = form.send_form([("device", "other")]).expect("an answer");
    assert_eq!(answer.status().as_u16(), 303);
}

#[test]
fn bankid_is_told_the_address_that_a_trusted_proxy_writes_and_nobody_elses() {
    #[rustfmt::skip]
    let table: [(&str, &[&str], &str, &str); 5] = [
        ("anybody",               &[],                            "198.51.100.7",              "127.0.0.1"),
        ("another is trusted",    &["10.0.0.0/8"],                "198.51.100.7",              "127.0.0.1"),
        ("the proxy",             &["127.0.0.1"],                 "198.51.100.7",              "198.51.100.7"),
        ("a forged start",        &["127.0.0.1"],                 "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("two proxies",           &["127.0.0.1", "10.0.0.0/8"],   "198.51.100.7, 10.0.0.2",    "198.51.100.7"),
    ];
    for (name, trusted, forwarded, expected) in table {
        assert_eq!(told(trusted, forwarded), [expected], "{name}");
    }
}
