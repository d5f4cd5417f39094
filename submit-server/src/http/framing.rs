//! Where a request head ends and how long its body is, read before hyper does.
//!
//! hyper accepts lines that end with a bare LF, and when both
//! `Content-Length` and `Transfer-Encoding` are sent it drops the length
//! without a word. Either can make this server and the proxy before it see
//! different requests in the same bytes (request smuggling), so such heads
//! are refused here. Everything hyper refuses itself is left to hyper.

/// Most bytes in a request line and its headers together: ten times what a
/// browser sends here, and what common proxies take.
pub(super) const MAX_HEAD_BYTES: usize = 16 * 1024;

/// How the end of the body is found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// After so many bytes; 0 when there is no body.
    Length(u64),
    /// By the chunks themselves. Such a connection is closed after its answer.
    Chunked,
}

/// The head may not be trusted; the connection answers 400 and is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Untrusted;

/// Where the head that starts `bytes` ends, if all of it is here. The first
/// `seen` bytes have been searched before.
pub(super) fn head_end(bytes: &[u8], seen: usize) -> Result<Option<usize>, Untrusted> {
    for at in seen..bytes.len() {
        if bytes[at] != b'\n' {
            continue;
        }
        if !bytes[..at].ends_with(b"\r") {
            return Err(Untrusted);
        }
        if bytes[..=at].ends_with(b"\r\n\r\n") {
            return Ok(Some(at + 1));
        }
    }
    Ok(None)
}

/// How the body after this whole head ends.
pub(super) fn framing(head: &[u8]) -> Result<Framing, Untrusted> {
    let mut lengths = Vec::new();
    let mut codings = Vec::new();
    for line in head.split(|it| *it == b'\n').skip(1) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            // A folded line could hide a length from one of two readers.
            return Err(Untrusted);
        }
        let Some(colon) = line.iter().position(|it| *it == b':') else {
            continue;
        };
        let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"content-length") {
            lengths.push(value);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            codings.push(value);
        }
    }
    match (lengths.as_slice(), codings.as_slice()) {
        ([], []) => Ok(Framing::Length(0)),
        ([length], []) => length_of(length).map(Framing::Length),
        ([], [coding]) if coding.eq_ignore_ascii_case(b"chunked") => Ok(Framing::Chunked),
        _ => Err(Untrusted),
    }
}

fn length_of(value: &[u8]) -> Result<u64, Untrusted> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Err(Untrusted);
    }
    std::str::from_utf8(value).ok().and_then(|it| it.parse().ok()).ok_or(Untrusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_body_is_never_in_doubt() {
        #[rustfmt::skip]
        let table = [
            ("no body",              "Host: x\r\n",                                              Ok(Framing::Length(0))),
            ("a length",             "Content-Length: 5\r\n",                                    Ok(Framing::Length(5))),
            ("any case",             "cONTENT-lENGTH:5 \r\n",                                    Ok(Framing::Length(5))),
            ("chunks",               "Transfer-Encoding: Chunked\r\n",                           Ok(Framing::Chunked)),
            ("both",                 "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",      Err(Untrusted)),
            ("both, other order",    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",      Err(Untrusted)),
            ("space before colon",   "Content-Length : 5\r\nTransfer-Encoding: chunked\r\n",     Err(Untrusted)),
            ("two lengths",          "Content-Length: 5\r\nContent-Length: 6\r\n",               Err(Untrusted)),
            ("two equal lengths",    "Content-Length: 5\r\nContent-Length: 5\r\n",               Err(Untrusted)),
            ("a list of lengths",    "Content-Length: 5, 5\r\n",                                 Err(Untrusted)),
            ("a sign",               "Content-Length: +5\r\n",                                   Err(Untrusted)),
            ("negative",             "Content-Length: -1\r\n",                                   Err(Untrusted)),
            ("too long",             "Content-Length: 99999999999999999999\r\n",                 Err(Untrusted)),
            ("unknown coding",       "Transfer-Encoding: xchunked\r\n",                          Err(Untrusted)),
            ("two codings",          "Transfer-Encoding: gzip, chunked\r\n",                     Err(Untrusted)),
            ("a folded line",        "X: a\r\n Content-Length: 5\r\n",                           Err(Untrusted)),
        ];
        for (name, lines, expected) in table {
            let head = format!("POST / HTTP/1.1\r\n{lines}\r\n");
            assert_eq!(framing(head.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        #[rustfmt::skip]
        let table: [(&str, Result<Option<usize>, Untrusted>); 5] = [
            ("GET / HTTP/1.1\r\n",             Ok(None)),
            ("GET / HTTP/1.1\r\n\r\n",         Ok(Some(18))),
            ("GET / HTTP/1.1\r\n\r\nrest",     Ok(Some(18))),
            ("GET / HTTP/1.1\n\n",             Err(Untrusted)),
            ("GET / HTTP/1.1\r\nHost: x\n\r\n", Err(Untrusted)),
        ];
        for (bytes, expected) in table {
            assert_eq!(head_end(bytes.as_bytes(), 0), expected, "{bytes:?}");
        }
    }
}
