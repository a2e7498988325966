//! Reads the PHP stubs into plain descriptions of what they declare.
//!
//! Stubs are a small part of PHP: namespaces, classes with methods and untyped properties, functions, constants,
//! `class_alias()`. Every declaration needs a docblock, because the stubs are also the reference users read.
//! What a declaration needs beyond PHP stands in its docblock:
//!
//! - `@rust module::path` on a class, function or method: the module under `crate::` with the implementing functions
//! - `@state Type` on a class: its native state, a type of that module
//! - `@implementation-alias name` on a function or method: share the implementation of another one, named
//!   `method`, `Class::method` or `function`
//! - `@not-serializable`, `@uninstantiable`, `@dynamic-properties` on a class
//! - `@reflected-readonly` on a property: reflection calls it readonly, and nothing else does

use crate::lexer::{Error, Kind, Place, Token, tokenize};

/// Everything the stubs declare.
#[derive(Debug, Default)]
pub struct Stubs {
    pub classes: Vec<Class>,
    pub functions: Vec<Function>,
    pub constants: Vec<Constant>,
    pub aliases: Vec<Alias>,
}

/// A class. Names are fully qualified, without a leading backslash.
#[derive(Debug)]
pub struct Class {
    pub place: Place,
    pub name: String,
    pub parent: Option<String>,
    pub interfaces: Vec<String>,
    pub is_final: bool,
    pub is_abstract: bool,
    pub not_serializable: bool,
    pub dynamic_properties: bool,
    pub uninstantiable: bool,
    pub module: Option<String>,
    pub state: Option<String>,
    pub constants: Vec<Constant>,
    pub properties: Vec<Property>,
    pub methods: Vec<Function>,
}

/// A function, or a method (whose name is not qualified).
#[derive(Debug)]
pub struct Function {
    pub place: Place,
    pub name: String,
    pub module: Option<String>,
    pub alias: Option<String>,
    pub modifiers: Modifiers,
    pub parameters: Vec<Parameter>,
    pub returns: Option<Type>,
    /// Declared in `shortnames.php`.
    pub is_short: bool,
}

/// What stands before `function`, a property or a class constant.
#[derive(Clone, Debug, Default)]
pub struct Modifiers {
    pub visibility: Visibility,
    pub is_static: bool,
    pub is_final: bool,
    pub is_readonly: bool,
}

/// Who may use a member.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Visibility {
    #[default]
    Public,
    Protected,
    Private,
}

/// A parameter; `default` is PHP source text.
#[derive(Debug)]
pub struct Parameter {
    pub place: Place,
    pub name: String,
    pub ty: Option<Type>,
    pub default: Option<String>,
    pub by_ref: bool,
    pub variadic: bool,
}

/// A declared type: built-in names in lower case, classes fully qualified.
#[derive(Debug)]
pub struct Type {
    pub place: Place,
    pub builtin: Vec<String>,
    pub classes: Vec<String>,
}

/// A property; untyped, as all of Swoole's are.
#[derive(Debug)]
pub struct Property {
    pub place: Place,
    pub name: String,
    pub default: Literal,
    pub modifiers: Modifiers,
}

/// A constant of a class or, with a qualified name, a global one.
#[derive(Debug)]
pub struct Constant {
    pub place: Place,
    pub name: String,
    pub value: Literal,
}

/// A second name of a class.
#[derive(Debug)]
pub struct Alias {
    pub place: Place,
    pub class: String,
    pub alias: String,
}

/// A value written down as such.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    EmptyArray,
}

const BUILTIN_TYPES: &[&str] = &[
    "array", "bool", "callable", "false", "float", "int", "mixed", "never", "null", "object",
    "static", "string", "true", "void",
];

/// Reads one stub and adds what it declares to `stubs`.
pub fn parse(file: &str, source: &str, stubs: &mut Stubs) -> Result<(), Error> {
    let mut parser = Parser {
        tokens: tokenize(file, source)?,
        position: 0,
        source,
        namespace: String::new(),
        imports: Vec::new(),
        is_short: file.ends_with("shortnames.php"),
    };
    parser.file(stubs)
}

/// A docblock taken apart: its annotations are checked against those the declaration may have.
struct Doc {
    tags: Vec<(String, String)>,
}

impl Doc {
    /// Annotations for this program.
    const OURS: &[&str] = &[
        "rust",
        "state",
        "implementation-alias",
        "not-serializable",
        "dynamic-properties",
        "uninstantiable",
        "reflected-readonly",
    ];
    /// Annotations for readers of the stubs. Any other is taken for a slip of the pen.
    const PHPDOC: &[&str] = &["deprecated", "param", "return", "see", "throws", "var"];

