//! The program `generator`: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    generator::cli::run(std::env::args_os().skip(1))
}
