//! build.rs turns the PHP stubs into registration tables; a stub it does not understand must stop the build with
//! file and line, never be half understood. These tests feed its parser and generator small stubs.

#![allow(
    dead_code,
    reason = "the modules belong to build.rs, which uses more of them"
)]

#[path = "../build/generate.rs"]
mod generate;
#[path = "../build/lexer.rs"]
mod lexer;
#[path = "../build/names.rs"]
mod names;
#[path = "../build/parser.rs"]
mod parser;
#[path = "../build/render.rs"]
mod render;

/// The tables for one stub, or the message the build would stop with.
fn generate(file: &str, stub: &str) -> Result<String, String> {
    let mut stubs = parser::Stubs::default();
    parser::parse(file, stub, &mut stubs).map_err(|error| error.0)?;
    generate::generate(&stubs).map_err(|error| error.0)
}

/// The tables without line breaks and indentation.
fn tables(stub: &str) -> String {
    let text = generate("a.php", stub).unwrap_or_else(|error| panic!("{error}"));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_method_becomes_a_table_row_and_a_handler() {
    let tables = tables(
        "<?php
        namespace Swoole\\Http;
        use Swoole\\WebSocket\\Frame;
        /** A class.
         * @rust http::thing
         * @state ThingState
         * @not-serializable */
        final class Thing extends \\ArrayObject implements \\Stringable {
            /** A method. */
            public static function sendIt(Frame|string|false $data, ?int &$n = null, mixed ...$more): bool {}
        }",
    );
    for expected in [
        "name: c\"Swoole\\\\Http\\\\Thing\", slot: &class::HTTP_THING, parent: Some(c\"ArrayObject\"), \
         interfaces: &[c\"Stringable\"], flags: ACC_FINAL | ACC_NOT_SERIALIZABLE,",
        "create: Some(crate::zend::native::create::<crate::http::thing::ThingState>),",
        "ArgDef { name: c\"data\", ty: TypeDef { class: Some(c\"Swoole\\\\WebSocket\\\\Frame\"), \
         mask: MAY_BE_STRING | MAY_BE_FALSE }, default: None, by_ref: false, variadic: false }",
        "ArgDef { name: c\"n\", ty: TypeDef { class: None, mask: MAY_BE_NULL | MAY_BE_LONG }, \
         default: Some(c\"null\"), by_ref: true, variadic: false }",
        "required: 1, returns: Some(TypeDef { class: None, mask: MAY_BE_BOOL }), flags: ACC_PUBLIC | ACC_STATIC,",
        "crate::zend::dispatch(ex, ret, 1, u32::MAX, 0xc, crate::http::thing::send_it)",
    ] {
        assert!(tables.contains(expected), "{expected}\nis not in\n{tables}");
    }
}

#[test]
fn a_redeclared_property_keeps_its_parents_slot() {
    let tables = tables(
        "<?php
        /** B, before its parent. */
        class B extends A {
            /** @var int */
            public $one = 8;
            /** @var int */
            public $streamId = -1;
        }
        /** A. */
        class A {
            /** @var string */
            public $zero = 'it\\'s';
            /** @var int */
            public $one = 1;
        }
        /** Below a class of the engine the engine counts. */
        class C extends \\Exception {
            /** @var int */
            private $flags = 0;
        }",
    );
    let slots = &tables[tables.find("pub mod slot").expect("slots")..];
    assert_eq!(
        slots,
        "pub mod slot { /// `A` pub mod a { /// `$zero` pub const ZERO: usize = 0; /// `$one` pub const ONE: usize = 1; } \
         /// `B` pub mod b { /// `$zero` pub const ZERO: usize = 0; /// `$one` pub const ONE: usize = 1; \
         /// `$streamId` pub const STREAM_ID: usize = 2; } }"
    );
    let (a, b) = (tables.find("name: c\"A\""), tables.find("name: c\"B\""));
    assert!(a < b, "a parent is registered before its child");
    assert!(tables.contains("name: \"zero\", default: Value::Str(\"it's\")"));
    assert!(tables.contains("name: \"streamId\", default: Value::Long(-1)"));
}

#[test]
fn short_names_are_apart() {
    let stub = "<?php
        namespace {
            /** Long. @rust is only read at the beginning of a line
             * @rust util */
            function swoole_x(): void {}
            /** Short.
             * @implementation-alias swoole_x */
            function x(): void {}
        }
        namespace Swoole {
            /** A class. */
            class X {
            }
            class_alias(\\Swoole\\X::class, 'Co\\X');
        }";
    let tables = generate("shortnames.php", stub).expect("is understood");
    assert!(tables.contains("pub static FUNCTIONS: &[FunctionDef] = &[\n];"));
    assert!(tables.contains("AliasDef { alias: c\"Co\\\\X\", class: c\"Swoole\\\\X\" },"));
    assert_eq!(tables.matches("crate::util::swoole_x)").count(), 2);
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    let cases = [
        (
            "function f() {}",
            "2: expected a docblock and a declaration, found function",
        ),
        (
            "/** F. */\nfunction f(): int {}",
            "3: nothing says where the implementation is: @rust or @implementation-alias",
        ),
        (
            "/** F.\n@rust a */\nfunction f(): iterable {}",
            "4: the type iterable is not supported in stubs",
        ),
        (
            "/** F.\n@rust a */\nfunction f(int $a = B) {}",
            "4: there is no constant B",
        ),
        (
            "/** F.\n@rust a */\nfunction f(int $a = 1, $b) {}",
            "4: a required parameter after an optional one",
        ),
        (
            "/** F.\n@rust a */\nfunction f(...$a, $b) {}",
            "4: a parameter after a variadic one",
        ),
        (
            "/** F.\n@rust a */\nfunction f() { return 1; }",
            "4: expected }, found return",
        ),
        (
            "/** F.\n@implementation-alias g */\nfunction f() {}",
            "4: @implementation-alias: there is no g",
        ),
        (
            "/** F.\n@implementation-alias f */\nfunction f() {}",
            "4: @implementation-alias goes in a circle",
        ),
        (
            "/** F.\n@rust a\n@implementation-alias g */\nfunction f() {}",
            "5: @rust and @implementation-alias exclude each other",
        ),
        (
            "/** F.\n@rsut a */\nfunction f() {}",
            "4: @rsut is not known",
        ),
        (
            "/** C.\n@rust a */\nconst C = 1;",
            "4: @rust has no meaning here",
        ),
        (
            "/** C. */\nconst C = 1;\n/** C. */\nconst C = 2;",
            "5: the constant C is declared twice",
        ),
        (
            "/** C. */\nconst C = A;",
            "3: expected a literal value, found A",
        ),
        (
            "/** C. */\nconst C = \"b\";",
            "3: '\"' is not understood in a stub",
        ),
        (
            "/** C. */\nconst C = 010;",
            "3: 010 is not a number understood here",
        ),
        ("/** C. */\nconst C = 'a", "3: string without an end"),
        ("/** A.", "2: docblock without an end"),
        ("/** */\nconst C = 1;", "3: empty docblock"),
        (
            "/** A. */\nclass A {\npublic $a;\n}",
            "4: expected a docblock and a member, found public",
        ),
        (
            "/** A. */\nclass A {\n/** P. */\npublic int $a;\n}",
            "5: int is not understood here (properties have no types)",
        ),
        (
            "/** A. */\nclass A {\n/** P. */\npublic static $a;\n}",
            "5: properties are neither static nor final",
        ),
        (
            "/** A. */\nclass A extends A {}",
            "3: the class inherits from itself",
        ),
        (
            "/** A.\n@state B */\nclass A {}",
            "4: @state needs @rust, the module of the type",
        ),
        (
            "/** A. */\ntrait A {}",
            "3: trait is not understood in a stub",
        ),
        (
            "class_alias(\\A::class, 'B');",
            "2: short names belong into shortnames.php",
        ),
    ];
    for (stub, expected) in cases {
        let result = generate("a.php", &format!("<?php\n{stub}"));
        assert_eq!(
            result.err().as_deref(),
            Some(format!("a.php:{expected}").as_str()),
            "for {stub}"
        );
    }
}

#[test]
fn names_become_those_of_rust() {
    let cases = [
        ("getCid", "get_cid"),
        ("isCanceled", "is_canceled"),
        ("rawcookie", "rawcookie"),
        ("setRawCookie", "set_raw_cookie"),
        ("__construct", "construct"),
        ("__toString", "to_string"),
        ("yield", "yield_"),
        ("swoole_cpu_num", "swoole_cpu_num"),
    ];
    for (php, rust) in cases {
        assert_eq!(names::rust_name(php), rust);
    }
    assert_eq!(
        names::upper_snake(names::short("Swoole\\WebSocket\\CloseFrame")),
        "WEBSOCKET_CLOSE_FRAME"
    );
    assert_eq!(
        names::upper_snake(names::short("Swoole\\Http2\\Request")),
        "HTTP2_REQUEST"
    );
}
