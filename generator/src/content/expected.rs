//! What should stand where a value of the wrong sort stands, in an author's words.

use crate::diagnostic::mistake::content::ContentMistake;
use crate::diagnostic::suggestion::did_you_mean;

/// Where a value stands.
#[derive(Debug)]
pub(crate) struct Way {
    /// The keys that lead to it.
    pub(crate) keys: Vec<String>,
    /// Whether it stands in a list.
    pub(crate) in_list: bool,
}

/// What serde's words say to an author; `None` when they are about something else.
pub(super) fn mistake(message: &str, way: &Way) -> Option<ContentMistake> {
    let key = way.keys.last()?.clone();
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let mut words = rest.split('`').skip(1).step_by(2);
        let word = words.next()?.to_owned();
        let help = did_you_mean(&word, words);
        return Some(ContentMistake::UnknownWord { key, word, help });
    }
    let (expected, how) = if message == "wanted string or table" {
        // A word out of a few; which they are is said when a word stands there.
        text(way)
    } else {
        sort(message, way)?
    };
    Some(ContentMistake::WrongSort { help: format!("write {}", how(way)), key, expected })
}

/// Whether a list was expected; of what, serde says only when there is something in it.
pub(super) fn is_list(message: &str) -> bool {
    message.ends_with("expected a sequence")
}

/// What is expected, and how that is written.
type Sort = (&'static str, fn(&Way) -> String);

fn sort(message: &str, way: &Way) -> Option<Sort> {
    let (found, expected) = message.split_once(", expected ")?;
    let sort: Sort = match expected {
        "a string" => text(way),
        "a boolean" => ("`true` (yes) or `false` (no)", |way| {
            let key = way.key();
            format!("`{key} = true` or `{key} = false`, without quotes")
        }),
        "i64" | "u32" | "u64" | "usize" if found.starts_with("invalid value: integer `-") => {
            ("0 or more", |way| format!("`{} = 0`, or a larger number", way.key()))
        }
        "i64" | "u32" | "u64" | "usize" if found.starts_with("invalid value: integer") => {
            ("a smaller number", |_| "at most nine digits".to_owned())
        }
        "i64" | "u32" | "u64" | "usize" => {
            ("a whole number", |way| format!("digits only, without quotes: `{} = 10`", way.key()))
        }
        "a sequence" => ("a list", |way| format!("`{} = […]`", way.key())),
        "a map" => table(way),
        it if it.starts_with("struct ") => table(way),
        _ => return None,
    };
    Some(sort)
}

fn text(way: &Way) -> Sort {
    if way.in_list {
        ("a list of texts", |way| format!("`{} = [\"…\", \"…\"]`", way.key()))
    } else {
        ("a text", |way| format!("`{} = \"…\"`, with quotes", way.key()))
    }
}

fn table(way: &Way) -> Sort {
    if way.in_list {
        ("a list of tables", |way| {
            format!("a line `[[{}]]` before the keys of each", way.keys.join("."))
        })
    } else {
        ("a table", |way| format!("a line `[{}]`, and its keys after it", way.keys.join(".")))
    }
}

impl Way {
    fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use miette::Diagnostic as _;

    use crate::content::read;
    use crate::content::service::ServiceHeader;
    use crate::content::site::SiteFile;
    use crate::content::source::Source;
    use crate::diagnostic::Mistakes;

    const SITE: &str = "name = \"a\"\nmunicipality = \"b\"\nbase_url = \"c\"\nlead = \"d\"\n\
        [switchboard]\nname = \"e\"\nphone = \"f\"\nhours = [\"g\"]\naddress = [\"h\"]\n";
    const SERVICE: &str =
        "title = \"a\"\nsummary = \"b\"\ncategory = \"c\"\nunit = \"d\"\nsigners = 1\n";

    fn said<T: serde::de::DeserializeOwned>(text: String) -> String {
        let mut mistakes = Mistakes::default();
        let read: Option<T> = read::read(&Source::toml("a.toml".to_owned(), text), &mut mistakes);
        assert!(read.is_none());
        let said = mistakes
            .iter()
            .map(|it| format!("{it}: {}", it.help().map(|it| it.to_string()).unwrap_or_default()));
        said.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_value_of_the_wrong_sort_is_told_in_the_words_of_an_author() {
        #[rustfmt::skip]
        let cases = [
            ("name = \"a\"",      "name = 1",              "`name` must be a text: write `name = \"…\"`, with quotes"),
            ("name = \"a\"",      "name = 2026-11-23",     "`name` must be a text: write `name = \"…\"`, with quotes"),
            ("hours = [\"g\"]",   "hours = \"g\"",         "`hours` must be a list of texts: write `hours = [\"…\", \"…\"]`"),
            ("hours = [\"g\"]",   "hours = [1]",           "`hours` must be a list of texts: write `hours = [\"…\", \"…\"]`"),
            ("lead = \"d\"",      "lead = \"d\"\nmenu = 1", "`menu` must be a list of tables: write a line `[[menu]]` before the keys of each"),
            ("lead = \"d\"",      "lead = \"d\"\nmenu = [\"i\"]", "`menu` must be a list of tables: write a line `[[menu]]` before the keys of each"),
            ("[switchboard]",     "switchboard = 3\n[x]",  "`switchboard` must be a table: write a line `[switchboard]`, and its keys after it"),
        ];
        for (from, to, expected) in cases {
            let found = said::<SiteFile>(SITE.replacen(from, to, 1));
            assert_eq!(found.lines().last(), Some(expected), "{to}");
        }
        #[rustfmt::skip]
        let cases = [
            ("signers = 1", "signers = \"2\"", "`signers` must be a whole number: write digits only, without quotes: `signers = 10`"),
            ("signers = 1", "signers = 1.5",   "`signers` must be a whole number: write digits only, without quotes: `signers = 10`"),
            ("signers = 1", "signers = -1",    "`signers` must be 0 or more: write `signers = 0`, or a larger number"),
            ("signers = 1", "signers = 9999999999", "`signers` must be a smaller number: write at most nine digits"),
            ("signers = 1", "login = true",    "`login` must be a text: write `login = \"…\"`, with quotes"),
            ("signers = 1", "login = \"yes\"", "`login` cannot be `yes`: choose one of `none`, `optional`, `required`"),
            ("signers = 1", "[contact]\nphone = 112", "`phone` must be a text: write `phone = \"…\"`, with quotes"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(said::<ServiceHeader>(SERVICE.replacen(from, to, 1)), expected, "{to}");
        }
    }
}
