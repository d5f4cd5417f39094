//! What to do: arguments over environment over what is usual.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

/// The port of `generator serve` when nothing is said.
const PORT: u16 = 4000;

/// Where things are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What authors write.
    pub content: PathBuf,
    /// Where the site goes.
    pub out: PathBuf,
    /// A theme instead of the one in the program, or beside it.
    pub theme: Option<PathBuf>,
    /// The address of the portal, instead of that in `site.toml`.
    pub base_url: Option<String>,
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Make the site.
    Build(Options),
    /// Only say what is wrong.
    Check(Options),
    /// Say what the search answers.
    Search(Options, Question),
    /// Show the site while it is written.
    Serve(Options, u16),
    /// Explain.
    Help,
    /// Say which version this is.
    Version,
}

/// What to ask the search.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// These words, and why each hit is one.
    Words(String),
    /// A file of queries, a line of JSON each with `query`; the answers go to another.
    File {
        /// Where the queries are.
        queries: PathBuf,
        /// Where the answers go.
        results: PathBuf,
        /// Cut the index in shards, however small it is.
        shards: bool,
    },
}

/// Reads the arguments; without a command, it is to build.
pub(crate) fn command(args: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = Parser::from_args(args);
    let mut options = from_environment();
    let (mut name, mut port) = (None, PORT);
    let (mut words, mut queries, mut results, mut shards) = (None, None, None, false);
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("content") => options.content = parser.value()?.into(),
            Arg::Long("out") => options.out = parser.value()?.into(),
            Arg::Long("theme") => options.theme = Some(parser.value()?.into()),
            Arg::Long("base-url") => options.base_url = Some(parser.value()?.string()?),
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("shards") => shards = true,
            Arg::Long("queries") => queries = Some(parser.value()?.into()),
            Arg::Long("results") => results = Some(parser.value()?.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Short('V') | Arg::Long("version") => return Ok(Command::Version),
            Arg::Value(value) if name.is_none() => name = Some(value.string()?),
            Arg::Value(value) if name.as_deref() == Some("search") && words.is_none() => {
                words = Some(value.string()?);
            }
            other => return Err(other.unexpected()),
        }
    }
    if (queries.is_some() || results.is_some()) && name.as_deref() != Some("search") {
        return Err("`--queries` and `--results` belong to `search`".into());
    }
    match name.as_deref().unwrap_or("build") {
        "search" => Ok(Command::Search(options, question(words, (queries, results), shards)?)),
        "build" => Ok(Command::Build(options)),
        "check" => Ok(Command::Check(options)),
        "serve" => Ok(Command::Serve(options, port)),
        other => Err(format!("there is no command `{other}`").into()),
    }
}

fn question(
    words: Option<String>,
    files: (Option<PathBuf>, Option<PathBuf>),
    shards: bool,
) -> Result<Question, lexopt::Error> {
    match (words, files) {
        (Some(words), (None, None)) => Ok(Question::Words(words)),
        (None, (Some(queries), Some(results))) => Ok(Question::File { queries, results, shards }),
        _ => Err("`search` needs words, or `--queries FILE --results FILE`".into()),
    }
}

fn from_environment() -> Options {
    let path = |name: &str| env::var_os(name).map(PathBuf::from);
    Options {
        content: path("GENERATOR_CONTENT").unwrap_or_else(|| "content".into()),
        out: path("GENERATOR_OUT").unwrap_or_else(|| "public".into()),
        theme: path("GENERATOR_THEME"),
        base_url: env::var("GENERATOR_BASE_URL").ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Command, String> {
        command(args.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn without_a_command_it_builds() {
        let Ok(Command::Build(options)) = read(&["--out", "site"]) else { panic!("not a build") };

        assert_eq!(options.out, PathBuf::from("site"));
        assert_eq!(read(&[]), read(&["build"]));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert_eq!(read(&["biuld"]), Err("there is no command `biuld`".to_owned()));
        assert!(read(&["--port", "x"]).is_err());
        assert!(read(&["build", "again"]).is_err());
        assert!(read(&["check", "--queries", "fil"]).is_err());
        assert!(read(&["search"]).is_err());
        assert!(read(&["search", "ord", "--queries", "fil"]).is_err());
    }
}
