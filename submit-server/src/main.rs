//! The program: `submit-server [serve]`, `submit-server check`, `submit-server case …`,
//! `submit-server outbox …`, `submit-server key …`, `submit-server audit verify` and `submit-server search-words`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;
use submit_server::api::refusal::at_the_door;
use submit_server::app::{App, provider};
use submit_server::at_once;
use submit_server::command;
use submit_server::config::{Config, unmet};
use submit_server::delivery::Unit;
use submit_server::http::headers::Security;
use submit_server::http::server::{self, AnswerAtOnce, Settings};
use submit_server::log;
use submit_server::store::Clock;
use submit_server::view::Site;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
usage: submit-server [--config FILE] [serve]        answer requests (the default)
       submit-server [--config FILE] check          say what is wrong with the configuration
       submit-server [--config FILE] case list|show|status|close|message …
                                                    look after the municipality's cases
       submit-server [--config FILE] outbox list|retry [ID]
                                                    messages that did not go out
       submit-server [--config FILE] key create|list|revoke …
                                                    keys with which units use the API
       submit-server [--config FILE] audit verify   whether any event was changed or removed
       submit-server [--config FILE] search-words   what people look for and do not find

FILE is otherwise $SUBMIT_CONFIG or ./submit-server.toml";

/// Threads beside those that answer requests, for work that a page leaves behind.
const SPARE_THREADS: usize = 8;

/// How long such work may go on when the program ends.
const LAST_WORK: Duration = Duration::from_secs(5);

/// What the command line asks for.
enum Command {
    Serve,
    Check,
    Case(Vec<String>),
    Outbox(Vec<String>),
    Audit(Vec<String>),
    Key(Vec<String>),
    SearchWords(Vec<String>),
    Help,
    Version,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("submit-server: {cause:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let (command, named) = arguments(lexopt::Parser::from_env())?;
    match command {
        Command::Help => println!("{HELP}"),
        Command::Version => println!("submit-server {}", env!("CARGO_PKG_VERSION")),
        Command::Check => {
            let config = Config::load(named.as_deref())?;
            for it in &config.oidc {
                provider(it)?;
            }
            for it in &config.delivery.units {
                Unit::new(it).with_context(|| format!("the unit `{}`", it.id))?;
            }
            // Before the site is made, it promises nothing.
            let promised = Site::published(&config.site).map(|it| it.e_ids).unwrap_or_default();
            for e_id in unmet(&promised, &config.oidc) {
                println!("warning: the pages promise `{e_id}`, but no [[oidc]] has that label");
            }
            println!("the configuration can be used; {} is the address", config.public_url);
            print!("{}", command::lacking(&config));
        }
        Command::Case(rest) => {
            print!("{}", command::case(&Config::load(named.as_deref())?, &rest)?);
        }
        Command::Outbox(rest) => {
            print!("{}", command::outbox(&Config::load(named.as_deref())?, &rest)?);
        }
        Command::Audit(rest) => {
            print!("{}", command::audit(&Config::load(named.as_deref())?, &rest)?);
        }
        Command::Key(rest) => {
            print!("{}", command::keys::key(&Config::load(named.as_deref())?, &rest)?);
        }
        Command::SearchWords(rest) => {
            let config = Config::load(named.as_deref())?;
            print!("{}", command::search_words::search_words(&config, &rest)?);
        }
        Command::Serve => serve(Config::load(named.as_deref())?)?,
    }
    Ok(())
}

/// The command, and the configuration file that is named.
fn arguments(mut parser: lexopt::Parser) -> anyhow::Result<(Command, Option<PathBuf>)> {
    let mut command = Command::Serve;
    let mut named = std::env::var_os("SUBMIT_CONFIG").map(PathBuf::from);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("config") => named = Some(parser.value()?.into()),
            Short('h') | Long("help") => command = Command::Help,
            Short('V') | Long("version") => command = Command::Version,
            Value(word) if word == "serve" => command = Command::Serve,
            Value(word) if word == "check" => command = Command::Check,
            Value(word) if word == "case" => return Ok((Command::Case(rest(&mut parser)?), named)),
            Value(word) if word == "outbox" => {
                return Ok((Command::Outbox(rest(&mut parser)?), named));
            }
            Value(word) if word == "audit" => {
                return Ok((Command::Audit(rest(&mut parser)?), named));
            }
            Value(word) if word == "search-words" => {
                return Ok((Command::SearchWords(rest(&mut parser)?), named));
            }
            Value(word) if word == "key" => return Ok((Command::Key(rest(&mut parser)?), named)),
            Value(word) => bail!("there is no command `{}`\n{HELP}", word.to_string_lossy()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok((command, named))
}

/// The words that are left.
fn rest(parser: &mut lexopt::Parser) -> anyhow::Result<Vec<String>> {
    let words = parser.raw_args()?.map(|it| it.string());
    Ok(words.collect::<Result<_, _>>()?)
}

/// Answers requests until the program is told to stop.
fn serve(config: Config) -> anyhow::Result<()> {
    log::start(config.log);
    let app = Arc::new(App::start(config, Clock::system())?);
    let config = &app.config;
    let listen = config.listen;
    let looking = Arc::clone(&app);
    let quick: AnswerAtOnce = Arc::new(move |request| at_once::answer(&looking, request));
    let settings = Settings {
        limits: config.limits.clone(),
        hosts: config.hosts.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        security: Security { hsts: config.hsts },
        refusals: app.refusals(),
        refuse: Some(at_the_door),
        at_once: Some(quick),
    };
    let answering = Arc::clone(&app);
    let answer: server::Answer = Arc::new(move |request| answering.answer_waiting(&request));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(settings.limits.handlers + SPARE_THREADS)
        .build()
        .context("starting the threads")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("listening on `{listen}`"))?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let stop = async move {
            tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
            tracing::info!("stopping");
        };
        tracing::info!(address = %listener.local_addr()?, "listening");
        server::serve(listener, answer, settings, stop).await
    });
    runtime.shutdown_timeout(LAST_WORK);
    served
}
