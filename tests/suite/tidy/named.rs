//! What only some files may name: the edges of the programs, written as a table.

use crate::tidy::code::shipped;
use crate::tidy::no_offences;
use crate::tidy::tree::below;

/// Words that only these files of a folder may use.
struct Edge {
    what: &'static str,
    folder: &'static str,
    words: &'static [&'static str],
    /// Paths in the folder; one that ends with `/` stands for all below it.
    only: &'static [&'static str],
}

#[rustfmt::skip]
const EDGES: &[Edge] = &[
    Edge { what: "SQL is spoken in the store",
        folder: "submit-server/src/", words: &["rusqlite"], only: &["store/"] },
    Edge { what: "async stops at the door",
        folder: "submit-server/src/", words: &["async ", ".await"], only: &["http/server.rs", "main.rs"] },
    Edge { what: "the store has the only clock; time-outs, and whether it leaps, go by the time that passes",
        folder: "submit-server/src/", words: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"],
        only: &["store/clock.rs", "http/server.rs", "leap.rs"] },
    Edge { what: "the configuration reads the environment",
        folder: "submit-server/src/", words: &["env::var"], only: &["config/", "main.rs"] },
    Edge { what: "sockets belong to the server's edges",
        folder: "submit-server/src/", words: &["TcpListener", "TcpStream"], only: &["http/server.rs", "main.rs"] },
    Edge { what: "cases meet HTTP in their pages, and where fields are read",
        folder: "submit-server/src/cases/", words: &["crate::http"], only: &["pages/", "fill.rs"] },
    Edge { what: "what a case shows is made in five places",
        folder: "submit-server/src/cases/", words: &["crate::view"], only: &["pages/", "asked.rs", "receipt_pdf.rs", "shown.rs", "who.rs"] },
    Edge { what: "of HTTP, filling in knows fields and uploads",
        folder: "submit-server/src/cases/fill.rs",
        words: &["http::request", "http::response", "http::cookies", "http::csrf"], only: &[] },
    Edge { what: "login meets HTTP in its pages, its cookie, and what the pages show",
        folder: "submit-server/src/login/", words: &["crate::http"], only: &["pages/", "session.rs", "shown.rs"] },
    Edge { what: "what a login shows is made in two places",
        folder: "submit-server/src/login/", words: &["crate::view"], only: &["pages/", "shown.rs"] },
    Edge { what: "of messages, only the pages and the reports meet HTTP",
        folder: "submit-server/src/notify/", words: &["crate::http"], only: &["pages.rs", "report.rs"] },
    Edge { what: "the API renders no page, reads no form and knows no session",
        folder: "submit-server/src/api/", words: &["crate::view", "cookie(", ".form()", "crate::login"], only: &[] },
    Edge { what: "mail has one way out",
        folder: "submit-server/src/notify/", words: &["SmtpTransport", "lettre::Message"], only: &["mail.rs"] },
    Edge { what: "only one file writes the site; another adds to the content; another lays out the search for Node.js",
        folder: "generator/src/",
        words: &["fs::write", "fs::rename", "fs::remove", "fs::create", "File::create", "OpenOptions"],
        only: &["additions.rs", "ask.rs", "output.rs"] },
    Edge { what: "content is read in one place, the finished site in another, queries in a third, imports in a fourth",
        folder: "generator/src/", words: &["fs::read", "File::open", "read_to_string"],
        only: &["ask.rs", "content/walk.rs", "import/mod.rs", "output.rs"] },
    Edge { what: "the configuration reads the environment; a terminal may ask for no colours",
        folder: "generator/src/", words: &["env::var"], only: &["config.rs", "report.rs", "cli.rs"] },
    Edge { what: "only the command line has a clock; the same content gives the same bytes",
        folder: "generator/src/", words: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"],
        only: &["cli.rs", "preview/"] },
    Edge { what: "only the preview listens",
        folder: "generator/src/", words: &["TcpListener", "TcpStream"], only: &["preview/"] },
    Edge { what: "nothing in the generator waits",
        folder: "generator/src/", words: &["async ", ".await"], only: &[] },
    Edge { what: "a form is a function of its arguments",
        folder: "form-model/src/",
        words: &["std::fs", "std::env", "std::net", "std::io", "SystemTime", "Instant", "Timestamp", "Zoned", "async "],
        only: &[] },
    Edge { what: "a theme is read in one place",
        folder: "themes/src/", words: &["fs::read"], only: &["files.rs"] },
    Edge { what: "a theme knows no time and no environment",
        folder: "themes/src/", words: &["env::var", "SystemTime", "Instant", "Timestamp"], only: &[] },
];

#[test]
fn edges_are_named_only_where_they_are() {
    let mut offences = Vec::new();
    for edge in EDGES {
        let mut seen = false;
        for file in below(edge.folder).filter(|it| it.ending() == "rs") {
            seen = true;
            let path = &file.path[edge.folder.len()..];
            if edge.only.iter().any(|it| path == *it || (it.ends_with('/') && path.starts_with(it)))
            {
                continue;
            }
            for (number, line) in shipped(&file.path, &file.text).lines().enumerate() {
                for word in edge.words.iter().filter(|it| line.contains(**it)) {
                    let place = format!("{}:{}", file.path, number + 1);
                    offences.push(format!("{place}: `{}` here: {}", word.trim(), edge.what));
                }
            }
        }
        assert!(seen, "{} is in the table of tests/suite/tidy/named.rs, but is gone", edge.folder);
    }

    no_offences("the edges of a program are few, and known", &offences);
}
