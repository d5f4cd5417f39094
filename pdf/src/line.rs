//! Text broken into lines: at blanks, after a hyphen or a stroke between
//! letters, and inside a word only when it is wider than the line.

use krilla::text::KrillaGlyph;

use crate::clean::is_mark;
use crate::font::Face;
use crate::style::Style;

/// Longer words are shaped in pieces, so that no text makes one huge word.
const LONGEST_WORD: usize = 120;

/// A line, shaped.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What it says, with the blank at which it was broken: readers need it.
    pub(crate) text: String,
    /// Its glyphs.
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// The face it is set in.
    pub(crate) face: Face,
    /// Its width in points, without a blank at the end.
    pub(crate) width: f32,
    advance: f32,
}

/// The lines of a clean text in a column of some width.
pub(crate) fn broken(text: &str, style: &Style, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    if text.is_empty() {
        return lines;
    }
    let face = style.face.for_text(text);
    for part in text.split('\n') {
        let mut line = Line::new(face);
        for word in words(part) {
            let word = Line::shaped(face, word, style.size);
            if !line.glyphs.is_empty() && line.advance + word.width > width {
                lines.push(std::mem::replace(&mut line, Line::new(face)));
            }
            if word.width <= width {
                line.join(&word);
                continue;
            }
            for letter in word.letters(style.size) {
                if !line.glyphs.is_empty() && line.advance + letter.width > width {
                    lines.push(std::mem::replace(&mut line, Line::new(face)));
                }
                line.join(&letter);
            }
        }
        lines.push(line);
    }
    lines
}

/// The text on one line, cut with an ellipsis when it is wider.
pub(crate) fn fitted(text: &str, style: &Style, width: f32) -> Line {
    let face = style.face.for_text(text);
    let mut end = text.len().min(text.floor_char_boundary(400));
    loop {
        let cut = text[..end].trim_end();
        let said = if end < text.len() { format!("{cut}…") } else { cut.to_owned() };
        let line = Line::shaped(face, &said, style.size);
        if line.width <= width || end == 0 {
            return line;
        }
        end = text.floor_char_boundary((end as f32 * 0.95) as usize);
    }
}

/// How wide the widest line of a text is when nothing is broken.
pub(crate) fn natural_width(text: &str, style: &Style) -> f32 {
    let face = style.face.for_text(text);
    let start = &text[..text.floor_char_boundary(400)];
    let widths = start.split('\n').map(|part| Line::shaped(face, part, style.size).width);
    widths.fold(0.0, f32::max)
}

impl Line {
    fn new(face: Face) -> Self {
        Self { text: String::new(), glyphs: Vec::new(), face, width: 0.0, advance: 0.0 }
    }

    fn shaped(face: Face, text: &str, size: f32) -> Self {
        let glyphs = face.shape(text);
        Self::of(face, (text, glyphs), size)
    }

    fn of(face: Face, (text, glyphs): (&str, Vec<KrillaGlyph>), size: f32) -> Self {
        let ink = text.trim_end_matches(' ').len();
        let wide = |it: &KrillaGlyph| it.x_advance * size;
        let width = glyphs.iter().filter(|it| it.text_range.start < ink).map(wide).sum();
        let advance = glyphs.iter().map(wide).sum();
        Self { text: text.to_owned(), glyphs, face, width, advance }
    }

    /// Puts another line after this one.
    fn join(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.glyphs.extend(other.glyphs.iter().cloned().map(|mut it| {
            it.text_range = it.text_range.start + before..it.text_range.end + before;
            it
        }));
        self.width = self.advance + other.width;
        self.advance += other.advance;
    }

    /// A word that is wider than its column, letter by letter.
    fn letters(&self, size: f32) -> Vec<Self> {
        let same = |a: &KrillaGlyph, b: &KrillaGlyph| a.text_range == b.text_range;
        self.glyphs
            .chunk_by(same)
            .map(|letter| {
                let range = letter[0].text_range.clone();
                let mut glyphs = letter.to_vec();
                for it in &mut glyphs {
                    it.text_range = 0..range.len();
                }
                Self::of(self.face, (&self.text[range], glyphs), size)
            })
            .collect()
    }
}

/// The pieces between which a line may end.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut length) = (0, 0);
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, it)) = letters.next() {
        length += 1;
        let end = at + it.len_utf8();
        let Some(&(_, next)) = letters.peek() else { break };
        // Numbers stay whole: 2026-000001, 19900101-2385, 1/2.
        let joint = matches!(it, '-' | '\u{2010}' | '–' | '—' | '/')
            && before.is_alphabetic()
            && next.is_alphabetic();
        if it == ' ' || joint || (length >= LONGEST_WORD && !is_mark(next)) {
            words.push(&text[start..end]);
            (start, length) = (end, 0);
        }
        before = it;
    }
    words.push(&text[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::BODY;

    #[test]
    fn lines_end_where_words_do() {
        let text = "Vi har tagit emot din ansökan om e-tjänst 2026-000001 i dag.";
        let lines = broken(text, &BODY, 90.0);

        let said: Vec<&str> = lines.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(said.concat(), text);
        assert!(said.iter().any(|it| it.contains("2026-000001")), "{said:?}");
        assert!(lines.iter().all(|it| it.width <= 90.0));
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_anywhere() {
        let text = "0123456789abcdef".repeat(40);
        let lines = broken(&text, &BODY, 120.0);

        assert_eq!(lines.iter().map(|it| it.text.as_str()).collect::<String>(), text);
        assert!(lines.iter().all(|it| it.width <= 120.0));
        assert!(broken("i", &BODY, 0.5).len() == 1, "there is always a way forward");
    }

    #[test]
    fn blank_lines_stay() {
        assert_eq!(broken("a\n\nb", &BODY, 100.0).len(), 3);
        assert!(broken("", &BODY, 100.0).is_empty());
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        let line = fitted(&"ord ".repeat(200), &BODY, 100.0);
        assert!(line.text.ends_with('…') && line.width <= 100.0, "{}", line.text);
    }
}
