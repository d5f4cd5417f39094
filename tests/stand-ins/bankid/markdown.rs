//! simpleMarkdownV1: the little formatting that the app shows, and what makes it invalid.

use serde::Serialize;

/// A run of text, bold or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Shown bold.
    pub bold: bool,
    /// The words.
    pub text: String,
}

/// A line of text.
pub type Line = Vec<Run>;

/// One block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// `#`, `##` or `###`.
    Heading {
        /// One to three.
        level: usize,
        /// The words.
        line: Line,
    },
    /// `---`
    Rule,
    /// Lines of text, joined.
    Paragraph {
        /// The words.
        line: Line,
    },
    /// `+ text` or `+ 1 text`
    List {
        /// With numbers.
        numbered: bool,
        /// One line each.
        items: Vec<Line>,
    },
    /// `|a|b|`
    Table {
        /// The first row.
        head: Vec<Line>,
        /// The rows after the delimiter.
        rows: Vec<Vec<Line>>,
    },
}

/// Most columns of a table.
const MAX_COLUMNS: usize = 5;

/// Reads the text, or says why it is invalid.
pub fn parse(text: &str) -> Result<Vec<Block>, &'static str> {
    if !text.chars().all(allowed) {
        return Err("a character that is not allowed");
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    lines
        .split(|it| it.trim().is_empty())
        .filter(|it| !it.is_empty())
        .try_fold(Vec::new(), |blocks, lines| group(blocks, lines))
}

fn allowed(it: char) -> bool {
    matches!(it, '\n' | '\t' | '\r' | ' '..='~' | '\u{a0}'..='\u{ffef}')
}

/// The blocks of a group of lines without an empty one among them.
fn group(mut blocks: Vec<Block>, lines: &[&str]) -> Result<Vec<Block>, &'static str> {
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let same = |mark: &str| rest.iter().take_while(|it| it.starts_with(mark)).count();
        let (block, used) = match first.as_bytes() {
            b"---" => (Block::Rule, 1),
            [b'#', ..] => (heading(first)?, 1),
            [b'+', b' ', ..] => (list(&rest[..same("+ ")])?, same("+ ")),
            [b'|', ..] => (table(&rest[..same("|")])?, same("|")),
            _ => {
                let marked = |it: &&&str| !(it.starts_with(['#', '|']) || it.starts_with("+ "));
                let used = rest.iter().take_while(|it| marked(it) && **it != "---").count();
                (Block::Paragraph { line: runs(&rest[..used].join(" "))? }, used)
            }
        };
        blocks.push(block);
        rest = &rest[used..];
    }
    Ok(blocks)
}

fn heading(line: &str) -> Result<Block, &'static str> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    match words.strip_prefix(' ') {
        Some(words) if level <= 3 && !words.starts_with(' ') => {
            Ok(Block::Heading { level, line: runs(words)? })
        }
        _ => Err("a heading without exactly one space"),
    }
}

fn list(lines: &[&str]) -> Result<Block, &'static str> {
    let number = |it: &str| {
        let (number, words) = it.split_once(' ')?;
        let digits = matches!(number.len(), 1 | 2) && number.bytes().all(|it| it.is_ascii_digit());
        digits.then(|| words.to_owned())
    };
    let texts: Vec<&str> = lines.iter().map(|it| &it[2..]).collect();
    let numbered = texts.iter().all(|it| number(it).is_some());
    let items = texts.iter().map(|it| match number(it) {
        Some(words) if numbered => runs(&words),
        _ => runs(it),
    });
    Ok(Block::List { numbered, items: items.collect::<Result<_, _>>()? })
}

fn table(lines: &[&str]) -> Result<Block, &'static str> {
    let [head, delimiter, rows @ ..] = lines else { return Err("a table without a delimiter row") };
    let head = cells(head)?;
    let delimiters = split_row(delimiter)?;
    let is_delimiter = |it: &&str| it.contains('-') && it.bytes().all(|it| b":-".contains(&it));
    if !delimiters.iter().all(is_delimiter) {
        return Err("a table without a delimiter row");
    }
    let rows = rows.iter().map(|it| cells(it)).collect::<Result<Vec<_>, _>>()?;
    let columns = head.len();
    if columns > MAX_COLUMNS
        || delimiters.len() != columns
        || rows.iter().any(|it| it.len() != columns)
    {
        return Err("a table with too many or uneven cells");
    }
    Ok(Block::Table { head, rows })
}

