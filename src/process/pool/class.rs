//! `Swoole\Process\Pool`: what PHP sees. The work is `master`'s and `worker`'s.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::rc::Rc;

use crate::class::EXCEPTION;
use crate::coroutine::{functions, options};
use crate::error::{self, code};
use crate::slot::process_pool as slot;
use crate::zend::message_queue::MessageQueue;
use crate::zend::{self, Call, PhpResult, Thrown};
use crate::zend::{fork, process};

use super::super::child;
use super::super::class::refuse;
use super::super::of_pool;
use super::bus;
use super::master::{Ended, Master};
use super::messages::Listener;
pub use super::state::PoolState;
use super::state::{Event, Ipc, PoolInner, Role, Told};
use super::worker;

/// `SWOOLE_IPC_*`.
const IPC_NONE: i64 = 0;
const IPC_UNIXSOCK: i64 = 1;
const IPC_MSGQUEUE: i64 = 2;
const IPC_SOCKET: i64 = 3;

fn inner<'a>(call: &Call) -> Result<&'a PoolInner, Thrown> {
    call.state::<PoolState>().0.get().ok_or_else(|| {
        zend::throw(
            &crate::class::ERROR,
            "must call constructor first",
            i64::from(code::UNDEFINED_BEHAVIOR),
        )
    })
}

fn fail(call: &mut Call, message: &str) -> PhpResult {
    zend::warning(message);
    error::set_last(code::PHP_FATAL_ERROR);
    call.ret(false)
}

/// `__construct(int $worker_num, int $ipc_type = SWOOLE_IPC_NONE, int $msgqueue_key = 0, bool $enable_coroutine = false)`.
pub fn construct(call: &mut Call) -> PhpResult {
    let count = call.long(0)?;
    let kind = call.long_or(1, IPC_NONE)?;
    let key = call.long_or(2, 0)?;
    let in_coroutine = call.bool_or(3, false)?;
    functions::require_cli()?;
    let invalid = |text: &str| zend::throw(&EXCEPTION, text, i64::from(code::INVALID_PARAMS));
    let Some(count) = usize::try_from(count)
        .ok()
        .filter(|count| (1..=65_536).contains(count))
    else {
        return Err(invalid(
            "the parameter $worker_num must be between 1 and 65536",
        ));
    };
    let ipc = match kind {
        IPC_NONE => Ipc::None,
        IPC_UNIXSOCK => Ipc::UnixSocket,
        IPC_SOCKET => Ipc::Clients,
        IPC_MSGQUEUE => {
            let queue = i32::try_from(key)
                .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
                .and_then(MessageQueue::open);
            Ipc::Queue(queue.map_err(|reason| {
                invalid(&format!("failed to open the message queue: {reason}"))
            })?)
        }
        _ => return Err(invalid("the parameter $ipc_type is none of SWOOLE_IPC_*")),
    };
    let inner = PoolInner::new(count, ipc, key == 0, in_coroutine);
    let made = call.state::<PoolState>().0.set(inner);
    made.map_err(|_| {
        zend::throw_error(&format!(
            "Constructor of {} can only be called once",
            call.this().class_name()
        ))
    })
}

/// `__destruct()`: what the object has is freed with it.
pub fn destruct(_: &mut Call) -> PhpResult {
    Ok(())
}

/// `set(array $settings): void`.
pub fn set(call: &mut Call) -> PhpResult {
    let settings = call.array(0)?;
    let inner = inner(call)?;
    for (name, flag) in [
        (&b"enable_coroutine"[..], &inner.in_coroutine),
        (b"enable_message_bus", &inner.bus),
    ] {
        if let Some(value) = settings.get(name) {
            flag.set(value.is_truthy());
        }
    }
    if let Some(value) = settings.get(b"max_package_size")
        && let Ok(most @ 1..) = usize::try_from(value.to_long())
    {
        inner.max_package.set(most);
    }
    Ok(())
}

/// `on(string $name, callable $callback): bool`.
pub fn on(call: &mut Call) -> PhpResult {
    let name = call.string(0)?.to_text();
    let callback = call.callable(1)?;
    let inner = inner(call)?;
    if inner.role.get() != Role::None {
        return fail(
            call,
            "process pool is started. unable to register event callback function",
        );
    }
    let Some(event) = Event::of(&name) else {
        return fail(call, &format!("unknown event type[{name}]"));
    };
    let old = inner.callbacks.borrow_mut()[event as usize].replace(callback);
    drop(old);
    call.ret(true)
}

