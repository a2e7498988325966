//! `setProtocol()`, and what `Coroutine\Client::set()` has in common with it: how packages are told
//! apart.

use crate::coroutine::options::size_of;
use crate::zend::{self, Array, Callable, Value};

use super::framing::Framing;
use super::package::{LengthType, MAX_EOF, Rule};

/// Why settings were refused; as a warning says it.
pub type Refused = String;

fn flag(settings: &Array, name: &str) -> bool {
    settings
        .get(name.as_bytes())
        .is_some_and(|value| value.is_truthy())
}

fn number(settings: &Array, name: &str) -> Option<usize> {
    settings
        .get(name.as_bytes())
        .map(|value| usize::try_from(value.to_long()).unwrap_or(0))
}

fn given(settings: &Array, name: &str) -> Option<Value> {
    settings
        .get(name.as_bytes())
        .filter(|value| !value.is_null())
}

/// Sets the rules by which packages are told apart. What the settings do not name stays as it is.
pub fn apply(framing: &Framing, settings: &Array) -> Result<(), Refused> {
    if let Some(value) = given(settings, "package_max_length") {
        framing.rules.borrow_mut().max_length = usize::try_from(size_of(&value)).unwrap_or(0);
    }
    let mut rule = None;
    let mut function = None;
    if settings.get(b"open_eof_check").is_some() || settings.get(b"open_eof_split").is_some() {
        let on = flag(settings, "open_eof_check") || flag(settings, "open_eof_split");
        rule = Some(if on { eof(settings)? } else { Rule::None });
    }
    for (name, fixed) in [
        ("open_mqtt_protocol", Rule::Mqtt),
        ("open_fastcgi_protocol", Rule::FastCgi),
    ] {
        if settings.get(name.as_bytes()).is_some() {
            let on = flag(settings, name);
            rule = Some(if on { fixed } else { rule.unwrap_or_default() });
        }
    }
    if settings.get(b"open_length_check").is_some() {
        if flag(settings, "open_length_check") {
            rule = Some(length(settings)?);
            function = given(settings, "package_length_func")
                .map(|value| {
                    Callable::new(value)
                        .map_err(|reason| format!("function is not callable: {reason}"))
                })
                .transpose()?;
        } else {
            rule = Some(rule.unwrap_or_default());
        }
    }
    if let Some(rule) = rule {
        framing.rules.borrow_mut().rule = rule;
        let old = framing.length_function.replace(function);
        drop(old);
    }
    Ok(())
}

fn eof(settings: &Array) -> Result<Rule, Refused> {
    let mark = given(settings, "package_eof")
        .and_then(|value| value.to_string())
        .unwrap_or(zend::PhpString::new(b"\r\n"));
    match mark.len() {
        0 => Err("package_eof cannot be an empty string".to_owned()),
        1..=MAX_EOF => Ok(Rule::Eof(mark.to_vec())),
        _ => Err("the length of package_eof is too long".to_owned()),
    }
}

fn length(settings: &Array) -> Result<Rule, Refused> {
    let letter = given(settings, "package_length_type").and_then(|value| value.to_string());
    let letter = match letter.as_deref() {
        None => b'N',
        Some([letter]) => *letter,
        Some(_) => b'\0',
    };
    let Some(kind) = LengthType::of_letter(letter) else {
        return Err(format!(
            "unknown package_length_type name '{}', see pack()",
            char::from(letter)
        ));
    };
    Ok(Rule::Length {
        kind,
        offset: number(settings, "package_length_offset").unwrap_or(0),
        body_offset: number(settings, "package_body_offset").unwrap_or(0),
    })
}
