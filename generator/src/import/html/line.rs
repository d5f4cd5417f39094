//! The words of a block, with emphasis and links, as Markdown.

/// Addresses that a link may have.
const KEPT: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];
/// Longest address of a link.
const LONGEST_LINK: usize = 2000;

/// A line in the making.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    /// Emphasis that is open: its sign, where its words begin, and whether that is in a link.
    open: Vec<(&'static str, usize, bool)>,
    /// The link that is open: its address, and where its words begin.
    link: Option<(String, usize)>,
    /// Words that come next to these need a space between: the sign would not be understood otherwise.
    closed: bool,
    /// What the line holds so far: some signs mean something at its beginning only.
    begun: Begun,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, Default)]
enum Begun {
    #[default]
    Nothing,
    /// Signs that a heading, a point or a rule begins with.
    Signs,
    Digits,
    Words,
}

impl Line {
    /// Adds words; space is one space.
    pub(super) fn words(&mut self, words: &str, bare: bool) {
        for it in words.chars() {
            if it.is_whitespace() || it.is_control() {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
                self.closed = false;
                continue;
            }
            if std::mem::take(&mut self.closed) && it.is_alphanumeric() {
                self.text.push(' ');
            }
            if !bare && self.needs_escape(it) {
                self.text.push('\\');
            }
            self.text.push(it);
            self.begun = match (self.begun, it) {
                (Begun::Nothing | Begun::Signs, '#' | '+' | '-' | '=') => Begun::Signs,
                (Begun::Nothing | Begun::Digits, '0'..='9') => Begun::Digits,
                _ => Begun::Words,
            };
        }
    }

    /// Whether Markdown would take the sign for its own.
    fn needs_escape(&self, it: char) -> bool {
        match it {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' => true,
            '#' | '+' | '-' | '=' => matches!(self.begun, Begun::Nothing | Begun::Signs),
            '.' | ')' => matches!(self.begun, Begun::Digits),
            _ => false,
        }
    }

    /// A new line; two make a new paragraph.
    pub(super) fn line_break(&mut self) {
        if !self.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\n');
            self.begun = Begun::Nothing;
        }
    }

    /// Emphasis begins.
    pub(super) fn open(&mut self, sign: &'static str) {
        self.open.push((sign, self.text.len(), self.link.is_some()));
    }

    /// Emphasis ends; what is empty, or within more of the same, has no signs.
    pub(super) fn close(&mut self, sign: &'static str, bare: bool) {
        let Some(at) = self.open.iter().rposition(|it| it.0 == sign) else { return };
        let (_, from, in_link) = self.open.remove(at);
        // What began before a link and ends in it can be neither.
        let crossed = self.link.is_some() && !in_link;
        let nested = self.open.iter().any(|it| it.0 == sign);
        let words = self.text.get(from..).unwrap_or_default();
        let trimmed = words.trim();
        // Emphasis over more than one line is none that an author meant.
        if bare
            || nested
            || crossed
            || trimmed.is_empty()
            || words.contains('\n')
            || words.contains('*')
        {
            return;
        }
        let lead = words.len() - words.trim_start().len();
        let tail = &words[words.trim_end().len()..];
        let before = self.text[..from + lead].chars().next_back();
        let clings = before.is_some_and(|it| !it.is_whitespace());
        let space = if clings { " " } else { "" };
        let marked = format!("{space}{sign}{trimmed}{sign}{tail}");
        self.closed = tail.is_empty();
        self.text.truncate(from + lead);
        self.text.push_str(&marked);
    }

    /// A link begins.
    pub(super) fn open_link(&mut self, href: String) {
        self.link = Some((href, self.text.len()));
    }

    /// A link ends. The address, when it is none that may be followed.
    pub(super) fn close_link(&mut self, bare: bool) -> Option<String> {
        let (href, from) = self.link.take()?;
        // Nor what begins in a link and ends after it.
        self.open.retain(|it| !it.2);
        let words = self.text.get(from..).unwrap_or_default();
        if href.is_empty() || words.trim().is_empty() {
            return None;
        }
        let lower = href.to_ascii_lowercase();
        let followed = KEPT.iter().any(|it| lower.starts_with(it) && lower.len() > it.len());
        let odd = |it: char| {
            it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '(' | ')' | '\\')
        };
        if !followed || href.len() > LONGEST_LINK || href.contains(odd) {
            return Some(href);
        }
        if bare {
            return None;
        }
        if words.contains('\n') {
            return Some(href);
        }
        let lead = words.len() - words.trim_start().len();
        let tail = &words[words.trim_end().len()..];
        let linked = format!("[{}]({href}){tail}", words.trim());
        self.text.truncate(from + lead);
        self.text.push_str(&linked);
        None
    }

    /// The line, which begins anew.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(self).text.trim().to_owned()
    }
}
