//! The functions `swoole_mime_type_*`: media types that the script adds, replaces or takes away, over
//! those of `mime`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::zend::{Array, Call, PhpResult, PhpString};

use super::mime;

thread_local! {
    /// By extension in lower case; `None`: taken away.
    static CHANGES: RefCell<BTreeMap<String, Option<String>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Forgets what the script has changed.
pub fn reset() {
    CHANGES.take();
}

fn key(extension: &[u8]) -> String {
    String::from_utf8_lossy(extension).to_ascii_lowercase()
}

fn find(path: &[u8]) -> Option<Cow<'static, str>> {
    let extension = mime::extension(path)?;
    let changed = CHANGES.with_borrow(|changes| {
        if changes.is_empty() {
            return None;
        }
        changes.get(&key(extension)).cloned()
    });
    match changed {
        Some(changed) => changed.map(Cow::Owned),
        None => mime::by_extension(extension).map(Cow::Borrowed),
    }
}

/// The media type for a path, with the script's changes.
pub fn type_of(path: &[u8]) -> Cow<'static, str> {
    find(path).unwrap_or(Cow::Borrowed(mime::UNKNOWN))
}

fn has(extension: &[u8]) -> bool {
    let mut path = b"x.".to_vec();
    path.extend_from_slice(extension);
    find(&path).is_some()
}

fn change(extension: &[u8], new: Option<String>) {
    CHANGES.with_borrow_mut(|changes| changes.insert(key(extension), new));
}

/// `swoole_mime_type_add(string $suffix, string $mime_type): bool`: false when there is one.
pub fn swoole_mime_type_add(call: &mut Call) -> PhpResult {
    let suffix = call.string(0)?;
    let new = call.string(1)?.to_text();
    let is_new = !has(&suffix);
    if is_new {
        change(&suffix, Some(new));
    }
    call.ret(is_new)
}

/// `swoole_mime_type_set(string $suffix, string $mime_type): void`.
pub fn swoole_mime_type_set(call: &mut Call) -> PhpResult {
    let suffix = call.string(0)?;
    let new = call.string(1)?.to_text();
    change(&suffix, Some(new));
    Ok(())
}

/// `swoole_mime_type_delete(string $suffix): bool`: false when there is none.
pub fn swoole_mime_type_delete(call: &mut Call) -> PhpResult {
    let suffix = call.string(0)?;
    let was = has(&suffix);
    if was {
        change(&suffix, None);
    }
    call.ret(was)
}

/// `swoole_mime_type_get(string $filename): string`.
pub fn swoole_mime_type_get(call: &mut Call) -> PhpResult {
    let found = type_of(&call.string(0)?);
    call.ret(&*found)
}

/// `swoole_mime_type_exists(string $filename): bool`.
pub fn swoole_mime_type_exists(call: &mut Call) -> PhpResult {
    let found = find(&call.string(0)?).is_some();
    call.ret(found)
}

/// `swoole_mime_type_list(): array`: the types by suffix.
pub fn swoole_mime_type_list(call: &mut Call) -> PhpResult {
    let mut all: BTreeMap<String, Option<String>> = mime::all()
        .map(|(extension, kind)| (extension.to_owned(), Some(kind.to_owned())))
        .collect();
    all.extend(CHANGES.with_borrow(Clone::clone));
    let mut list = Array::with_capacity(128);
    for (extension, kind) in all {
        if let Some(kind) = kind {
            list.set(&PhpString::new(extension.as_bytes()), kind.as_str());
        }
    }
    call.ret(list)
}
