//! The PHP module: everything registered, started and shut down.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::prelude::php_module;
use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_row, info_table_start};

use crate::client::class::ClientState;
use crate::coroutine::barrier::BarrierState;
use crate::coroutine::channel::ChannelState;
use crate::coroutine::connection_pool::PoolState;
use crate::coroutine::lock::LockState;
use crate::coroutine::scheduler_class::SchedulerState;
use crate::coroutine::wait_group::WaitGroupState;
use crate::http::cookie_class::CookieState;
use crate::http::request::RequestState;
use crate::http::response::ResponseState;
use crate::http::server::ServerState;
use crate::http::websocket_group::GroupState;
use crate::process::class::ProcessState;
use crate::process::pool::state::PoolState as ProcessPoolState;
use crate::server::class::ServerState as CoroutineServerState;
use crate::server::connection::ConnectionState;
use crate::shared::atomic::AtomicState;
use crate::shared::atomic_long::AtomicLongState;
use crate::shared::table::TableState;
use crate::socket::class::SocketState;
use crate::zend::registry::{self as register, ConstantDef, Value};
use crate::zend::{NativeState, aside, ini};
use crate::{coroutine, error, hook, http, log, registry, shared, util};

#[php_module]
#[php(startup = "startup")]
fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        .shutdown_function(shutdown)
        .request_startup_function(request_startup)
        .request_shutdown_function(request_shutdown)
        .post_deactivate_function(post_deactivate)
        .info_function(info)
}

fn native<T: NativeState>() {
    T::class().set_native::<T>();
}

fn startup(_kind: i32, module: i32) -> i32 {
    ini::register(module);
    native::<ChannelState>();
    native::<SchedulerState>();
    native::<WaitGroupState>();
    native::<BarrierState>();
    native::<LockState>();
    native::<PoolState>();
    native::<ServerState>();
    native::<RequestState>();
    native::<CookieState>();
    native::<ResponseState>();
    native::<GroupState>();
    native::<SocketState>();
    native::<CoroutineServerState>();
    native::<ConnectionState>();
    native::<ProcessState>();
    native::<ProcessPoolState>();
    native::<AtomicState>();
    native::<AtomicLongState>();
    native::<shared::lock::LockState>();
    native::<TableState>();
    native::<crate::socket::client::ClientState>();
    native::<ClientState>();
    native::<crate::client::http2::class::ClientState>();
    register::register_classes(registry::CLASSES);
    register::register_functions(registry::FUNCTIONS);
    register::register_constants(registry::CONSTANTS, module);
    let short = ini::flag("swoole.use_shortname");
    if short {
        register::register_functions(registry::SHORT_FUNCTIONS);
        register::register_aliases(registry::SHORT_ALIASES);
    }
    static SHORTNAME: [ConstantDef; 2] = [
        ConstantDef {
            name: "SWOOLE_USE_SHORTNAME",
            value: Value::Bool(true),
        },
        ConstantDef {
            name: "SWOOLE_USE_SHORTNAME",
            value: Value::Bool(false),
        },
    ];
    register::register_constants(
        if short {
            &SHORTNAME[..1]
        } else {
            &SHORTNAME[1..]
        },
        module,
    );
    http::names::intern();
    hook::install();
    coroutine::exit::install();
    coroutine::preempt::install();
    coroutine::autoload::install();
    0
}

/// No script runs any more.
unsafe extern "C" fn shutdown(_kind: i32, _module: i32) -> i32 {
    hook::restore();
    0
}

/// All extensions are loaded; no script has run yet.
unsafe extern "C" fn request_startup(_kind: i32, _module: i32) -> i32 {
    static LATE: std::sync::Once = std::sync::Once::new();
    LATE.call_once(hook::install_late);
    coroutine::script_signals::install();
    0
}

/// Objects are still alive here; PHP code has run for the last time.
unsafe extern "C" fn request_shutdown(_kind: i32, _module: i32) -> i32 {
    crate::server::lifetime::request_shutdown();
    http::answering::forget();
    crate::websocket::compressors::reset();
    crate::timer::clock::reset();
    crate::event::class::reset();
    coroutine::alarm::reset();
    coroutine::turn::reset();
    coroutine::preempt::reset();
    http::mime_types::reset();
    coroutine::options::reset();
    crate::zend::script_signals::reset();
    crate::process::signals::reset();
    crate::process::pool::reset();
    crate::system::names::reset();
    crate::system::library::reset();
    coroutine::autoload::reset();
    coroutine::scheduler::shut_down();
    aside::reset();
    crate::zend::fiber::drain();
    0
}

/// Objects are gone.
unsafe extern "C" fn post_deactivate() -> i32 {
    error::set_last(0);
    log::reset();
    0
}

extern "C" fn info(module: *mut ModuleEntry) {
    info_table_start!();
    info_table_row!("swoole (Rust)", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("API level (Swoole)", util::API_VERSION);
    info_table_row!("coroutine", "zend_fiber + tokio");
    info_table_row!("TLS", "rustls");
    info_table_row!("HTTP/2", "h2");
    info_table_row!("compression", "gzip, deflate, br, zstd");
    info_table_end!();
    // SAFETY: the entry that the engine gives its info function is this module's.
    unsafe { ini::show(module) };
}
