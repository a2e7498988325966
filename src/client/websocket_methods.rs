//! The WebSocket side of `Swoole\Coroutine\Http\Client`: upgrade, push, recv, ping, disconnect (spec/coroutine-runtime
//! §6.6).

use std::rc::Rc;

use tungstenite::handshake::derive_accept_key;

use crate::coroutine;
use crate::coroutine::bound::{Doing, already_bound};
use crate::error::{self, code};
use crate::slot::coroutine_http_client as slot;
use crate::websocket::client::{ClientPolicy, WebSocket};
use crate::websocket::close;
use crate::websocket::codec;
use crate::websocket::connection::{PushError, RecvError};
use crate::websocket::extension::{self, Agreement};
use crate::websocket::frame;
use crate::websocket::handshake;
use crate::websocket::outgoing::{Arguments, Outgoing, PackError, flag};
use crate::zend::{self, Array, Call, Object, PhpResult, PhpString, Value};

use super::class::{ClientState, key_name, set_error, set_failure, status};
use super::encode::websocket_key;
use super::exchange;
use super::head::Upgrade;

/// Why a 101 is not taken for one.
const REFUSED: &str =
    "websocket handshake failed: invalid Upgrade/Connection/Sec-WebSocket-Accept headers";
const EXTENSIONS: &str = "Sec-Websocket-Extensions";
const PROTOCOL: &str = "Sec-WebSocket-Protocol";

/// `upgrade(string $path): bool`: true for every complete response, also when it is no 101.
pub fn upgrade(call: &mut Call) -> PhpResult {
    let path = call.string(0)?;
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    let settings = state.base.settings();
    let policy = settings.websocket_policy();
    let key = websocket_key();
    this.set(slot::REQUEST_METHOD, "GET");
    state.defer.set(false);
    this.with_array(slot::REQUEST_HEADERS, |headers| {
        let has_protocol = !lines(headers, PROTOCOL).is_empty();
        let mut set = |name: &str, value: &str| {
            headers.set(&PhpString::new(name.as_bytes()), value);
        };
        set("Connection", "Upgrade");
        set("Upgrade", "websocket");
        set("Sec-WebSocket-Version", handshake::VERSION);
        set("Sec-WebSocket-Key", &key);
        if let Some(compression) = &policy.compression {
            set(EXTENSIONS, &extension::offer(compression.preferences));
        }
        if let Some(protocol) = &settings.websocket.subprotocol
            && !has_protocol
        {
            set(PROTOCOL, protocol);
        }
    });
    let upgrade = Upgrade { key };
    if !exchange::request(call, &path, Some(&upgrade))? {
        return call.ret(false);
    }
    if this.get(slot::STATUS_CODE).as_long() != Some(101) {
        return call.ret(true);
    }
    let connection = state.connection.borrow().clone();
    let agreed = agreement(&this, &upgrade, &policy);
    let (Some(connection), Some(agreement)) = (connection, agreed) else {
        state.disconnect(&this);
        error::set_last(code::WEBSOCKET_HANDSHAKE_FAILED);
        this.set(slot::STATUS_CODE, status::SERVER_RESET);
        this.set(slot::ERR_CODE, i64::from(code::WEBSOCKET_HANDSHAKE_FAILED));
        this.set(slot::ERR_MSG, REFUSED);
        return call.ret(false);
    };
    let (stream, ahead) = connection.take_over();
    let websocket = WebSocket::new(stream, ahead, policy, agreement);
    connection.upgraded(&websocket);
    *state.websocket.borrow_mut() = Some(websocket);
    call.ret(true)
}

/// All lines of a header, whatever the case of its name is.
fn lines(headers: &Array, name: &str) -> Vec<PhpString> {
    let mut lines = Vec::new();
    for (key, value) in headers.iter() {
        if key_name(&key).is_none_or(|key| !key.eq_ignore_ascii_case(name.as_bytes())) {
            continue;
        }
        match value.as_array() {
            Some(list) => lines.extend(list.iter().filter_map(|(_, line)| line.to_string())),
            None => lines.extend(value.to_string()),
        }
    }
    lines
}

/// Whether any of the lines lists `token` (RFC 9110 §5.6.1).
fn list(lines: &[PhpString], token: &[u8]) -> bool {
    lines
        .iter()
        .flat_map(|line| line.split(|byte| *byte == b','))
        .any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token))
}

/// What a 101 agrees to; `None`: it is not the answer to our request (RFC 6455 §4.1).
fn agreement(this: &Object, upgrade: &Upgrade, policy: &ClientPolicy) -> Option<Option<Agreement>> {
    let headers = this.get(slot::HEADERS).as_array()?;
    let sent = this.get(slot::REQUEST_HEADERS).as_array()?;
    let accept = lines(&headers, "sec-websocket-accept");
    let expected = derive_accept_key(upgrade.key.as_bytes());
    let is_answer = list(&lines(&headers, "upgrade"), b"websocket")
        && list(&lines(&headers, "connection"), b"upgrade")
        && matches!(&accept[..], [only] if only.trim_ascii() == expected.as_bytes());
    let offered = lines(&sent, PROTOCOL);
    let is_offered = lines(&headers, PROTOCOL)
        .iter()
        .all(|chosen| list(&offered, chosen.trim_ascii()));
    if !is_answer || !is_offered {
        return None;
    }
    let answer = lines(&headers, EXTENSIONS);
    match &policy.compression {
        None if answer.is_empty() => Some(None),
        // The script may have offered something of its own: it is its own to understand.
        None if !lines(&sent, EXTENSIONS).is_empty() => Some(None),
        None => None,
        Some(compression) => {
            let answer = answer.iter().map(|line| &line[..]);
            extension::accept_answer(answer, compression.preferences).ok()
        }
    }
}

