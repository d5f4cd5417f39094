//! The tags of a page, for tests that ask what a page links to and what it holds.
//!
//! Good enough for what our own templates write: attributes in double quotes,
//! no comments, no scripts inside the page.

/// An opening tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// Its name.
    pub name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    /// What an attribute says.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let from = format!(" {name}=\"");
        let rest = &self.attributes[self.attributes.find(&from)? + from.len()..];
        Some(unescaped(rest.split('"').next()?))
    }
}

/// Every opening tag, in order.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let inner = html.split('<').skip(1).filter_map(|it| it.split('>').next());
    let opening = inner.filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()));
    opening.map(|it| {
        let end = it.find(char::is_whitespace).unwrap_or(it.len());
        Tag { name: &it[..end], attributes: &it[end..] }
    })
}

/// Where a page links to.
#[must_use]
pub fn links(html: &str) -> Vec<String> {
    tags(html).filter(|it| it.name == "a").filter_map(|it| it.value("href")).collect()
}

/// What stands between two signs, the first time.
#[must_use]
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

fn unescaped(text: &str) -> String {
    let signs = [("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")];
    let text = signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}
