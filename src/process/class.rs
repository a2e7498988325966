//! `Swoole\Process`: what a process is made of, starting it, what it becomes.

use std::cell::{Cell, OnceCell, RefCell};
use std::io;
use std::os::fd::RawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::class::{EXCEPTION, PROCESS};
use crate::coroutine::{scheduler, task};
use crate::error::{self, code};
use crate::slot::process as slot;
use crate::zend::fork::{self, Side};
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::{self, Call, Callable, NativeState, Object, PhpResult, Thrown, Value, process};

use super::child;
use super::pipe::{End, Pipe};
use super::queue::Queue;

pub use super::pipe_methods::{close, export_socket, read, set_blocking, set_timeout, write};
pub use super::queue::{free_queue, pop, push, stat_queue, use_queue};
pub use super::signals::{alarm, signal};
pub use super::system::{
    daemon, get_affinity, get_priority, kill, set_affinity, set_priority, wait,
};
pub use crate::util::swoole_set_process_name as name;

/// What a Process keeps beside its properties.
#[derive(Default)]
pub struct ProcessState(OnceCell<Inner>);

/// The same, once it was constructed.
pub(super) struct Inner {
    /// The number of the object: messages in a queue are told apart by it.
    pub(super) number: i64,
    pub(super) pipe: Option<Pipe>,
    redirects: bool,
    in_coroutine: Cell<bool>,
    /// The process, once it was started; in the process itself too.
    pub(super) pid: Cell<i32>,
    pub(super) queue: RefCell<Option<Queue>>,
    /// What `exportSocket()` has returned.
    pub(super) socket: RefCell<Option<Value>>,
}

impl NativeState for ProcessState {
    fn class() -> &'static ClassSlot {
        &PROCESS
    }

    fn collect(&self, gc: &mut Gc) {
        if let Some(inner) = self.0.get()
            && let Ok(socket) = inner.socket.try_borrow()
            && let Some(socket) = &*socket
        {
            gc.add(socket);
        }
    }
}

impl Inner {
    pub(super) fn new(
        number: i64,
        pipe: Option<Pipe>,
        redirects: bool,
        in_coroutine: bool,
    ) -> Self {
        Self {
            number,
            pipe,
            redirects,
            in_coroutine: Cell::new(in_coroutine),
            pid: Cell::new(0),
            queue: RefCell::default(),
            socket: RefCell::default(),
        }
    }
}

/// What an object keeps, once it was constructed.
pub(super) fn state_of(object: &Object) -> &OnceCell<Inner> {
    &object.state::<ProcessState>().0
}

/// The state of the object a method was called on.
pub(super) fn inner<'a>(call: &Call) -> Result<&'a Inner, Thrown> {
    call.state::<ProcessState>().0.get().ok_or_else(|| {
        zend::throw(
            &crate::class::ERROR,
            "must call constructor first",
            i64::from(code::UNDEFINED_BEHAVIOR),
        )
    })
}

/// The pipe's descriptor of a Process object: for `Event` and the like.
pub fn descriptor(object: &Object) -> Option<RawFd> {
    let state: &ProcessState = object.state();
    state.0.get()?.pipe.as_ref()?.descriptor()
}

/// A warning that tells of the system's reason; false is returned.
pub(super) fn refuse(call: &mut Call, what: &str, reason: &io::Error) -> PhpResult {
    let number = error::errno_of(reason);
    zend::warning(&format!(
        "{what} failed, Error: {}[{number}]",
        error::text(i64::from(number))
    ));
    error::set_last_and_errno(number);
    call.ret(false)
}

thread_local! {
    static NEXT: Cell<i64> = const { Cell::new(0) };
}

/// `__construct(callable $callback, bool $redirect_stdin_and_stdout = false, int $pipe_type = SOCK_DGRAM, bool
/// $enable_coroutine = false)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let callback = call.callable(0)?;
    let redirects = call.bool_or(1, false)?;
    let pipe_type = call.long_or(2, i64::from(libc::SOCK_DGRAM))?;
    let in_coroutine = call.bool_or(3, false)?;
    crate::coroutine::functions::require_cli()?;
    let is_stream = redirects || pipe_type == i64::from(libc::SOCK_STREAM);
    let pipe = if redirects || pipe_type > 0 {
        Some(Pipe::new(is_stream).map_err(|reason| no_pipe(&reason))?)
    } else {
        None
    };
    let descriptor = pipe.as_ref().and_then(Pipe::descriptor);
    let number = NEXT.get();
    let inner = Inner::new(number, pipe, redirects, in_coroutine);
    if call.state::<ProcessState>().0.set(inner).is_err() {
        return Err(zend::throw_error(&format!(
            "Constructor of {} can only be called once",
            call.this().class_name()
        )));
    }
    NEXT.set(number + 1);
    let this = call.this();
    this.set(slot::ID, number);
    if let Some(descriptor) = descriptor {
        this.set(slot::PIPE, i64::from(descriptor));
    }
    this.write_private(&PROCESS, "callback", callback.value().clone());
    Ok(())
}

