//! `recv()` and `read()`: responses on their way in.

use std::future::poll_fn;
use std::rc::Rc;

use crate::coroutine::{self, Interrupted};
use crate::zend::{Call, PhpResult, Thrown};

use super::class::{ClientState, set_error, set_error_text};

/// `recv(float $timeout = 0): Swoole\Http2\Response|false`: the next response that is complete.
pub fn recv(call: &mut Call) -> PhpResult {
    receive(call, false)
}

/// `read(float $timeout = 0): Swoole\Http2\Response|false`: the same, but of responses in parts what there is.
pub fn read(call: &mut Call) -> PhpResult {
    receive(call, true)
}

fn receive(call: &mut Call, parts: bool) -> PhpResult {
    let timeout = call.double_or(0, 0.0)?;
    let this = call.this();
    let state: &ClientState = call.state();
    state.base.server()?;
    coroutine::require_coroutine()?;
    let connection = state.connection.borrow().clone();
    let Some(connection) = connection else {
        state.refuse_unconnected(&this);
        return call.ret(false);
    };
    let _receiving = state.base.occupy(|| connection.fd())?;
    connection.take_whole(!parts);
    let limit = state.base.settings().timeout(timeout);
    let response = poll_fn(|context| connection.poll_response(parts, context));
    let response = coroutine::wait_timeout(response, limit);
    connection.take_whole(false);
    let errno = match response {
        Ok(Some(response)) => {
            state.show_last_stream(&this, &connection);
            return call.ret(response);
        }
        Ok(None) => {
            state.show_last_stream(&this, &connection);
            // It may have been closed by another coroutine, and opened anew.
            let is_own = state
                .connection
                .borrow()
                .as_ref()
                .is_some_and(|own| Rc::ptr_eq(own, &connection));
            if is_own {
                state.disconnect(&this);
            }
            match connection.ending() {
                Some(ending) => {
                    set_error_text(&this, ending.code, &ending.text);
                    return call.ret(false);
                }
                None => libc::ECONNRESET,
            }
        }
        Err(Interrupted::TimedOut) => libc::ETIMEDOUT,
        Err(Interrupted::Canceled | Interrupted::Blocked) => libc::ECANCELED,
    };
    set_error(&this, errno);
    if crate::zend::globals::exception_pending() {
        return Err(Thrown);
    }
    call.ret(false)
}
