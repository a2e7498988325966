//! The settings as the script has given them: read by name and kind. A value that cannot be used is said in the log,
//! and the default holds.

use std::cell::RefCell;
use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::coroutine::options::size_of;
use crate::log::{self, Level};
use crate::zend::array::Key;
use crate::zend::{Array, Value};

/// The `settings` of a server that starts.
pub(super) struct Given<'a> {
    settings: Option<&'a Array>,
    /// The names that were asked for: what remains has no effect.
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Given<'a> {
    pub(super) fn new(settings: Option<&'a Array>) -> Self {
        Self {
            settings,
            asked: RefCell::default(),
        }
    }

    /// The value as it was given. Null counts as not given.
    pub(super) fn value(&self, name: &'static str) -> Option<Value> {
        self.asked.borrow_mut().push(name);
        self.settings?
            .get(name.as_bytes())
            .filter(|value| !value.is_null())
    }

    /// A switch: everything that PHP takes for true is on.
    pub(super) fn flag(&self, name: &'static str, default: bool) -> bool {
        self.value(name).map_or(default, |value| value.is_truthy())
    }

    /// A number of bytes above 0: an integer, or text such as "2M".
    pub(super) fn size(&self, name: &'static str, default: usize) -> usize {
        let Some(value) = self.value(name) else {
            return default;
        };
        match usize::try_from(size_of(&value)) {
            Ok(size) if size > 0 => size,
            _ => {
                unusable(name, &value, "a number of bytes above 0");
                default
            }
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&self, name: &'static str, default: &str) -> String {
        let Some(value) = self.value(name) else {
            return default.to_owned();
        };
        if value.as_array().is_some() {
            unusable(name, &value, "a text");
            return default.to_owned();
        }
        match value.to_string() {
            Some(text) if !text.is_empty() => text.to_text(),
            _ => default.to_owned(),
        }
    }

    /// A whole number above 0.
    pub(super) fn count(&self, name: &'static str, default: usize) -> usize {
        let Some(value) = self.value(name) else {
            return default;
        };
        match usize::try_from(value.to_long()) {
            Ok(count) if count > 0 => count,
            _ => {
                unusable(name, &value, "a whole number above 0");
                default
            }
        }
    }

    /// An integer within `range`.
    pub(super) fn within<T>(&self, name: &'static str, range: RangeInclusive<T>, default: T) -> T
    where
        T: TryFrom<i64> + PartialOrd + Display,
    {
        let Some(value) = self.value(name) else {
            return default;
        };
        match T::try_from(value.to_long()) {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let wanted = format!("a number from {} to {}", range.start(), range.end());
                unusable(name, &value, &wanted);
                default
            }
        }
    }

    /// A number with or without a fraction.
    pub(super) fn number(&self, name: &'static str) -> Option<f64> {
        let value = self.value(name)?;
        let number = value.to_double();
        let is_text_of_none = value
            .as_string()
            .is_some_and(|text| text.to_text().trim().parse::<f64>().is_err());
        if value.as_array().is_some() || is_text_of_none || !number.is_finite() {
            unusable(name, &value, "a number");
            return None;
        }
        Some(number)
    }

    /// A list of texts: an array, or one text with commas. What is not given is not the same as an empty list.
    pub(super) fn texts(&self, name: &'static str) -> Option<Vec<String>> {
        let value = self.value(name)?;
        let text = |value: &Value| value.to_string().map(|text| text.to_text());
        Some(match value.as_array() {
            Some(list) => list.iter().filter_map(|(_, each)| text(&each)).collect(),
            None => text(&value)
                .unwrap_or_default()
                .split(',')
                .map(|each| each.trim().to_owned())
                .filter(|each| !each.is_empty())
                .collect(),
        })
    }

    /// The names that nobody has asked for, with their values.
    pub(super) fn unasked(&self) -> Vec<(String, Value)> {
        let asked = self.asked.borrow();
        let Some(settings) = self.settings else {
            return Vec::new();
        };
        let named = settings.iter().map(|(key, value)| match key {
            Key::Name(name) => (name.to_text(), value),
            Key::Index(index) => (index.to_string(), value),
        });
        named
            .filter(|(name, _)| !asked.contains(&name.as_str()))
            .collect()
    }
}

/// Says that a value was not used.
#[cold]
pub(super) fn unusable(name: &str, value: &Value, wanted: &str) {
    let text = match value.as_array() {
        Some(_) => String::from("array"),
        None => value
            .to_string()
            .map_or_else(|| String::from("object"), |text| text.to_text()),
    };
    log::write(
        Level::Warning,
        &format!("the setting {name} must be {wanted}, {text} was given: the default holds"),
    );
}
