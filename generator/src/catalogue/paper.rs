//! Which entries can be had on paper, and what their paper form is made of.

use crate::catalogue::entry::{Entry, Kind, PaperForm, Start};

/// What a blankett's header says about its paper form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// Index of the e-service whose questions it has.
    pub(super) service: Option<usize>,
    /// Whether one is made at all.
    pub(super) print: bool,
}

/// Decides for every entry; wishes are in the same order. A blankett without an
/// uploaded file is printed: with its own questions, with those of the e-service
/// that belongs to it, or as a general blankett. What another authority handles has
/// that authority's own blanketter.
pub(super) fn decide(entries: &mut [Entry], wishes: &[Wish]) {
    for index in 0..entries.len() {
        let it = &entries[index];
        let open = matches!(it.start, Start::Phone) || it.form.is_some();
        if it.kind == Kind::Service || !open || !wishes[index].print {
            continue;
        }
        let belongs = wishes[index].service.or_else(|| named_by(entries, index));
        let with_form = belongs.filter(|it| entries[*it].form.is_some());
        let form = match with_form {
            _ if it.form.is_some() => PaperForm::Own,
            Some(service) => PaperForm::Of(service),
            None => PaperForm::General,
        };
        entries[index].paper = Some(form);
        entries[index].start = Start::Print;
    }
    for index in 0..entries.len() {
        let it = &entries[index];
        let separate = it.blankett.is_some_and(|blankett| is_separate(&entries[blankett], index));
        if it.kind == Kind::Service && it.form.is_some() && !separate {
            entries[index].paper = Some(PaperForm::Own);
        }
    }
}

/// The e-service with a form that names this blankett; of several, the first in order.
fn named_by(entries: &[Entry], blankett: usize) -> Option<usize> {
    entries.iter().position(|it| it.blankett == Some(blankett) && it.form.is_some())
}

/// Whether the blankett of an e-service has the questions of that very service.
fn is_separate(blankett: &Entry, service: usize) -> bool {
    match (&blankett.paper, &blankett.start) {
        (Some(PaperForm::Of(of)), _) => *of == service,
        (Some(PaperForm::Own), _) | (None, Start::File { .. } | Start::External(_)) => true,
        _ => false,
    }
}