fn open_listener(inner: &PoolInner, host: &str, port: i64, backlog: i32) -> io::Result<Listener> {
    if let Some(path) = host.strip_prefix("unix:") {
        // "unix:/path" and "unix:///path".
        let path = PathBuf::from(format!("/{}", path.trim_start_matches('/')));
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path)?;
        listener.set_nonblocking(true)?;
        inner.paths.borrow_mut().push(path);
        return Ok(Listener::Unix(listener));
    }
    let invalid = || io::Error::from_raw_os_error(libc::EINVAL);
    let host = if host == "localhost" {
        "127.0.0.1"
    } else {
        host
    };
    let ip = host.parse().map_err(|_| invalid())?;
    let port = u16::try_from(port).map_err(|_| invalid())?;
    let address = SocketAddr::new(ip, port);
    let socket = socket2::Socket::new(
        socket2::Domain::for_address(address),
        socket2::Type::STREAM,
        None,
    )?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    socket.set_nonblocking(true)?;
    Ok(Listener::Tcp(socket.into()))
}

/// `listen(string $host, int $port = 0, int $backlog = 2048): bool`.
pub fn listen(call: &mut Call) -> PhpResult {
    let host = call.string(0)?.to_text();
    let port = call.long_or(1, 0)?;
    let backlog = i32::try_from(call.long_or(2, 2048)?).unwrap_or(i32::MAX);
    let inner = inner(call)?;
    if inner.role.get() != Role::None {
        return fail(call, "process pool is started. unable to listen");
    }
    if !matches!(inner.ipc, Ipc::Clients) {
        return fail(call, "unsupported ipc type, SWOOLE_IPC_SOCKET is needed");
    }
    match open_listener(inner, &host, port, backlog) {
        Ok(listener) => {
            if let Some(all) = Rc::get_mut(&mut *inner.listeners.borrow_mut()) {
                all.push(listener);
            }
            call.ret(true)
        }
        Err(reason) => {
            inner.has_failed_to_listen.set(true);
            refuse(call, &format!("listen({host}:{port})"), &reason)
        }
    }
}

/// `write(string $data): bool`: to the client whose message is being worked at.
pub fn write(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let inner = inner(call)?;
    if data.is_empty() {
        return call.ret(false);
    }
    let is_answered = match &mut *inner.answer.borrow_mut() {
        None => false,
        Some(answer) => {
            answer.extend_from_slice(&data);
            true
        }
    };
    if !is_answered {
        return fail(
            call,
            "there is no client, SWOOLE_IPC_SOCKET and its event Message are needed",
        );
    }
    call.ret(true)
}

/// `sendMessage(string $data, int $dst_worker_id): bool`: suspends a coroutine while the other one's socket is full.
pub fn send_message(call: &mut Call) -> PhpResult {
    let data = call.string(0)?;
    let number = call.long(1)?;
    let inner = inner(call)?;
    if !matches!(inner.ipc, Ipc::UnixSocket) {
        return fail(call, "unsupported ipc type, SWOOLE_IPC_UNIXSOCK is needed");
    }
    let target = usize::try_from(number)
        .ok()
        .and_then(|number| inner.processes.borrow().get(number).cloned());
    let Some(target) = target else {
        return fail(call, &format!("invalid worker_id[{number}]"));
    };
    let limit = options::write_timeout();
    let sent = if inner.bus.get() {
        bus::pieces(std::process::id(), &data)
            .try_for_each(|piece| of_pool::send_to(&target, &piece, limit))
    } else {
        of_pool::send_to(&target, &data, limit)
    };
    match sent {
        Ok(()) => call.ret(true),
        Err(_) if zend::globals::exception_pending() => Err(Thrown),
        Err(reason) => refuse(
            call,
            &format!("send({} bytes) to worker#{number}", data.len()),
            &reason,
        ),
    }
}