    fn parse(text: &str, place: &Place, allowed: &[&str]) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(place.error("empty docblock"));
        }
        let mut tags = Vec::new();
        for line in text.lines() {
            let Some(line) = line.strip_prefix('@') else {
                continue;
            };
            let (tag, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            if Self::PHPDOC.contains(&tag) {
                continue;
            }
            if !Self::OURS.contains(&tag) {
                return Err(place.error(format_args!("@{tag} is not known")));
            }
            if !allowed.contains(&tag) {
                return Err(place.error(format_args!("@{tag} has no meaning here")));
            }
            tags.push((tag.to_owned(), value.trim().to_owned()));
        }
        Ok(Self { tags })
    }

    fn has(&self, name: &str) -> bool {
        self.tags.iter().any(|(tag, _)| tag == name)
    }

    fn value(&self, name: &str) -> Option<String> {
        self.tags
            .iter()
            .find(|(tag, _)| tag == name)
            .map(|(_, value)| value.clone())
    }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    position: usize,
    source: &'a str,
    namespace: String,
    /// `use` declarations: the short name and what it stands for.
    imports: Vec<(String, String)>,
    is_short: bool,
}

impl Parser<'_> {
    fn file(&mut self, stubs: &mut Stubs) -> Result<(), Error> {
        let mut braces = false;
        loop {
            let token = self.next();
            match &token.kind {
                Kind::End => return Ok(()),
                Kind::Name(word) if word == "namespace" => {
                    if braces {
                        return Err(token.place.error("namespaces cannot be nested"));
                    }
                    self.imports.clear();
                    self.namespace = match self.peek() {
                        Kind::Name(_) => self.name("a namespace")?,
                        _ => String::new(),
                    };
                    braces = self.take("{");
                    if !braces {
                        self.expect(";")?;
                    }
                }
                Kind::Punct("}") if braces => braces = false,
                Kind::Name(word) if word == "use" => {
                    let full = self.name("a class to use")?;
                    let short = full.rsplit('\\').next().unwrap_or(&full).to_owned();
                    self.imports.push((short, full));
                    self.expect(";")?;
                }
                Kind::Name(word) if word == "class_alias" => {
                    let alias = self.class_alias(token.place.clone())?;
                    stubs.aliases.push(alias);
                }
                Kind::Doc(text) => self.declaration(text, stubs)?,
                other => {
                    let message = format!(
                        "expected a docblock and a declaration, found {}",
                        describe(other)
                    );
                    return Err(token.place.error(message));
                }
            }
        }
    }

    /// What follows a docblock outside classes.
    fn declaration(&mut self, doc: &str, stubs: &mut Stubs) -> Result<(), Error> {
        let place = self.place();
        match self.name("a declaration")?.as_str() {
            "const" => {
                Doc::parse(doc, &place, &[])?;
                let mut constant = self.constant(place)?;
                constant.name = self.declared(&constant.name);
                stubs.constants.push(constant);
            }
            "function" => {
                let doc = Doc::parse(doc, &place, &["rust", "implementation-alias"])?;
                let mut function = self.function(&doc, Modifiers::default())?;
                function.name = self.declared(&function.name);
                stubs.functions.push(function);
            }
            word @ ("class" | "final" | "abstract") => {
                if word != "class" && self.name("class")? != "class" {
                    return Err(place.error("expected class"));
                }
                let allowed = [
                    "rust",
                    "state",
                    "not-serializable",
                    "uninstantiable",
                    "dynamic-properties",
                ];
                let doc = Doc::parse(doc, &place, &allowed)?;
                let class = self.class(place, word, &doc)?;
                stubs.classes.push(class);
            }
            other => return Err(place.error(format_args!("{other} is not understood in a stub"))),
        }
        Ok(())
    }

    /// `class_alias(\Some\Name::class, 'Alias');` from its parenthesis on.
    fn class_alias(&mut self, place: Place) -> Result<Alias, Error> {
        if !self.is_short {
            return Err(place.error("short names belong into shortnames.php"));
        }
        self.expect("(")?;
        let name = self.name("a class")?;
        let class = self.resolve(&name);
        self.expect("::")?;
        self.keyword("class")?;
        self.expect(",")?;
        let alias = match self.next() {
            Token {
                kind: Kind::Str(alias),
                ..
            } => alias,
            token => {
                return Err(token
                    .place
                    .error("expected the alias as a string in single quotes"));
            }
        };
        self.expect(")")?;
        self.expect(";")?;
        Ok(Alias {
            place,
            class,
            alias,
        })
    }

    /// A class from its name on. `word` is the first word of its declaration.
    fn class(&mut self, place: Place, word: &str, doc: &Doc) -> Result<Class, Error> {
        let name = self.name("a class name")?;
        let mut class = Class {
            place,
            name: self.declared(&name),
            parent: None,
            interfaces: Vec::new(),
            is_final: word == "final",
            is_abstract: word == "abstract",
            not_serializable: doc.has("not-serializable"),
            dynamic_properties: doc.has("dynamic-properties"),
            uninstantiable: doc.has("uninstantiable"),
            module: doc.value("rust"),
            state: doc.value("state"),
            constants: Vec::new(),
            properties: Vec::new(),
            methods: Vec::new(),
        };
        if self.take_keyword("extends") {
            let parent = self.name("a parent class")?;
            class.parent = Some(self.resolve(&parent));
        }
        if self.take_keyword("implements") {
            loop {
                let interface = self.name("an interface")?;
                class.interfaces.push(self.resolve(&interface));
                if !self.take(",") {
                    break;
                }
            }
        }
        self.expect("{")?;
        while !self.take("}") {
            let token = self.next();
            let Kind::Doc(text) = &token.kind else {
                let message = format!(
                    "expected a docblock and a member, found {}",
                    describe(&token.kind)
                );
                return Err(token.place.error(message));
            };
            self.member(text, &mut class)?;
        }
        Ok(class)
    }

    fn member(&mut self, doc: &str, class: &mut Class) -> Result<(), Error> {
        let place = self.place();
        let mut modifiers = Modifiers::default();
        let mut is_const = false;
        loop {
            if let Kind::Variable(_) = self.peek() {
                break;
            }
            match self
                .name("a modifier, function, const or a property")?
                .as_str()
            {
                "public" => modifiers.visibility = Visibility::Public,
                "protected" => modifiers.visibility = Visibility::Protected,
                "private" => modifiers.visibility = Visibility::Private,
                "static" => modifiers.is_static = true,
                "final" => modifiers.is_final = true,
                "const" => {
                    is_const = true;
                    break;
                }
                "function" => {
                    let doc = Doc::parse(doc, &place, &["rust", "implementation-alias"])?;
                    let method = self.function(&doc, modifiers)?;
                    class.methods.push(method);
                    return Ok(());
                }
                other => {
                    let message =
                        format!("{other} is not understood here (properties have no types)");
                    return Err(place.error(message));
                }
            }
        }
        let allowed: &[&str] = if is_const {
            &[]
        } else {
            &["reflected-readonly"]
        };
        modifiers.is_readonly = Doc::parse(doc, &place, allowed)?.has("reflected-readonly");
        if is_const {
            if modifiers.visibility != Visibility::Public || modifiers.is_final {
                return Err(place.error("class constants are plain public ones"));
            }
            class.constants.push(self.constant(place)?);
            return Ok(());
        }
        let Kind::Variable(name) = self.next().kind else {
            unreachable!("the loop ends at a variable")
        };
        let default = if self.take("=") {
            self.literal()?
        } else {
            Literal::Null
        };
        self.expect(";")?;
        class.properties.push(Property {
            place,
            name,
            default,
            modifiers,
        });
        Ok(())
    }

    /// A constant from its name on.
    fn constant(&mut self, place: Place) -> Result<Constant, Error> {
        let name = self.name("a constant")?;
        self.expect("=")?;
        let value = self.literal()?;
        self.expect(";")?;
        Ok(Constant { place, name, value })
    }

    /// A function or method from its name on.
    fn function(&mut self, doc: &Doc, modifiers: Modifiers) -> Result<Function, Error> {
        let place = self.place();
        if doc.has("rust") && doc.has("implementation-alias") {
            return Err(place.error("@rust and @implementation-alias exclude each other"));
        }
        let name = self.name("a function name")?;
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.take(")") {
            parameters.push(self.parameter()?);
            if !self.take(",") {
                self.expect(")")?;
                break;
            }
        }
        let returns = if self.take(":") {
            Some(self.ty()?)
        } else {
            None
        };
        self.expect("{")?;
        self.expect("}")?;
        Ok(Function {
            place,
            name,
            module: doc.value("rust"),
            alias: doc.value("implementation-alias"),
            modifiers,
            parameters,
            returns,
            is_short: self.is_short,
        })
    }

    fn parameter(&mut self) -> Result<Parameter, Error> {
        let place = self.place();
        let typed = matches!(self.peek(), Kind::Name(_) | Kind::Punct("?"));
        let ty = if typed { Some(self.ty()?) } else { None };
        let by_ref = self.take("&");
        let variadic = self.take("...");
        let name = match self.next() {
            Token {
                kind: Kind::Variable(name),
                ..
            } => name,
            token => return Err(token.place.error("expected a parameter's name")),
        };
        let default = if self.take("=") {
            Some(self.default_text()?)
        } else {
            None
        };
        Ok(Parameter {
            place,
            name,
            ty,
            default,
            by_ref,
            variadic,
        })
    }

    /// The source of a parameter's default: a literal or the name of a constant.
    fn default_text(&mut self) -> Result<String, Error> {
        let start = self.tokens[self.position].start;
        let is_constant = matches!(self.peek(), Kind::Name(name) if !is_literal_word(name));
        if is_constant {
            self.next();
            if self.take("::") {
                self.name("a constant of a class")?;
            }
        } else {
            self.literal()?;
        }
        Ok(self.source[start..self.tokens[self.position - 1].end].to_owned())
    }

    fn ty(&mut self) -> Result<Type, Error> {
        let mut ty = Type {
            place: self.place(),
            builtin: Vec::new(),
            classes: Vec::new(),
        };
        if self.take("?") {
            ty.builtin.push("null".to_owned());
        }
        loop {
            let name = self.name("a type")?;
            let lower = name.to_ascii_lowercase();
            if BUILTIN_TYPES.contains(&lower.as_str()) {
                ty.builtin.push(lower);
            } else if lower == "self" {
                ty.classes.push(lower);
            } else if ["iterable", "parent"].contains(&lower.as_str()) {
                return Err(ty
                    .place
                    .error(format_args!("the type {name} is not supported in stubs")));
            } else {
                ty.classes.push(self.resolve(&name));
            }
            if !self.take("|") {
                return Ok(ty);
            }
        }
    }

    fn literal(&mut self) -> Result<Literal, Error> {
        let token = self.next();
        let literal = match &token.kind {
            Kind::Int(value) => Literal::Int(*value),
            Kind::Float(value) => Literal::Float(*value),
            Kind::Str(value) => Literal::Str(value.clone()),
            Kind::Punct("[") => {
                self.expect("]")?;
                Literal::EmptyArray
            }
            Kind::Punct("-") => match self.next().kind {
                Kind::Int(value) => Literal::Int(-value),
                Kind::Float(value) => Literal::Float(-value),
                _ => return Err(token.place.error("expected a number after -")),
            },
            Kind::Name(word) => match word.to_ascii_lowercase().as_str() {
                "null" => Literal::Null,
                "true" => Literal::Bool(true),
                "false" => Literal::Bool(false),
                _ => {
                    return Err(token
                        .place
                        .error(format_args!("expected a literal value, found {word}")));
                }
            },
            other => {
                return Err(token
                    .place
                    .error(format_args!("expected a value, found {}", describe(other))));
            }
        };
        Ok(literal)
    }

    /// The full name of something declared here.
    fn declared(&self, name: &str) -> String {
        match self.namespace.as_str() {
            "" => name.to_owned(),
            namespace => format!("{namespace}\\{name}"),
        }
    }

    /// The full name of a class mentioned here.
    fn resolve(&self, name: &str) -> String {
        if let Some(full) = name.strip_prefix('\\') {
            return full.to_owned();
        }
        match self.imports.iter().find(|(short, _)| short == name) {
            Some((_, full)) => full.clone(),
            None => self.declared(name),
        }
    }

    fn peek(&self) -> &Kind {
        &self.tokens[self.position].kind
    }

    fn place(&self) -> Place {
        self.tokens[self.position].place.clone()
    }

    /// The next token; the last one, [`Kind::End`], stays.
    fn next(&mut self) -> Token {
        let token = self.tokens[self.position].clone();
        self.position = (self.position + 1).min(self.tokens.len() - 1);
        token
    }

    fn take(&mut self, punctuation: &str) -> bool {
        let found = matches!(self.peek(), Kind::Punct(p) if *p == punctuation);
        if found {
            self.next();
        }
        found
    }

    fn take_keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Kind::Name(name) if name == word);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, punctuation: &str) -> Result<(), Error> {
        if self.take(punctuation) {
            return Ok(());
        }
        let found = describe(self.peek());
        Err(self
            .place()
            .error(format_args!("expected {punctuation}, found {found}")))
    }

    fn keyword(&mut self, word: &str) -> Result<(), Error> {
        if self.take_keyword(word) {
            Ok(())
        } else {
            Err(self.place().error(format_args!("expected {word}")))
        }
    }

    fn name(&mut self, what: &str) -> Result<String, Error> {
        match self.next() {
            Token {
                kind: Kind::Name(name),
                ..
            } => Ok(name),
            Token { kind, place, .. } => {
                Err(place.error(format_args!("expected {what}, found {}", describe(&kind))))
            }
        }
    }
}

fn is_literal_word(name: &str) -> bool {
    ["null", "true", "false"].contains(&name.to_ascii_lowercase().as_str())
}

fn describe(kind: &Kind) -> String {
    match kind {
        Kind::Name(name) => name.clone(),
        Kind::Variable(name) => format!("${name}"),
        Kind::Int(value) => value.to_string(),
        Kind::Float(value) => value.to_string(),
        Kind::Str(value) => format!("'{value}'"),
        Kind::Doc(_) => "a docblock".to_owned(),
        Kind::Punct(punctuation) => (*punctuation).to_owned(),
        Kind::End => "the end of the file".to_owned(),
    }
}
