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
    /// Begin something of this sort with this title.
    New(Options, Sort, String),
    /// Say what a kind of file may hold; without a name, all of them.
    Schema(Option<String>),
    /// Take over what was saved from another platform.
    Import(Import),
    /// Explain.
    Help,
    /// Say which version this is.
    Version,
}

/// What to take over, and where to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    /// Saved files.
    pub(crate) files: Vec<PathBuf>,
    /// A content folder.
    pub(crate) into: PathBuf,
    /// Whether services and blanketter that are there are written over.
    pub(crate) force: bool,
}

/// What `new` can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An e-service.
    Service,
    /// A paper form.
    Blankett,
    /// A page of the portal's own.
    Page,
    /// A category.
    Category,
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
    let (mut more, mut files) = (Vec::new(), Vec::new());
    let (mut into, mut force) = (None, false);
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("content") => options.content = parser.value()?.into(),
            Arg::Long("out") => options.out = parser.value()?.into(),
            Arg::Long("theme") => options.theme = Some(parser.value()?.into()),
            Arg::Long("base-url") => options.base_url = Some(parser.value()?.string()?),
            Arg::Long("into") => into = Some(parser.value()?.into()),
            Arg::Long("force") => force = true,
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
            Arg::Value(value) if name.as_deref() == Some("import") => files.push(value),
            Arg::Value(value) if matches!(name.as_deref(), Some("new" | "schema")) => {
                more.push(value.string()?);
            }
            other => return Err(other.unexpected()),
        }
    }
    if (queries.is_some() || results.is_some()) && name.as_deref() != Some("search") {
        return Err("`--queries` and `--results` belong to `search`".into());
    }
    if (into.is_some() || force) && name.as_deref() != Some("import") {
        return Err("`--into` and `--force` belong to `import`".into());
    }
    match name.as_deref().unwrap_or("build") {
        "import" => import(files, into, force).map(Command::Import),
        "search" => Ok(Command::Search(options, question(words, (queries, results), shards)?)),
        "build" => Ok(Command::Build(options)),
        "check" => Ok(Command::Check(options)),
        "serve" => Ok(Command::Serve(options, port)),
        "schema" if more.len() < 2 => Ok(Command::Schema(more.pop())),
        "schema" => Err("`schema` takes one name, or none for all".into()),
        "new" => sort(more).map(|(sort, title)| Command::New(options, sort, title)),
        other => Err(format!("there is no command `{other}`").into()),
    }
}

fn import(
    words: Vec<OsString>,
    into: Option<PathBuf>,
    force: bool,
) -> Result<Import, lexopt::Error> {
    let mut words = words.into_iter();
    let platform = words.next().filter(|it| it == "oeplatform");
    let files: Vec<PathBuf> = words.map(PathBuf::from).collect();
    match (platform, into) {
        (Some(_), Some(into)) if !files.is_empty() => Ok(Import { files, into, force }),
        _ => Err("`import` needs a platform, files and a folder: \
            `import oeplatform flows.xml --into content`"
            .into()),
    }
}

fn sort(words: Vec<String>) -> Result<(Sort, String), lexopt::Error> {
    let usage = "`new` needs a sort and a title: `new e-tjanst \"Hyra båt\"`";
    let [sort, title] = <[String; 2]>::try_from(words).map_err(|_| usage)?;
    let sort = match sort.as_str() {
        "e-tjanst" => Sort::Service,
        "blankett" => Sort::Blankett,
        "sida" => Sort::Page,
        "kategori" => Sort::Category,
        other => {
            let known = "`e-tjanst`, `blankett`, `sida` or `kategori`";
            return Err(format!("`new` makes no `{other}`, only {known}").into());
        }
    };
    Ok((sort, title))
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
        assert!(read(&["import", "oeplatform", "a.xml"]).is_err());
        assert!(read(&["import", "oeplatform", "--into", "c"]).is_err());
        assert!(read(&["import", "a.xml", "--into", "c"]).is_err());
        assert!(read(&["build", "--force"]).is_err());
        assert!(read(&["new", "e-tjanst"]).is_err());
        assert!(read(&["new", "e-tjanst", "Hyra", "båt"]).is_err());
        assert!(read(&["new", "tjanst", "Hyra båt"]).is_err());
        assert!(read(&["search", "ord", "--queries", "fil"]).is_err());
    }
}