fn cells(row: &str) -> Result<Vec<Line>, &'static str> {
    let split = split_row(row)?;
    split
        .iter()
        .map(|cell| {
            if cell.trim() != *cell {
                return Err("white space beside |");
            }
            let line = runs(cell)?;
            if line.len() > 1 { Err("a cell that is partly bold") } else { Ok(line) }
        })
        .collect()
}

/// The cells of a row; `\|` does not end one.
fn split_row(row: &str) -> Result<Vec<&str>, &'static str> {
    let inner = row
        .strip_prefix('|')
        .and_then(|it| it.strip_suffix('|'))
        .ok_or("a table row without | at its ends")?;
    let mut cells = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (place, it) in inner.char_indices() {
        if it == '|' && !escaped {
            cells.push(&inner[from..place]);
            from = place + 1;
        }
        escaped = it == '\\' && !escaped;
    }
    cells.push(&inner[from..]);
    Ok(cells)
}

/// Splits a line at its asterisks and takes the escapes away.
fn runs(line: &str) -> Result<Line, &'static str> {
    let mut runs = vec![Run { bold: false, text: String::new() }];
    let mut chars = line.chars().peekable();
    while let Some(it) = chars.next() {
        let next = chars.peek().copied();
        let current = runs.len() - 1;
        let text = &mut runs[current].text;
        match it {
            '\\' if next.is_some_and(|it| "#+|*-\\".contains(it)) => text.extend(chars.next()),
            '\\' => return Err("a backslash before nothing special"),
            '*' => {
                let bold = !runs[current].bold;
                let beside = if bold { next } else { runs[current].text.chars().last() };
                if beside.is_none_or(char::is_whitespace) {
                    return Err("white space inside bold");
                }
                runs.push(Run { bold, text: String::new() });
            }
            ' ' | '\t' if text.ends_with(' ') => {}
            '\t' => text.push(' '),
            _ => text.push(it),
        }
    }
    if runs.last().is_some_and(|it| it.bold) {
        return Err("bold that does not end");
    }
    runs.retain(|it| !it.text.is_empty());
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::{Block, Run, parse};

    #[test]
    fn what_is_invalid_is_refused() {
        for text in [
            "*never closed",
            "* white space*",
            "*white space *",
            "**",
            "a \\backslash",
            "ends in \\",
            "#heading",
            "#  two spaces",
            "#### too deep",
            "|a|b|\n|c|d|",
            "|a|b|\n|-|-|\n|c|",
            "|a |\n|-|\n|c|",
            "|a *b*|\n|-|\n|c|",
            "|1|2|3|4|5|6|\n|-|-|-|-|-|-|",
            "bell \u{7}",
            "emoji \u{1f600}",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn blocks_are_told_apart() {
        let plain = |text: &str| vec![Run { bold: false, text: text.to_owned() }];
        let text = "# Ansökan\nEn  rad\noch \\*en\\* till\n\n+ a\n+ b\n\n+ 1 x\n---\n|*H*|I|\n|-|:-:|\n|c|d\\||";

        let blocks = parse(text).expect("valid");

        assert_eq!(blocks.len(), 6);
        assert_eq!(blocks[0], Block::Heading { level: 1, line: plain("Ansökan") });
        assert_eq!(blocks[1], Block::Paragraph { line: plain("En rad och *en* till") });
        assert_eq!(blocks[2], Block::List { numbered: false, items: vec![plain("a"), plain("b")] });
        assert_eq!(blocks[3], Block::List { numbered: true, items: vec![plain("x")] });
        assert_eq!(blocks[4], Block::Rule);
        let Block::Table { head, rows } = &blocks[5] else { panic!("no table") };
        assert!(head[0][0].bold);
        assert_eq!(rows, &[vec![plain("c"), plain("d|")]]);
    }
}
