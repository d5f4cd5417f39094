//! `submit-server search-words`: what people look for and do not find.

use anyhow::{Result, ensure};

use crate::config::Config;
use crate::search_words;
use crate::store::{Clock, Store};

/// How the command is written.
pub const USAGE: &str = "submit-server search-words";

/// The words that at least three have missed in ninety days, with how often.
///
/// # Errors
/// When there are arguments, or the database cannot be read.
pub fn search_words(config: &Config, arguments: &[String]) -> Result<String> {
    ensure!(arguments.is_empty(), "not a command; expected\n{USAGE}");
    let store = Store::open(&config.data, Clock::system())?;
    let words = store.read(search_words::missed)?;
    Ok(words.into_iter().map(|(word, times)| format!("{times:>6}  {word}\n")).collect())
}
