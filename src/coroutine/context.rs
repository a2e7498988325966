//! `Swoole\Coroutine\Context`: an array object for what belongs to one coroutine.

use crate::class::COROUTINE_CONTEXT;
use crate::error::{self, code};
use crate::zend::{self, Call, Object, PhpResult, Value};

use super::{scheduler, task};

/// `getContext(int $cid = 0): ?Context`: made at the first call, the same object at each.
pub fn get_context(call: &mut Call) -> PhpResult {
    let coroutine = match call.long_or(0, 0)? {
        0 => task::current(),
        cid => scheduler::find(cid),
    };
    let Some(coroutine) = coroutine else {
        error::set_last(code::CO_NOT_EXISTS);
        return call.ret(Value::null());
    };
    if coroutine.is_over() {
        zend::warning("The context of coroutine has been destroyed");
        return call.ret(Value::null());
    }
    let context = coroutine
        .extras()
        .context
        .borrow_mut()
        .get_or_insert_with(|| Object::new(&COROUTINE_CONTEXT))
        .clone();
    call.ret(context)
}
