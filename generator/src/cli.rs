//! The command line: runs a command, prints what came of it.

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::Outcome;
use crate::blankett::Press;
use crate::config::{self, Command, Import, Options, Question, Sort};
use crate::diagnostic::Mistakes;
use crate::import;
use crate::new::{self, Begun};
use crate::preview;
use crate::report;
use crate::schema;

const HELP: &str = "\
Turns content into a static site.

generator [build]   content/ → public/, only when nothing is wrong
generator check     only say what is wrong
generator serve     show the site on this machine while it is written
generator new SORT TITLE                        begin an e-tjanst, blankett, sida or kategori
generator import oeplatform FILE… --into FOLDER [--force]
                                                take over saved getflows answers (XML, JSON) and .oeflow files
generator schema [NAME]                         what a kind of file may hold, as JSON Schema, for editors
generator search WORDS                           say what the search answers, and why
generator search --queries FILE --results FILE  answer a file of queries, for judging

  --content FOLDER  what authors write (content)
  --out FOLDER      where the site goes (public)
  --theme FOLDER    files that replace those of the theme
  --base-url URL    the portal's address, instead of that in site.toml
  --port NUMBER     of serve (4000)
  --shards          of search with a file: as if the index were too large for one
  --help, --version

Each folder and the address can also be given as GENERATOR_CONTENT, GENERATOR_OUT,
GENERATOR_THEME and GENERATOR_BASE_URL.";

/// Runs the program. 0 when all is well, 1 for mistakes in the content, 2 for everything else.
#[must_use]
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let command = match config::command(args) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let done = match command {
        Command::Build(options) => build(&options),
        Command::Check(options) => check(&options),
        Command::Search(options, question) => search(&options, &question),
        Command::Serve(options, port) => preview::serve(options, port).map(|()| ExitCode::SUCCESS),
        Command::New(options, sort, title) => begin(&options, sort, &title),
        Command::Schema(name) => schema::print(name.as_deref()).map(|it| {
            print!("{it}");
            ExitCode::SUCCESS
        }),
        Command::Import(it) => take_over(&it),
        Command::Help => said(HELP),
        Command::Version => said(concat!("generator ", env!("CARGO_PKG_VERSION"))),
    };
    done.unwrap_or_else(|fault| {
        eprintln!("{fault:#}");
        ExitCode::from(2)
    })
}

fn build(options: &Options) -> Result<ExitCode> {
    let start = Instant::now();
    match crate::build(options)? {
        Outcome::Refused(mistakes) => Ok(refused(&mistakes)),
        Outcome::Published(done) => {
            println!(
                "{}: {} changed, {} unchanged, {} removed, in {} ms",
                options.out.display(),
                done.changed,
                done.unchanged,
                done.removed,
                start.elapsed().as_millis()
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(options: &Options) -> Result<ExitCode> {
    let (files, mistakes) = crate::checked(options, &Press::default())?;
    if !mistakes.is_empty() {
        return Ok(refused(&mistakes));
    }
    println!("nothing is wrong: {} files would be published", files.len());
    Ok(ExitCode::SUCCESS)
}

fn begin(options: &Options, sort: Sort, title: &str) -> Result<ExitCode> {
    match new::begin(&options.content, sort, title)? {
        Begun::Written { files, next } => {
            files.iter().for_each(|it| println!("Skrev {}", it.display()));
            println!("\nDetta är kvar att göra:");
            next.iter().for_each(|it| println!("- {it}"));
            Ok(ExitCode::SUCCESS)
        }
        Begun::Refused(reason) => {
            eprintln!("{reason}. Inget skrevs.");
            Ok(ExitCode::from(1))
        }
        Begun::Mistaken(mistakes) => Ok(refused(&mistakes)),
    }
}

fn take_over(it: &Import) -> Result<ExitCode> {
    let done = import::oeplatform(&it.files, &it.into, it.force)?;
    println!("{}\nRapporten finns i {}", done.report, done.file.display());
    Ok(ExitCode::SUCCESS)
}

fn search(options: &Options, question: &Question) -> Result<ExitCode> {
    match crate::answer(options, question)? {
        Err(mistakes) => Ok(refused(&mistakes)),
        Ok(answers) => {
            print!("{}", answers.unwrap_or_default());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn refused(mistakes: &Mistakes) -> ExitCode {
    report::print(mistakes);
    ExitCode::from(1)
}

fn said(text: &str) -> Result<ExitCode> {
    println!("{text}");
    Ok(ExitCode::SUCCESS)
}
