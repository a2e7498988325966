//! Cuts a PHP stub into tokens.
//!
//! Only what stubs are made of: names, variables, literals, punctuation and docblocks. Ordinary comments are
//! skipped. Anything else is an error that names file and line, never a guess.

/// A place in a stub, written `file:line` in messages.
#[derive(Clone, Debug)]
pub struct Place {
    pub file: std::rc::Rc<str>,
    pub line: usize,
}

/// A message with the place it is about.
#[derive(Debug)]
pub struct Error(pub String);

impl Place {
    /// An error at this place.
    pub fn error(&self, message: impl std::fmt::Display) -> Error {
        Error(format!("{}:{}: {message}", self.file, self.line))
    }
}

/// What a token is. Names keep their backslashes, variables lose their `$`, docblocks their stars.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Name(String),
    Variable(String),
    Int(i64),
    Float(f64),
    Str(String),
    Doc(String),
    Punct(&'static str),
    End,
}

/// A token, where it stands and which bytes of the source it covers.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub place: Place,
    pub start: usize,
    pub end: usize,
}

/// Longest first, so that `::` is not read as `:`.
const PUNCTUATION: &[&str] = &[
    "...", "::", "{", "}", "(", ")", "[", "]", ";", ",", "=", "|", "?", "&", ":", "-",
];

/// Cuts `source` into tokens, ending with [`Kind::End`].
pub fn tokenize(file: &str, source: &str) -> Result<Vec<Token>, Error> {
    let mut lexer = Lexer {
        source,
        position: 0,
        place: Place {
            file: file.into(),
            line: 1,
        },
    };
    let mut tokens = Vec::new();
    if !lexer.take("<?php") {
        return Err(lexer.place.error("a stub begins with <?php"));
    }
    loop {
        let token = lexer.next()?;
        let last = token.kind == Kind::End;
        tokens.push(token);
        if last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    source: &'a str,
    position: usize,
    place: Place,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.position..]
    }

    /// Moves on by `length` bytes, counting lines, and returns them.
    fn advance(&mut self, length: usize) -> &str {
        let text = &self.source[self.position..self.position + length];
        self.place.line += text.matches('\n').count();
        self.position += length;
        text
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.advance(text.len());
        }
        found
    }

    /// The length of the longest beginning made of characters that satisfy `accept`.
    fn span(&self, accept: impl Fn(char) -> bool) -> usize {
        self.rest()
            .find(|c| !accept(c))
            .unwrap_or(self.rest().len())
    }

    fn skip_space_and_comments(&mut self) -> Result<(), Error> {
        loop {
            let space = self.span(char::is_whitespace);
            self.advance(space);
            let rest = self.rest();
            if rest.starts_with("//") {
                let length = self.span(|c| c != '\n');
                self.advance(length);
            } else if rest.starts_with("/*") && !rest.starts_with("/**") {
                let Some(length) = rest.find("*/") else {
                    return Err(self.place.error("comment without an end"));
                };
                self.advance(length + 2);
            } else {
                return Ok(());
            }
        }
    }

    fn next(&mut self) -> Result<Token, Error> {
        self.skip_space_and_comments()?;
        let (place, start) = (self.place.clone(), self.position);
        let kind = self.kind()?;
        Ok(Token {
            kind,
            place,
            start,
            end: self.position,
        })
    }

    fn kind(&mut self) -> Result<Kind, Error> {
        let Some(first) = self.rest().chars().next() else {
            return Ok(Kind::End);
        };
        if self.rest().starts_with("/**") {
            let Some(length) = self.rest().find("*/") else {
                return Err(self.place.error("docblock without an end"));
            };
            let text = self.advance(length + 2);
            return Ok(Kind::Doc(doc_text(text)));
        }
        if first == '$' {
            self.advance(1);
            let length = self.span(|c| c.is_ascii_alphanumeric() || c == '_');
            return Ok(Kind::Variable(self.advance(length).to_owned()));
        }
        if first == '\\' || first == '_' || first.is_ascii_alphabetic() {
            let length = self.span(|c| c.is_ascii_alphanumeric() || c == '_' || c == '\\');
            return Ok(Kind::Name(self.advance(length).to_owned()));
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        if first == '\'' {
            return self.string();
        }
        for punctuation in PUNCTUATION {
            if self.take(punctuation) {
                return Ok(Kind::Punct(punctuation));
            }
        }
        Err(self
            .place
            .error(format_args!("{first:?} is not understood in a stub")))
    }

    fn number(&mut self) -> Result<Kind, Error> {
        let place = self.place.clone();
        let length = self.span(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
        let text = self.advance(length).replace('_', "");
        let hexadecimal = text.strip_prefix("0x");
        let value = match hexadecimal {
            Some(digits) => i64::from_str_radix(digits, 16).ok().map(Kind::Int),
            None if text.contains('.') => text.parse().ok().map(Kind::Float),
            // PHP reads a leading 0 as octal; nobody needs that here.
            None if text.len() > 1 && text.starts_with('0') => None,
            None => text.parse().ok().map(Kind::Int),
        };
        value.ok_or_else(|| place.error(format_args!("{text} is not a number understood here")))
    }

    /// A string in single quotes. Double quotes are refused: their escapes would have to be understood.
    fn string(&mut self) -> Result<Kind, Error> {
        let place = self.place.clone();
        self.advance(1);
        let mut value = String::new();
        loop {
            let Some(next) = self.rest().chars().next() else {
                return Err(place.error("string without an end"));
            };
            self.advance(next.len_utf8());
            match next {
                '\'' => return Ok(Kind::Str(value)),
                '\\' if self.rest().starts_with(['\'', '\\']) => value.push_str(self.advance(1)),
                other => value.push(other),
            }
        }
    }
}

/// The text of a docblock without its slashes and stars, one line a line.
fn doc_text(comment: &str) -> String {
    let inner = comment.trim_start_matches("/**").trim_end_matches("*/");
    let lines = inner.lines().map(|line| {
        let line = line.trim();
        line.strip_prefix('*').unwrap_or(line).trim()
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
