//! Addresses as the kernel has them.

use std::ffi::CString;
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

use rustix::net::{SocketAddrAny, SocketAddrUnix};

use crate::error::code;

use super::address::{Address, AddressError};
use super::handle::Failure;

impl From<SocketAddrAny> for Address {
    fn from(any: SocketAddrAny) -> Self {
        if let Ok(v4) = SocketAddrV4::try_from(any.clone()) {
            return Self::Ip(v4.into());
        }
        if let Ok(v6) = SocketAddrV6::try_from(any.clone()) {
            return Self::Ip(v6.into());
        }
        let Ok(unix) = SocketAddrUnix::try_from(any) else {
            return Self::default();
        };
        match (unix.path(), unix.abstract_name()) {
            (Some(path), _) => Self::Unix(path.to_bytes().to_vec()),
            (None, Some(name)) if !name.is_empty() => {
                let mut bytes = vec![0];
                bytes.extend_from_slice(name);
                Self::Unix(bytes)
            }
            _ => Self::default(),
        }
    }
}

/// Does something with the address as the kernel has it.
pub fn with_kernels<T>(
    address: &Address,
    ip: impl FnOnce(&SocketAddr) -> rustix::io::Result<T>,
    unix: impl FnOnce(&SocketAddrUnix) -> rustix::io::Result<T>,
) -> rustix::io::Result<T> {
    match address {
        Address::Ip(address) => ip(address),
        Address::Unix(path) => unix(&match path.split_first() {
            Some((0, name)) => SocketAddrUnix::new_abstract_name(name)?,
            _ => SocketAddrUnix::new(
                CString::new(path.as_slice()).map_err(|_| rustix::io::Errno::INVAL)?,
            )?,
        }),
    }
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::Code(match error {
            AddressError::Domain => libc::EAFNOSUPPORT,
            AddressError::Empty => libc::EINVAL,
            AddressError::Host => code::BAD_HOST_ADDR,
            AddressError::Port => code::BAD_PORT,
        })
    }
}