/// The connection, once upgraded; else the properties say why there is none.
fn websocket(call: &Call) -> Option<Rc<WebSocket>> {
    let state: &ClientState = call.state();
    if let Some(websocket) = &*state.websocket.borrow() {
        return Some(websocket.clone());
    }
    let this = call.this();
    if state.connection.borrow().is_none() {
        set_error(&this, code::CLIENT_NO_CONNECTION);
    } else {
        zend::warning("websocket handshake failed, cannot push data");
        set_failure(&this, status::CONNECT_FAILED, code::PHP_FATAL_ERROR);
    }
    None
}

/// `recv(float $timeout = 0): Frame|string|bool`: the next frame; without a WebSocket the response to the request that
/// was deferred.
pub fn recv(call: &mut Call) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let state: &ClientState = call.state();
    state.base.server()?;
    let websocket = state.websocket.borrow().clone();
    let Some(websocket) = websocket else {
        let received = exchange::receive_deferred(call, timeout)?;
        return call.ret(received);
    };
    coroutine::require_coroutine()?;
    let this = call.this();
    let limit = state.base.settings().timeout(timeout);
    let received = websocket.recv(limit);
    if websocket.is_over() && state.is_websocket(&websocket) {
        state.disconnect(&this);
    }
    match received {
        Ok(incoming) => {
            error::set_last(0);
            call.ret(frame::of(websocket.fd(), incoming, 0))
        }
        Err(RecvError::Closed) => {
            error::set_last(0);
            call.ret(PhpString::empty())
        }
        Err(RecvError::Code(code::CO_HAS_BEEN_BOUND)) => Err(already_bound(
            websocket.fd(),
            websocket.reader_id(),
            Doing::Reading,
        )),
        Err(RecvError::Code(errno)) => {
            set_failure(&this, status::SERVER_RESET, errno);
            if zend::globals::exception_pending() {
                Err(zend::Thrown)
            } else {
                call.ret(false)
            }
        }
    }
}

/// A refusal to pack: a warning, and false.
fn ret_refused(call: &mut Call, refused: PackError) -> PhpResult {
    let PackError::Refused(reason) = refused else {
        return Err(zend::Thrown);
    };
    zend::warning(&reason);
    let this = call.this();
    set_error(&this, code::WEBSOCKET_PACK_FAILED);
    this.set(slot::ERR_MSG, "websocket frame pack failed");
    call.ret(false)
}

/// `push(mixed $data, int $opcode = SWOOLE_WEBSOCKET_OPCODE_TEXT, int $flags = SWOOLE_WEBSOCKET_FLAG_FIN): bool`.
pub fn push(call: &mut Call) -> PhpResult {
    let arguments = Arguments::of(call)?;
    let state: &ClientState = call.state();
    state.base.server()?;
    let Some(websocket) = websocket(call) else {
        return call.ret(false);
    };
    match arguments.frame().and_then(Outgoing::refuse_reserved) {
        Ok(outgoing) => send(call, &websocket, &outgoing),
        Err(refused) => ret_refused(call, refused),
    }
}

fn send(call: &mut Call, websocket: &Rc<WebSocket>, outgoing: &Outgoing) -> PhpResult {
    coroutine::require_coroutine()?;
    let state: &ClientState = call.state();
    let limit = state.base.settings().write_timeout();
    match websocket.push(outgoing, limit) {
        Ok(()) => call.ret(true),
        Err(PushError::Sequence(rule)) => ret_refused(call, PackError::Refused(rule.to_owned())),
        Err(PushError::Errno(errno)) => {
            set_failure(&call.this(), status::SEND_FAILED, errno);
            if zend::globals::exception_pending() {
                Err(zend::Thrown)
            } else {
                call.ret(false)
            }
        }
    }
}

/// The connection for a control frame: without one that is all.
fn upgraded(call: &Call) -> Option<Rc<WebSocket>> {
    let state: &ClientState = call.state();
    let websocket = state.websocket.borrow().clone();
    if websocket.is_none() {
        set_error(&call.this(), code::CLIENT_NO_CONNECTION);
    }
    websocket
}

/// `ping(string $data = ''): bool`.
pub fn ping(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let Some(websocket) = upgraded(call) else {
        return call.ret(false);
    };
    match Outgoing::new(&Value::from(data), i64::from(codec::OPCODE_PING), flag::FIN) {
        Ok(outgoing) => send(call, &websocket, &outgoing),
        Err(refused) => ret_refused(call, refused),
    }
}

/// `disconnect(int $code = SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = ''): bool`: a close frame, and the end.
pub fn disconnect(call: &mut Call) -> PhpResult {
    let code = call.long_or(0, i64::from(close::code::NORMAL))?;
    let reason = call.string(1)?;
    let Some(websocket) = upgraded(call) else {
        return call.ret(false);
    };
    let outgoing = match Outgoing::close(code, &reason) {
        Ok(outgoing) => outgoing,
        Err(refused) => return ret_refused(call, refused),
    };
    websocket.end(&outgoing.payload);
    let state: &ClientState = call.state();
    state.disconnect(&call.this());
    call.ret(true)
}
