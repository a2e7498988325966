//! What a pool is made of, and what its processes keep of it.

use std::cell::{Cell, OnceCell, RefCell};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::rc::Rc;
use std::task::{Context, Waker};

use crate::class::PROCESS_POOL;
use crate::coroutine::functions;
use crate::slot::process_pool as slot;
use crate::zend::message_queue::MessageQueue;
use crate::zend::native::Gc;
use crate::zend::registry::ClassSlot;
use crate::zend::shared::SharedMemory;
use crate::zend::{self, Callable, NativeState, Object, Value};

use super::super::of_pool;
use super::super::pipe::Pipe;
use super::master::Owner;
use super::messages::Listener;

/// Most bytes of a message, unless `max_package_size` says otherwise.
const MAX_PACKAGE: usize = 2 * 1024 * 1024;

/// How messages come to the workers.
pub(super) enum Ipc {
    None,
    UnixSocket,
    Queue(MessageQueue),
    Clients,
}

/// What there may be callbacks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Start,
    Shutdown,
    WorkerStart,
    WorkerStop,
    WorkerExit,
    Message,
}

impl Event {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "start" => Self::Start,
            "shutdown" => Self::Shutdown,
            "workerstart" => Self::WorkerStart,
            "workerstop" => Self::WorkerStop,
            "workerexit" => Self::WorkerExit,
            "message" => Self::Message,
            _ => return None,
        })
    }
}

/// What this process is to the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It was not started.
    None,
    Master,
    Worker(usize),
}

/// The state of a Pool object.
#[derive(Default)]
pub struct PoolState(pub(super) OnceCell<PoolInner>);

/// The same, once it was constructed.
pub(super) struct PoolInner {
    pub(super) count: usize,
    pub(super) ipc: Ipc,
    /// The process that has made the queue which nobody else knows: with the pool's object there it goes.
    owner_of_queue: Option<u32>,
    pub(super) in_coroutine: Cell<bool>,
    pub(super) bus: Cell<bool>,
    pub(super) max_package: Cell<usize>,
    pub(super) callbacks: RefCell<[Option<Callable>; 6]>,
    pub(super) listeners: RefCell<Rc<Vec<Listener>>>,
    pub(super) paths: RefCell<Vec<PathBuf>>,
    pub(super) has_failed_to_listen: Cell<bool>,
    pub(super) role: Cell<Role>,
    pub(super) master: Cell<i32>,
    /// The process ids of the workers, as the master knows them.
    pub(super) pids: RefCell<Option<SharedMemory>>,
    pub(super) processes: RefCell<Vec<Object>>,
    /// Where a worker writes to that leaves the pool.
    pub(super) notes: RefCell<Option<UnixStream>>,
    pub(super) is_stopped: Cell<bool>,
    pub(super) listening: RefCell<Option<Waker>>,
    /// What `write()` has been given; `None`: there is nobody to answer.
    pub(super) answer: RefCell<Option<Vec<u8>>>,
}

impl NativeState for PoolState {
    fn class() -> &'static ClassSlot {
        &PROCESS_POOL
    }

    fn collect(&self, gc: &mut Gc) {
        let Some(inner) = self.0.get() else { return };
        if let Ok(callbacks) = inner.callbacks.try_borrow() {
            callbacks
                .iter()
                .flatten()
                .for_each(|callback| callback.collect(gc));
        }
    }
}

/// The state of a pool that was constructed.
///
/// # Panics
/// When it was not: a bug of this crate.
pub(super) fn state_of(pool: &Object) -> &PoolInner {
    let state: &PoolState = pool.state();
    state.0.get().expect("a pool at work was constructed")
}

impl PoolInner {
    pub(super) fn new(count: usize, ipc: Ipc, owns_queue: bool, in_coroutine: bool) -> Self {
        Self {
            count,
            owner_of_queue: owns_queue.then(std::process::id),
            ipc,
            in_coroutine: Cell::new(in_coroutine),
            bus: Cell::new(false),
            max_package: Cell::new(MAX_PACKAGE),
            callbacks: RefCell::default(),
            listeners: RefCell::default(),
            paths: RefCell::default(),
            has_failed_to_listen: Cell::new(false),
            role: Cell::new(Role::None),
            master: Cell::new(0),
            pids: RefCell::default(),
            processes: RefCell::default(),
            notes: RefCell::default(),
            is_stopped: Cell::new(false),
            listening: RefCell::default(),
            answer: RefCell::default(),
        }
    }

    pub(super) fn callback(&self, event: Event) -> Option<Callable> {
        self.callbacks.borrow()[event as usize].clone()
    }

    pub(super) fn has(&self, event: Event) -> bool {
        self.callbacks.borrow()[event as usize].is_some()
    }

