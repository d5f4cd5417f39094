//! What is refused before the API hears of it: a problem document all the same.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use tests::support::server::ServerTest;

use crate::api::contract::served;

/// Says something and reads until the server closes.
fn say(address: SocketAddr, words: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time-out");
    stream.write_all(words.replace("{host}", &address.to_string()).as_bytes()).expect("said");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn a_program_is_told_no_in_its_own_way_and_a_browser_in_its() {
    let server = Arc::new(ServerTest::new());
    let long = "POST /api/v1/cases/2026-000001/close HTTP/1.1\r\nHost: {host}\r\nContent-Length: 65537\r\n\r\n";
    let said = served(&server, Arc::default(), |address| {
        [
            "DELETE /api/v1/cases/2026-000001 HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "PUT /api/v1/cases/2026-000001/status HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "OPTIONS //api/v1/nothing HTTP/1.1\r\nHost: {host}\r\n\r\n",
            long,
            "GET /api/v1/cases HTTP/1.1\r\nHost: elsewhere.example.se\r\n\r\n",
            "DELETE /mina-sidor/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
        ]
        .map(|words| say(address, words))
    });

    let status = |it: &String| it.get(9..12).unwrap_or_default().to_owned();
    assert_eq!(said.each_ref().map(status), ["405", "405", "405", "413", "421", "405"]);
    for it in &said[..5] {
        assert!(it.contains("content-type: application/problem+json\r\n"), "{it}");
        assert!(it.contains("x-content-type-options: nosniff\r\n"), "{it}");
    }
    let allow = |it: &String| {
        let lines = it.lines().filter_map(|line| line.strip_prefix("allow: "));
        lines.collect::<Vec<_>>().join(";")
    };
    let [first, second, third, ..] = said.each_ref().map(allow);
    assert_eq!([first, second, third], ["GET, HEAD", "POST", "GET, HEAD, POST"]);
    assert!(said[3].contains("65536 bytes"), "{}", said[3]);
    assert!(!said[5].contains("problem+json"), "{}", said[5]);
}
