//! A small HTTP server for one author's browser. Not for the world: it binds
//! loopback, knows GET only and closes after each answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use std::sync::Arc;

use crate::preview::state::State;

/// Longest first line of a request.
const MAX_LINE: u64 = 8 * 1024;
/// How long a page waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);
const RELOAD_PATH: &str = "/_serve/reload.js";
const EVENTS_PATH: &str = "/_serve/events";
const RELOAD_SCRIPT: &str = "\
new EventSource(\"/_serve/events\").addEventListener(\"changed\", () => location.reload());\n";

struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

/// Answers every connection, each in its own thread.
pub(super) fn answer_all(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming().flatten() {
        let state = Arc::clone(state);
        // A browser that hangs up is no fault of ours.
        thread::spawn(move || answer(stream, &state).unwrap_or_default());
    }
}

fn answer(mut stream: TcpStream, state: &State) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone()?).take(MAX_LINE);
    reader.read_line(&mut line)?;
    // The headers are read to their end, or the browser would see a reset.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let path = target.split('?').next().unwrap_or("/");
    if path == EVENTS_PATH {
        return events(stream, state);
    }
    let answer = match method {
        "GET" | "HEAD" => page(path, state),
        _ => Answer { status: "405 Method Not Allowed", kind: "text/plain", body: Vec::new() },
    };
    write!(
        stream,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.kind,
        answer.body.len()
    )?;
    if method == "HEAD" { Ok(()) } else { stream.write_all(&answer.body) }
}

fn page(path: &str, state: &State) -> Answer {
    if path == RELOAD_PATH {
        return Answer { status: "200 OK", kind: media_type(path), body: RELOAD_SCRIPT.into() };
    }
    let now = state.now();
    let mut file = path.trim_start_matches('/').to_owned();
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    let is_page = file.ends_with(".html") || !file.contains('.');
    if let (Some(report), true) = (&now.report, is_page) {
        let body = with_script(report_page(report).into_bytes());
        return Answer { status: "200 OK", kind: media_type("x.html"), body };
    }
    match now.files.get(&file) {
        Some(body) if file.ends_with(".html") => {
            Answer { status: "200 OK", kind: media_type(&file), body: with_script(body.clone()) }
        }
        Some(body) => Answer { status: "200 OK", kind: media_type(&file), body: body.clone() },
        None => {
            let body = now.files.get("404.html").cloned().unwrap_or_default();
            Answer { status: "404 Not Found", kind: media_type("x.html"), body: with_script(body) }
        }
    }
}

/// Tells the page when there is something new; the browser connects again by itself.
fn events(mut stream: TcpStream, state: &State) -> std::io::Result<()> {
    let version = state.now().version;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 300\n\n"
    )?;
    stream.flush()?;
    if state.wait(version, PATIENCE) {
        write!(stream, "event: changed\ndata: {}\n\n", version + 1)?;
    }
    Ok(())
}

fn with_script(mut page: Vec<u8>) -> Vec<u8> {
    // After the end of the document: parsers put it in the body, and the page stays as made.
    page.extend_from_slice(
        format!("<script type=\"module\" src=\"{RELOAD_PATH}\"></script>\n").as_bytes(),
    );
    page
}

fn report_page(report: &str) -> String {
    let report = report.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Mistakes</title>\n\
         <h1>The content has mistakes</h1>\n<pre>{report}</pre>\n</html>\n"
    )
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