    fn arguments(pool: &Object, more: Vec<Value>) -> Vec<Value> {
        let mut arguments = vec![Value::from(pool.clone())];
        arguments.extend(more);
        arguments
    }

    /// Calls back in place. An exception is printed; the process will end with the status 255.
    pub(super) fn call(&self, pool: &Object, event: Event, more: Vec<Value>) {
        if let Some(callback) = self.callback(event) {
            let mut arguments = Self::arguments(pool, more);
            callback.call(&mut arguments);
            if !zend::exit::is_leaving() {
                zend::error::report_uncaught();
            }
        }
    }

    /// Calls back in a coroutine.
    pub(super) fn start(&self, pool: &Object, event: Event, more: Vec<Value>) {
        if let Some(callback) = self.callback(event)
            && functions::start(callback, Self::arguments(pool, more)).is_err()
        {
            zend::error::report_uncaught();
        }
    }

    /// This worker's number; 0 in the master.
    pub(super) fn number(&self) -> usize {
        match self.role.get() {
            Role::Worker(number) => number,
            _ => 0,
        }
    }

    pub(super) fn listeners(&self) -> Rc<Vec<Listener>> {
        self.listeners.borrow().clone()
    }

    /// The end of a worker's pipe that this process reads.
    pub(super) fn own_end(&self, number: usize) -> Option<OwnedFd> {
        of_pool::receiving_end(self.processes.borrow().get(number)?)
    }

    pub(super) fn become_worker(&self, pool: &Object, number: usize) {
        self.role.set(Role::Worker(number));
        pool.set(slot::WORKER_PID, i64::from(std::process::id()));
        pool.set(slot::WORKER_ID, number as i64);
        pool.set(slot::WORKER_RUNNING, true);
        if let Some(process) = self.processes.borrow().get(number) {
            of_pool::become_worker(process);
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.get()
    }

    /// No message is taken any more.
    pub(super) fn stop_listening(&self, pool: &Object) {
        self.is_stopped.set(true);
        pool.set(slot::WORKER_RUNNING, false);
        if let Some(waker) = self.listening.take() {
            waker.wake();
        }
    }

    /// Has whoever takes messages woken when that is over. True: it is.
    pub(super) fn note_listener(&self, context: &Context<'_>) -> bool {
        *self.listening.borrow_mut() = Some(context.waker().clone());
        self.is_stopped()
    }

    pub(super) fn begin_answer(&self) {
        *self.answer.borrow_mut() = Some(Vec::new());
    }

    pub(super) fn take_answer(&self) -> Vec<u8> {
        self.answer.take().unwrap_or_default()
    }

    pub(super) fn pid(&self, number: usize) -> i32 {
        self.pids.borrow().as_ref().map_or(0, |pids| {
            let word = pids.u32_at(number * 4);
            word.load(std::sync::atomic::Ordering::SeqCst).cast_signed()
        })
    }

    pub(super) fn prepare(&self) -> io::Result<UnixStream> {
        *self.pids.borrow_mut() = Some(SharedMemory::new(self.count * 4)?);
        let mut processes = Vec::with_capacity(self.count);
        for number in 0..self.count {
            let pipe = match self.ipc {
                Ipc::UnixSocket => Some(Pipe::new(false)?),
                _ => None,
            };
            processes.push(of_pool::make(number as i64, pipe));
        }
        *self.processes.borrow_mut() = processes;
        let (read, write) = UnixStream::pair()?;
        *self.notes.borrow_mut() = Some(write);
        Ok(read)
    }

    pub(super) fn forget(&self) {
        for path in self.paths.take() {
            let _ = std::fs::remove_file(path);
        }
        self.listeners.take();
        self.notes.take();
        let processes = self.processes.take();
        drop(processes);
        self.role.set(Role::None);
    }
}

impl Drop for PoolInner {
    fn drop(&mut self) {
        if let Ipc::Queue(queue) = &self.ipc
            && self.owner_of_queue == Some(std::process::id())
        {
            let _ = queue.remove();
        }
    }
}

/// What the master is told.
pub(super) struct Told<'a>(pub(super) &'a Object, pub(super) &'a PoolInner);

impl Owner for Told<'_> {
    fn started(&self, number: usize, pid: i32) {
        if let Some(pids) = &*self.1.pids.borrow() {
            let word = pids.u32_at(number * 4);
            word.store(pid.cast_unsigned(), std::sync::atomic::Ordering::SeqCst);
        }
    }

    fn stopping(&self) {
        self.0.set(slot::RUNNING, false);
        self.1.call(self.0, Event::Shutdown, Vec::new());
    }
}
