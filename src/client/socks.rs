//! SOCKS 5 (RFC 1928, RFC 1929), a client's side: what to send, and what the answers mean.

use std::net::IpAddr;

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// The proxy cannot be used, or refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// The first message: which ways of authentication there are.
pub fn greeting(has_user: bool) -> Vec<u8> {
    if has_user {
        vec![VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD]
    } else {
        vec![VERSION, 1, NO_AUTHENTICATION]
    }
}

/// Bytes of the answer to the greeting, and to the user's name.
pub const SHORT_ANSWER: usize = 2;

/// Whether the proxy wants a name and a password.
///
/// # Errors
///
/// It wants something else.
pub fn wants_user(answer: [u8; SHORT_ANSWER], has_user: bool) -> Result<bool, Refused> {
    match answer {
        [VERSION, NO_AUTHENTICATION] => Ok(false),
        [VERSION, USER_AND_PASSWORD] if has_user => Ok(true),
        _ => Err(Refused),
    }
}

/// The message with a name and a password.
///
/// # Errors
///
/// They are empty or longer than 255 bytes.
pub fn credentials(user: &[u8], password: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = vec![1];
    for text in [user, password] {
        let length = u8::try_from(text.len()).map_err(|_| Refused)?;
        out.push(length);
        out.extend_from_slice(text);
    }
    Ok(out)
}

/// Whether the name and the password are good.
///
/// # Errors
///
/// They are not.
pub fn accepted(answer: [u8; SHORT_ANSWER]) -> Result<(), Refused> {
    if answer[1] == 0 { Ok(()) } else { Err(Refused) }
}

/// The message that asks for a connection. Names are resolved by the proxy.
///
/// # Errors
///
/// The name is longer than 255 bytes.
pub fn connect(host: &str, port: u16) -> Result<Vec<u8>, Refused> {
    let mut out = vec![VERSION, CONNECT, 0];
    match host.parse() {
        Ok(IpAddr::V4(address)) => {
            out.push(IPV4);
            out.extend_from_slice(&address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            out.push(IPV6);
            out.extend_from_slice(&address.octets());
        }
        Err(_) => {
            out.push(NAME);
            out.push(u8::try_from(host.len()).map_err(|_| Refused)?);
            out.extend_from_slice(host.as_bytes());
        }
    }
    out.extend_from_slice(&port.to_be_bytes());
    Ok(out)
}

/// What the answer to [`connect`] begins with: enough to know how long it is.
pub const REPLY_HEAD: usize = 5;

/// Bytes that follow the head of the reply, when the proxy has connected.
///
/// # Errors
///
/// It has not.
pub fn reply_rest(head: [u8; REPLY_HEAD]) -> Result<usize, Refused> {
    // The first byte of the address is part of the head.
    match head {
        [VERSION, 0, _, IPV4, _] => Ok(4 - 1 + 2),
        [VERSION, 0, _, IPV6, _] => Ok(16 - 1 + 2),
        [VERSION, 0, _, NAME, length] => Ok(usize::from(length) + 2),
        _ => Err(Refused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authentication() {
        assert_eq!(greeting(false), [5, 1, 0]);
        assert_eq!(greeting(true), [5, 2, 0, 2]);
        assert_eq!(wants_user([5, 0], true), Ok(false));
        assert_eq!(wants_user([5, 2], true), Ok(true));
        assert_eq!(wants_user([5, 2], false), Err(Refused));
        assert_eq!(wants_user([5, 0xff], true), Err(Refused));
        assert_eq!(wants_user([4, 0], true), Err(Refused));
        assert_eq!(credentials(b"ab", b"c").unwrap(), b"\x01\x02ab\x01c");
        assert_eq!(credentials(&[b'x'; 256], b"c"), Err(Refused));
        assert_eq!(accepted([1, 0]), Ok(()));
        assert_eq!(accepted([1, 1]), Err(Refused));
    }

    #[test]
    fn connecting() {
        assert_eq!(
            connect("1.2.3.4", 80).unwrap(),
            [5, 1, 0, 1, 1, 2, 3, 4, 0, 80]
        );
        assert_eq!(
            connect("ab", 258).unwrap(),
            b"\x05\x01\x00\x03\x02ab\x01\x02"
        );
        assert_eq!(connect("::1", 1).unwrap().len(), 22);
        assert_eq!(connect(&"x".repeat(256), 1), Err(Refused));
        assert_eq!(reply_rest([5, 0, 0, 1, 9]), Ok(5));
        assert_eq!(reply_rest([5, 0, 0, 4, 9]), Ok(17));
        assert_eq!(reply_rest([5, 0, 0, 3, 9]), Ok(11));
        assert_eq!(reply_rest([5, 5, 0, 1, 0]), Err(Refused));
    }
}
