//! Single values of the tables as Rust source.

use std::fmt::Write;

use crate::lexer::Error;
use crate::parser::{Constant, Literal, Modifiers, Type, Visibility};

/// Type bits: `MAY_BE_*` of Zend/zend_type_info.h, which are `1 << IS_*`.
pub const TYPE_BITS: &[(&str, &str, u32)] = &[
    ("null", "MAY_BE_NULL", 1 << 1),
    ("false", "MAY_BE_FALSE", 1 << 2),
    ("true", "MAY_BE_TRUE", 1 << 3),
    ("bool", "MAY_BE_BOOL", 1 << 2 | 1 << 3),
    ("int", "MAY_BE_LONG", 1 << 4),
    ("float", "MAY_BE_DOUBLE", 1 << 5),
    ("string", "MAY_BE_STRING", 1 << 6),
    ("array", "MAY_BE_ARRAY", 1 << 7),
    ("object", "MAY_BE_OBJECT", 1 << 8),
    ("mixed", "MAY_BE_ANY", 0x3fe),
    ("callable", "MAY_BE_CALLABLE", 1 << 12),
    ("void", "MAY_BE_VOID", 1 << 14),
    ("static", "MAY_BE_STATIC", 1 << 15),
    ("never", "MAY_BE_NEVER", 1 << 17),
];

/// Flags: `ZEND_ACC_*` of Zend/zend_compile.h.
pub const FLAGS: &[(&str, u32)] = &[
    ("ACC_PUBLIC", 1),
    ("ACC_PROTECTED", 1 << 1),
    ("ACC_PRIVATE", 1 << 2),
    ("ACC_STATIC", 1 << 4),
    ("ACC_FINAL", 1 << 5),
    ("ACC_ABSTRACT", 1 << 6),
    ("ACC_READONLY", 1 << 7),
    ("ACC_ALLOW_DYNAMIC_PROPERTIES", 1 << 15),
    ("ACC_NOT_SERIALIZABLE", 1 << 29),
];

pub fn type_def(ty: &Type) -> Result<String, Error> {
    let mut bits = Vec::new();
    for builtin in &ty.builtin {
        match TYPE_BITS.iter().find(|(name, ..)| name == builtin) {
            Some((_, bit, _)) => bits.push(*bit),
            None => {
                return Err(ty
                    .place
                    .error(format_args!("the type {builtin} is not supported in stubs")));
            }
        }
    }
    let class = (!ty.classes.is_empty()).then(|| c_string(&ty.classes.join("|")));
    Ok(format!(
        "TypeDef {{ class: {}, mask: {} }}",
        option(class),
        join_flags(&bits)
    ))
}

/// The types of values that a function with this declaration may leave in its return slot, as `1 << IS_*` bits.
pub fn return_mask(returns: Option<&Type>) -> u32 {
    const NULL: u32 = 1 << 1;
    const ARRAY: u32 = 1 << 7;
    const OBJECT: u32 = 1 << 8;
    const ANY: u32 = 0x3fe;
    let Some(ty) = returns else { return ANY };
    let builtin = ty.builtin.iter().map(|name| match name.as_str() {
        "void" => NULL,
        "static" => OBJECT,
        "callable" => 1 << 6 | ARRAY | OBJECT,
        "never" => 0,
        name => TYPE_BITS
            .iter()
            .find(|(known, ..)| *known == name)
            .map_or(0, |(.., bits)| *bits),
    });
    let class = if ty.classes.is_empty() { 0 } else { OBJECT };
    builtin.fold(class, |mask, bits| mask | bits)
}

pub fn constant_def(out: &mut String, indent: &str, constant: &Constant) {
    let (name, value) = (&constant.name, value(&constant.value));
    let _ = writeln!(
        out,
        "{indent}ConstantDef {{ name: {name:?}, value: {value} }},"
    );
}

pub fn value(literal: &Literal) -> String {
    match literal {
        Literal::Null => "Value::Null".to_owned(),
        Literal::Bool(value) => format!("Value::Bool({value})"),
        Literal::Int(value) => format!("Value::Long({value})"),
        Literal::Float(value) => format!("Value::Double({value:?})"),
        Literal::Str(value) => format!("Value::Str({value:?})"),
        Literal::EmptyArray => "Value::EmptyArray".to_owned(),
    }
}

pub fn modifier_flags(modifiers: &Modifiers) -> String {
    let mut flags = vec![match modifiers.visibility {
        Visibility::Public => "ACC_PUBLIC",
        Visibility::Protected => "ACC_PROTECTED",
        Visibility::Private => "ACC_PRIVATE",
    }];
    flags.extend(modifiers.is_static.then_some("ACC_STATIC"));
    flags.extend(modifiers.is_final.then_some("ACC_FINAL"));
    flags.extend(modifiers.is_readonly.then_some("ACC_READONLY"));
    join_flags(&flags)
}

pub fn join_flags(flags: &[&str]) -> String {
    if flags.is_empty() {
        "0".to_owned()
    } else {
        flags.join(" | ")
    }
}

pub fn option(value: Option<String>) -> String {
    value.map_or("None".to_owned(), |value| format!("Some({value})"))
}

/// A `c"..."` literal.
pub fn c_string(text: &str) -> String {
    format!("c{text:?}")
}