/// `getProcess(int $work_id = -1): Swoole\Process|false`.
pub fn get_process(call: &mut Call) -> PhpResult {
    let asked = call.long_or(0, -1)?;
    let inner = inner(call)?;
    let number = match (usize::try_from(asked), inner.role.get()) {
        (Ok(number), Role::Worker(_) | Role::Master) => number,
        (Err(_), Role::Worker(own)) if asked == -1 => own,
        _ => {
            error::set_last(code::WRONG_OPERATION);
            return call.ret(false);
        }
    };
    let found = inner.processes.borrow().get(number).cloned();
    let Some(process) = found else {
        return fail(call, &format!("invalid worker_id[{asked}]"));
    };
    let pid = if inner.role.get() == Role::Worker(number) {
        std::process::id().cast_signed()
    } else {
        inner.pid(number)
    };
    of_pool::set_pid(&process, pid);
    call.ret(process)
}

/// `detach(): bool`: this worker leaves the pool, which starts another in its place.
pub fn detach(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    let Role::Worker(number) = inner.role.get() else {
        return call.ret(false);
    };
    let Some(notes) = inner.notes.take() else {
        return call.ret(false);
    };
    let number = u32::try_from(number).unwrap_or(u32::MAX).to_ne_bytes();
    let note = [number, std::process::id().to_ne_bytes()].concat();
    if let Err(reason) = (&notes).write_all(&note) {
        return refuse(call, "write()", &reason);
    }
    // It lives on without the master.
    fork::signal_with_parent(0);
    inner.stop_listening(&call.this());
    call.ret(true)
}

/// `stop(): void`: this worker takes no more messages.
pub fn stop(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    if matches!(inner.role.get(), Role::Worker(_)) {
        inner.stop_listening(&call.this());
    }
    Ok(())
}

/// `shutdown(): bool`: ends the pool, from any of its processes.
pub fn shutdown(call: &mut Call) -> PhpResult {
    let master = inner(call)?.master.get();
    if master == 0 {
        return call.ret(false);
    }
    match process::kill(master, libc::SIGTERM) {
        Ok(()) => call.ret(true),
        Err(reason) => refuse(call, &format!("kill({master}, 15)"), &reason),
    }
}

/// Why the pool cannot be started.
fn obstacle(inner: &PoolInner) -> Option<&'static str> {
    let coroutines = inner.in_coroutine.get();
    match inner.ipc {
        _ if inner.role.get() != Role::None => Some("process pool is already started"),
        Ipc::None | Ipc::UnixSocket
            if coroutines && !inner.has(Event::WorkerStart) && !inner.has(Event::Message) =>
        {
            Some("`WorkerStart` event callback is required")
        }
        Ipc::None if !inner.has(Event::WorkerStart) => {
            Some("`WorkerStart` event callback is required")
        }
        Ipc::Queue(_) | Ipc::Clients if coroutines => {
            Some("with coroutines only SWOOLE_IPC_NONE and SWOOLE_IPC_UNIXSOCK can be used")
        }
        Ipc::UnixSocket | Ipc::Queue(_) | Ipc::Clients
            if !coroutines && !inner.has(Event::Message) =>
        {
            Some("`Message` event callback is required")
        }
        Ipc::Clients if inner.listeners.borrow().is_empty() => {
            Some("listen() has to be called first")
        }
        _ => None,
    }
}

/// `start(): ?false`: null when the pool is over. In its workers it does not return.
pub fn start(call: &mut Call) -> PhpResult {
    let inner = inner(call)?;
    let this = call.this();
    child::refuse_inside()?;
    if inner.has_failed_to_listen.get() {
        return call.ret(false);
    }
    if let Some(reason) = obstacle(inner) {
        return fail(call, reason);
    }
    let reminds = matches!(inner.ipc, Ipc::Queue(_));
    let made = inner
        .prepare()
        .and_then(|notes| Master::new(inner.count, notes, reminds));
    let mut master = match made {
        Ok(master) => master,
        Err(reason) => return refuse(call, "start()", &reason),
    };
    let pid = std::process::id().cast_signed();
    inner.master.set(pid);
    inner.role.set(Role::Master);
    inner.is_stopped.set(false);
    this.set(slot::MASTER_PID, i64::from(pid));
    this.set(slot::RUNNING, true);
    inner.call(&this, Event::Start, Vec::new());
    if zend::exit::is_leaving() {
        return Err(Thrown);
    }
    let ended = master.run(&Told(&this, inner));
    // In a worker: its signals have again the effect that they had.
    drop(master);
    if let Ended::Worker(number) = ended? {
        worker::live(&this, inner, number, pid);
        return Err(child::end());
    }
    inner.forget();
    if zend::exit::is_leaving() {
        return Err(Thrown);
    }
    Ok(())
}
