//! What a person has to do after an import, in Swedish.

use std::fmt::Write as _;
use std::path::Path;

use crate::content::service::Kind;
use crate::diagnostic::Mistakes;
use crate::import::folders::{Folder, Made};
use crate::import::html;

/// The file in the content folder. Nobody reads what begins with `_`.
pub(super) const NAME: &str = "_import-rapport";
/// Mistakes that are listed; the check lists them all.
const MOST_MISTAKES: usize = 200;

/// The whole report, as Markdown.
pub(super) fn report(made: &Made, kept: &[Folder], into: &Path, mistakes: &Mistakes) -> String {
    let count = |kind| made.folders.iter().filter(|it| it.kind == kind).count();
    let mut out = format!(
        "# Import från Open ePlatform\n\n{} e-tjänster och {} blanketter skrevs till `{}`.\n",
        count(Kind::Service),
        count(Kind::Blankett),
        into.display()
    );
    if !kept.is_empty() {
        out.push_str("\n## Fanns redan och lämnades som de är\n\nMed --force skrivs de över.\n\n");
        lines(&mut out, kept.iter().map(|it| format!("{} ({})", html::short(&it.title), it.path)));
    }
    let (open, done): (Vec<&Folder>, Vec<_>) =
        made.folders.iter().partition(|it| !it.notes.is_empty());
    if !open.is_empty() {
        out.push_str("\n## Det här behöver en människa titta på\n");
    }
    for it in open {
        let _ = write!(out, "\n### {}\n\n`{}`\n\n", html::short(&it.title), it.path);
        lines(&mut out, it.notes.iter().cloned());
    }
    if !made.units.is_empty() {
        out.push_str("\n## Enheter att lägga till i handlers.toml\n\nByt handler till rätt myndighet, och fyll i resten.\n\n```toml");
        out.push_str(&made.units);
        out.push_str("```\n");
    }
    if !mistakes.is_empty() {
        let _ = write!(out, "\n## Det här säger generator check ({} fel)\n\n", mistakes.len());
        let told = mistakes.iter().map(|it| {
            let place = it.place.as_ref().map(|it| format!("{}:{}: ", it.file(), it.line()));
            format!("{}{it}", place.unwrap_or_default())
        });
        lines(&mut out, told.take(MOST_MISTAKES));
    }
    if !done.is_empty() {
        out.push_str("\n## Utan anmärkning\n\nLäs ändå igenom texterna.\n\n");
        lines(
            &mut out,
            done.into_iter().map(|it| format!("{} ({})", html::short(&it.title), it.path)),
        );
    }
    out
}

fn lines(out: &mut String, them: impl Iterator<Item = String>) {
    for it in them {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {}", it.replace('\n', " "));
    }
}
