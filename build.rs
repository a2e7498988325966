//! Turns `stubs/*.php` into the extension's registration tables and tells the crate which PHP it is built for.
//!
//! The stubs are the one description of the PHP-visible API: what IDEs read is what the engine is told, so the two
//! cannot drift apart. See `build/parser.rs` for what a stub may contain.
//!
//! Without the feature `php` there is nothing to do: no PHP is needed to build the pure rooms.

#[path = "build/generate.rs"]
mod generate;
#[path = "build/lexer.rs"]
mod lexer;
#[path = "build/names.rs"]
mod names;
#[path = "build/parser.rs"]
mod parser;
#[path = "build/render.rs"]
mod render;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

/// The versions that get a cfg of their own. They add up: PHP 8.3 has php81, php82 and php83.
const VERSIONS: &[u32] = &[81, 82, 83, 84, 85];

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=stubs");
    for variable in ["PHP", "PHP_CONFIG", "PATH", "EXT_PHP_RS_ALLOWED_BINDINGS"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    println!("cargo::rustc-check-cfg=cfg(php81, php82, php83, php84, php85, php_debug)");

    if env::var_os("CARGO_FEATURE_PHP").is_none() {
        return;
    }
    let steps = [check_bindings, php_cfgs, write_registry];
    for step in steps {
        if let Err(message) = step() {
            println!("cargo::error={}", message.replace('\n', " "));
            exit(1);
        }
    }
}

/// ext-php-rs takes the list of further engine functions from an environment variable that cargo reads from
/// `.cargo/config.toml` of the directory it is started in. Without it hundreds of names are missing; say why.
fn check_bindings() -> Result<(), String> {
    let bindings = env::var("EXT_PHP_RS_ALLOWED_BINDINGS").unwrap_or_default();
    if bindings
        .split(',')
        .any(|name| name == "zend_fiber_switch_context")
    {
        return Ok(());
    }
    Err("EXT_PHP_RS_ALLOWED_BINDINGS is not set as .cargo/config.toml sets it: start cargo inside the repository \
         (with --manifest-path from elsewhere cargo does not read that file)"
        .to_owned())
}

/// Emits `php81` .. `php85` and `php_debug` for the PHP that ext-php-rs builds against, and refuses others.
fn php_cfgs() -> Result<(), String> {
    let php = env::var("PHP").unwrap_or_else(|_| "php".to_owned());
    let php_config = env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".to_owned());

    let code = "echo PHP_VERSION_ID, ' ', (int) PHP_ZTS, ' ', (int) PHP_DEBUG;";
    let answer = run(&php, &["-n", "-r", code])?;
    let numbers: Vec<u32> = answer
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let [version, zts, debug] = numbers[..] else {
        return Err(format!(
            "{php} -r did not tell its version but said: {answer}"
        ));
    };
    let headers = run(&php_config, &["--vernum"])?;
    if headers.trim().parse() != Ok(version) {
        return Err(format!(
            "{php} is PHP {version} but {php_config} belongs to PHP {}: set PHP and PHP_CONFIG to a pair",
            headers.trim()
        ));
    }
    let version = version / 10_000 * 10 + version / 100 % 100;
    if !VERSIONS.contains(&version) {
        return Err(format!(
            "{php} is PHP {}.{}; 8.1 to 8.5 are supported",
            version / 10,
            version % 10
        ));
    }
    for supported in VERSIONS.iter().filter(|supported| **supported <= version) {
        println!("cargo::rustc-cfg=php{supported}");
    }
    if zts == 1 {
        return Err(format!(
            "{php} is built with thread safety (ZTS): a process runs one event loop, so a PHP without it (NTS) is needed"
        ));
    }
    if debug == 1 {
        println!("cargo::rustc-cfg=php_debug");
    }
    Ok(())
}

/// Writes `$OUT_DIR/registry.rs` from the stubs.
fn write_registry() -> Result<(), String> {
    let directory = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("stubs");
    let mut stubs = parser::Stubs::default();
    for path in php_files(&directory)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let source =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        parser::parse(&format!("stubs/{name}"), &source, &mut stubs).map_err(|error| error.0)?;
    }
    let registry = generate::generate(&stubs).map_err(|error| error.0)?;
    let path = PathBuf::from(variable("OUT_DIR")?).join("registry.rs");
    fs::write(&path, registry).map_err(|error| format!("{}: {error}", path.display()))
}

/// The stubs in a settled order, so that the same stubs always give the same tables.
fn php_files(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries =
        fs::read_dir(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "php"));
    files.sort();
    Ok(files)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// What a program prints.
fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| {
            format!("{program} cannot be run ({error}): is PHP with its headers installed?")
        })?;
    if !output.status.success() {
        return Err(format!(
            "{program} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
