//! Values of a row: from PHP's into bytes and back.

use crate::error::code;
use crate::log::{self, Level};
use crate::zend::array::Key;
use crate::zend::{Array, PhpString, Thrown, Value};

use super::columns::{Column, Columns, Kind, LENGTH};
use super::store::{Bucket, Row};

/// A value for a column, ready to be written. Everything that may call PHP code has been done.
pub struct Field {
    offset: usize,
    bytes: Vec<u8>,
}

impl Field {
    fn new(key: &[u8], column: &Column, value: &Value) -> Result<Self, Thrown> {
        let bytes = match column.kind {
            Kind::Int => value.to_long().to_ne_bytes().to_vec(),
            Kind::Float => value.to_double().to_ne_bytes().to_vec(),
            Kind::Text(most) => {
                let text = value.to_string().ok_or(Thrown)?;
                if text.len() > most {
                    log::write(
                        Level::Warning,
                        &format!(
                            "table_marshal_values(): [key={},field={}]string value is too long",
                            String::from_utf8_lossy(key),
                            String::from_utf8_lossy(&column.name)
                        ),
                    );
                }
                text_bytes(&text[..text.len().min(most)])
            }
        };
        if crate::zend::globals::exception_pending() {
            return Err(Thrown);
        }
        Ok(Self {
            offset: column.offset,
            bytes,
        })
    }

    /// Writes it.
    pub fn write(&self, bucket: &Bucket<'_>, row: Row) {
        bucket.write(row, self.offset, &self.bytes);
    }

    /// Whether the row has this value.
    pub fn is_in(&self, bucket: &Bucket<'_>, row: Row) -> bool {
        let mut there = vec![0; self.bytes.len()];
        bucket.read(row, self.offset, &mut there);
        there == self.bytes
    }
}

fn text_bytes(text: &[u8]) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(LENGTH + text.len());
    bytes.extend_from_slice(&length.to_ne_bytes());
    bytes.extend_from_slice(text);
    bytes
}

/// The values of an array for columns there are; the second: whether there was a column for each.
pub fn fields(key: &[u8], columns: &Columns, values: &Array) -> Result<(Vec<Field>, bool), Thrown> {
    let mut fields = Vec::with_capacity(values.len());
    let mut all_known = true;
    for (name, value) in values.iter() {
        let name = match name {
            Key::Name(name) => name.to_vec(),
            Key::Index(number) => number.to_string().into_bytes(),
        };
        match columns.find(&name) {
            Some(column) => fields.push(Field::new(key, column, &value)?),
            None => all_known = false,
        }
    }
    Ok((fields, all_known))
}

fn word(data: &[u8], offset: usize) -> [u8; 8] {
    let mut bytes = [0; 8];
    if let Some(there) = data.get(offset..offset + 8) {
        bytes.copy_from_slice(there);
    }
    bytes
}

/// The value of a column in a row's data.
pub fn value(column: &Column, data: &[u8]) -> Value {
    match column.kind {
        Kind::Int => Value::from(i64::from_ne_bytes(word(data, column.offset))),
        Kind::Float => Value::from(f64::from_ne_bytes(word(data, column.offset))),
        Kind::Text(most) => {
            let rest = data.get(column.offset..).unwrap_or_default();
            let Some((length, text)) = rest.split_first_chunk::<LENGTH>() else {
                return Value::null();
            };
            let length = (u32::from_ne_bytes(*length) as usize).min(most);
            Value::from(PhpString::new(text.get(..length).unwrap_or_default()))
        }
    }
}

/// A row as an array.
pub fn array(columns: &Columns, data: &[u8]) -> Array {
    let mut array = Array::with_capacity(u32::try_from(columns.iter().count()).unwrap_or(0));
    for column in columns.iter() {
        array.set(&PhpString::new(&column.name), value(column, data));
    }
    array
}

/// Adds to a number of a row and returns the sum; `None` for a text.
pub fn add(column: &Column, bucket: &Bucket<'_>, row: Row, by: &Value, sign: i64) -> Option<Value> {
    let mut bytes = [0; 8];
    if matches!(column.kind, Kind::Text(_)) {
        return None;
    }
    bucket.read(row, column.offset, &mut bytes);
    if column.kind == Kind::Float {
        #[expect(clippy::cast_precision_loss, reason = "1 or -1")]
        let sum = f64::from_ne_bytes(bytes) + sign as f64 * by.to_double();
        bucket.write(row, column.offset, &sum.to_ne_bytes());
        return Some(Value::from(sum));
    }
    let sum = i64::from_ne_bytes(bytes).wrapping_add(sign.wrapping_mul(by.to_long()));
    bucket.write(row, column.offset, &sum.to_ne_bytes());
    Some(Value::from(sum))
}

/// `E_WARNING`, the last error, and false.
pub fn refuse(call: &mut crate::zend::Call, message: &str) -> crate::zend::PhpResult {
    crate::zend::warning(message);
    crate::error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}
