//! How a socket tells packages apart: the rules, or a function of the script's.

use std::cell::RefCell;

use crate::zend::Callable;
use crate::zend::native::Gc;

use super::package::Protocol;

/// What `setProtocol()` sets of packages.
#[derive(Clone, Default)]
pub struct Framing {
    /// How `recvPacket()` tells packages apart.
    pub(super) rules: RefCell<Protocol>,
    /// `package_length_func`, which takes the place of the rule.
    pub(super) length_function: RefCell<Option<Callable>>,
}

impl Framing {
    /// Reports what PHP gave to the cycle collector.
    pub fn collect(&self, gc: &mut Gc) {
        if let Ok(function) = self.length_function.try_borrow()
            && let Some(function) = &*function
        {
            function.collect(gc);
        }
    }
}