fn no_pipe(reason: &io::Error) -> Thrown {
    let number = error::errno_of(reason);
    zend::throw(
        &EXCEPTION,
        &format!(
            "failed to create unix socket pair, Error: {}[{number}]",
            error::text(i64::from(number))
        ),
        i64::from(number),
    )
}

/// `__destruct()`: what the object has is freed with it.
pub fn destruct(_: &mut Call) -> PhpResult {
    Ok(())
}

/// `set(array $settings): void`.
pub fn set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    let inner = inner(call)?;
    if let Some(on) = settings.get(b"enable_coroutine") {
        inner.in_coroutine.set(on.is_truthy());
    }
    Ok(())
}

/// `start(): int|bool`: the process' id. In the new process it does not return.
pub fn start(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    let this = call.this();
    child::refuse_inside()?;
    if inner.pid.get() > 0 && process::kill(inner.pid.get(), 0).is_ok() {
        zend::warning("process has already been started");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let callback = this.read_private(&PROCESS, "callback");
    let callback = Callable::new(callback)
        .map_err(|reason| zend::throw_error(&format!("Illegal callback function: {reason}")))?;
    if let Some(pipe) = &inner.pipe {
        match pipe.renew() {
            Err(reason) => return refuse(call, "socketpair()", &reason),
            // What was exported is of the last process.
            Ok(true) => drop(inner.socket.take()),
            Ok(false) => {}
        }
    }
    match child::make()? {
        Err(reason) => refuse(call, "fork()", &reason),
        Ok(Side::Parent(pid)) => {
            inner.pid.set(pid);
            this.set(slot::PID, i64::from(pid));
            if let Some(pipe) = &inner.pipe {
                pipe.keep(End::Master);
            }
            call.ret(i64::from(pid))
        }
        Ok(Side::Child) => {
            become_child(&this, inner);
            child::run(&callback, vec![this.into()], inner.in_coroutine.get());
            Err(child::end())
        }
    }
}

fn become_child(this: &Object, inner: &Inner) {
    let pid = std::process::id().cast_signed();
    inner.pid.set(pid);
    this.set(slot::PID, i64::from(pid));
    // The parent's copy of its own end.
    let socket = inner.socket.take();
    drop(socket);
    let Some(pipe) = &inner.pipe else {
        return;
    };
    pipe.keep(End::Worker);
    let Some(descriptor) = pipe.descriptor() else {
        return;
    };
    this.set(slot::PIPE, i64::from(descriptor));
    if inner.redirects {
        for standard in [libc::STDIN_FILENO, libc::STDOUT_FILENO] {
            let _ = process::copy_to(descriptor, standard);
        }
    }
}

/// `exit(int $exit_code = 0): void`: ends this process. With 0 shutdown functions and destructors run, else nothing does.
pub fn exit(call: &mut Call) -> PhpResult {
    let status = call.long_or(0, 0)?;
    if inner(call)?.pid.get() != std::process::id().cast_signed() {
        zend::warning("not current process");
        error::set_last(code::PHP_FATAL_ERROR);
        return Ok(());
    }
    if status != 0 {
        zend::output::end_all();
        fork::end_now(i32::try_from(status & 0xff).unwrap_or(1));
    }
    if task::current_id() < 0 {
        return Err(zend::exit::leave(0));
    }
    scheduler::end_script();
    Ok(())
}

/// `exec(string $exec_file, array $args): bool`: this process becomes another program.
pub fn exec(call: &mut Call) -> PhpResult {
    let file = call.string(0)?;
    let given = call.array(1)?;
    inner(call)?;
    if file.is_empty() {
        zend::warning("exec file name is empty");
        error::set_last(code::PHP_FATAL_ERROR);
        return call.ret(false);
    }
    let mut arguments = Vec::with_capacity(given.len());
    for (_, argument) in given.iter() {
        arguments.push(argument.to_string().ok_or(Thrown)?);
    }
    let path = file.to_path();
    // A name without a slash is of this folder: nothing is looked for.
    let mut command = if path.components().count() == 1 && !path.is_absolute() {
        Command::new(std::path::Path::new(".").join(path))
    } else {
        Command::new(path)
    };
    command.arg0(path);
    command.args(arguments.iter().map(|argument| argument.to_path()));
    zend::output::end_all();
    let reason = command.exec();
    let what = format!("execv({})", file.to_text());
    refuse(call, &what, &reason)
}
