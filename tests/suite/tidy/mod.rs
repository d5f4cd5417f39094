//! The house's rules that a machine can check. Each fails with the file and the
//! line that break it.
//!
//! Reading order: [`tree`] (what is looked at), [`code`] (Rust without its words),
//! then the rules: [`imports`] (who may import whom), [`named`] (what only some
//! files may name), [`crates`], [`files`], [`words`], [`templates`], [`migrations`],
//! [`promised`] (tests that a table names).

mod tree;

mod code;

mod imports;

mod named;

mod crates;

mod files;

mod words;

mod templates;

mod migrations;

mod promised;

/// Fails with every line that breaks a rule, one a line.
fn no_offences(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}\n", offences.join("\n  "));
}
