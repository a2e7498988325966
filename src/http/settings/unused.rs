//! Settings that nobody here has asked for. None is passed over in silence:
//!
//! - what would make the server speak something else than HTTP is named at WARNING,
//! - names that are not Swoole's either at WARNING too: a limit with a typing error in its name limits nothing,
//! - Swoole's other names at NOTICE, all in one line: frameworks hand the settings of a whole application to every server.

use crate::log::{self, Level};
use crate::registry;
use crate::zend::registry::Value as Constant;

use super::given::Given;

/// Protocols of Swoole's other servers.
const PROTOCOLS: &[&str] = &[
    "open_eof_check",
    "open_eof_split",
    "open_length_check",
    "open_mqtt_protocol",
    "open_redis_protocol",
    "open_fastcgi_protocol",
];

/// Whether `Swoole\Constant` has it.
fn is_swooles(name: &str) -> bool {
    registry::CLASSES
        .iter()
        .filter(|class| class.name == c"Swoole\\Constant")
        .flat_map(|class| class.constants)
        .any(|constant| {
            constant.name.starts_with("OPTION_")
                && matches!(constant.value, Constant::Str(option) if option == name)
        })
}

/// One line for each kind.
pub(super) fn report(given: &Given<'_>) {
    let (mut foreign, mut without_effect, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in given.unasked() {
        if PROTOCOLS.contains(&name.as_str()) && value.is_truthy() {
            foreign.push(name);
        } else if is_swooles(&name) {
            without_effect.push(name);
        } else {
            unknown.push(name);
        }
    }
    let say = |level, what: &str, names: &[String]| {
        if !names.is_empty() {
            log::write(level, &format!("{what}: {}", names.join(", ")));
        }
    };
    say(
        Level::Warning,
        "settings that this server cannot have, it speaks HTTP and WebSocket",
        &foreign,
    );
    say(Level::Warning, "unknown settings", &unknown);
    say(Level::Notice, "settings without effect", &without_effect);
}
