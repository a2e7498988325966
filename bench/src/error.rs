//! What can end a measurement. All of it is shown to a person, none of it is recovered from.

use std::fmt;
use std::io;

/// Short for the results of this package.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a measurement did not come about.
#[derive(Debug)]
pub enum Error {
    /// The command line was not understood.
    Usage(String),
    /// The operating system said no; the first field says to what.
    Io(String, io::Error),
    /// The server sent something other than it should have.
    Wrong(String),
    /// The server closed a connection that should have stayed open.
    Closed(String),
    /// Nothing arrived for a long time.
    Stalled(String),
    /// A server could not be started or ended by itself.
    Server(String),
}

impl Error {
    /// For `map_err`: an I/O error with what was being done.
    pub fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let doing = doing.into();
        move |error| Error::Io(doing, error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(what) => write!(f, "{what} (--help lists the options)"),
            Error::Io(doing, error) => write!(f, "{doing}: {error}"),
            Error::Wrong(what) => write!(f, "wrong answer: {what}"),
            Error::Closed(what) => write!(f, "connection lost: {what}"),
            Error::Stalled(what) => write!(f, "stalled: {what}"),
            Error::Server(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Error {}
