//! Mistakes on the terminal.

use std::io::IsTerminal;

use crate::diagnostic::Mistakes;

/// Prints the report to standard error, in colour where a person reads it.
pub(crate) fn print(mistakes: &Mistakes) {
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    eprint!("{}", if coloured { mistakes.coloured_report() } else { mistakes.report() });
}
