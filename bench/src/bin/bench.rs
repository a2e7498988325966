//! `bench`: measures the extension and its references; see `--help` and README.md.

use std::process::ExitCode;

use swoole_bench::driver::options::{Command, parse};
use swoole_bench::driver::run;

fn main() -> ExitCode {
    let outcome = parse(std::env::args().skip(1)).and_then(|command| match command {
        Command::Run(options) => run(&options),
        Command::Print(text) => {
            print!("{text}");
            Ok(true)
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
