//! What came back from the server, and how a story reads it.

use submit_server::http::response::Response;

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Status code.
    pub status: u16,
    /// Where a redirect leads.
    pub location: String,
    /// The body as text; blank for files.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The headers, as sent.
    pub headers: Vec<(String, String)>,
}

impl Page {
    pub(super) fn of(response: &Response) -> Self {
        let headers: Vec<(String, String)> = response
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.clone()))
            .collect();
        let location = headers.iter().find(|(name, _)| name == "location");
        Self {
            status: response.status,
            location: location.map(|(_, value)| value.clone()).unwrap_or_default(),
            body: String::from_utf8_lossy(&response.body).into_owned(),
            bytes: response.body.to_vec(),
            headers,
        }
    }

    /// A header, as sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(it, _)| it == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Status and where it leads, or the heading: what a story asserts.
    #[must_use]
    pub fn summary(&self) -> String {
        match self.location.is_empty() {
            true => format!("{} {}", self.status, self.heading()),
            false => format!("{} -> {}", self.status, masked(&self.location)),
        }
    }

    /// The page's main heading, as text.
    #[must_use]
    pub fn heading(&self) -> String {
        between(&self.body, "<h1", "</h1>")
            .map_or_else(String::new, |it| plain(it.split_once('>').map_or("", |(_, rest)| rest)))
    }

    /// The whole page as text, blanks folded.
    #[must_use]
    pub fn text(&self) -> String {
        plain(between(&self.body, "<main", "</main>").unwrap_or(&self.body))
    }

    /// Whether the text of the page says this.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Hidden inputs of the page's main form: name and value.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, String)> {
        let main = between(&self.body, "<main", "</main>").unwrap_or_default();
        let inputs = main.split("<input").skip(1).filter(|it| it.contains("type=\"hidden\""));
        let mut hidden: Vec<(String, String)> = Vec::new();
        for input in inputs {
            let tag = input.split('>').next().unwrap_or_default();
            let value = |name: &str| {
                between(tag, &format!(" {name}=\""), "\"").unwrap_or_default().to_owned()
            };
            if !hidden.iter().any(|(it, _)| *it == value("name")) {
                hidden.push((value("name"), unescaped(&value("value"))));
            }
        }
        hidden
    }
}

/// A path with its random ids masked, so that it can be compared.
#[must_use]
pub fn masked(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let random = part.len() == 32 && part.bytes().all(|it| it.is_ascii_hexdigit());
        if random { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for it in html.chars() {
        match it {
            '<' => {
                tag = true;
                text.push(' ');
            }
            '>' if tag => tag = false,
            _ if !tag => text.push(it),
            _ => {}
        }
    }
    unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescaped(text: &str) -> String {
    [
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&#x2f;", "/"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
