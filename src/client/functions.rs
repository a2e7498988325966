//! `Swoole\Coroutine\Http\request()`, `get()`, `post()` and what they return (spec/coroutine-runtime §6.7).

use crate::class::{
    COROUTINE_HTTP_CLIENT, COROUTINE_HTTP_CLIENT_EXCEPTION, COROUTINE_HTTP_CLIENT_PROXY,
};
use crate::coroutine::require_coroutine;
use crate::slot::coroutine_http_client as slot;
use crate::slot::coroutine_http_client_proxy as proxy;
use crate::zend::{self, Array, Call, Callable, Object, PhpResult, PhpString, Thrown, Value};

use super::class::property;

/// What a request is made of.
struct Wanted {
    url: PhpString,
    method: PhpString,
    data: Value,
    options: Option<Array>,
    headers: Option<Array>,
    cookies: Option<Array>,
}

fn nullable_array(call: &Call, index: u32) -> Result<Option<Array>, Thrown> {
    match call.value(index) {
        Some(value) if !value.is_null() => call.array(index).map(Some),
        _ => Ok(None),
    }
}

/// `request(string $url, string $method, mixed $data = null, ?array $options = null, ?array $headers = null, ?array
/// $cookies = null): ClientProxy`.
pub fn request(call: &mut Call) -> PhpResult {
    let wanted = Wanted {
        url: call.string(0)?,
        method: call.string(1)?,
        data: call.value(2).unwrap_or(Value::null()),
        options: nullable_array(call, 3)?,
        headers: nullable_array(call, 4)?,
        cookies: nullable_array(call, 5)?,
    };
    let answer = wanted.fetch()?;
    call.ret(answer)
}

/// `post(string $url, mixed $data, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy`.
pub fn post(call: &mut Call) -> PhpResult {
    let wanted = Wanted {
        url: call.string(0)?,
        method: PhpString::new(b"POST"),
        data: call.value(1).unwrap_or(Value::null()),
        options: nullable_array(call, 2)?,
        headers: nullable_array(call, 3)?,
        cookies: nullable_array(call, 4)?,
    };
    let answer = wanted.fetch()?;
    call.ret(answer)
}

/// `get(string $url, ?array $options = null, ?array $headers = null, ?array $cookies = null): ClientProxy`.
pub fn get(call: &mut Call) -> PhpResult {
    let wanted = Wanted {
        url: call.string(0)?,
        method: PhpString::new(b"GET"),
        data: Value::null(),
        options: nullable_array(call, 1)?,
        headers: nullable_array(call, 2)?,
        cookies: nullable_array(call, 3)?,
    };
    let answer = wanted.fetch()?;
    call.ret(answer)
}

fn refuse(message: &str, code: i64) -> Thrown {
    zend::throw(&COROUTINE_HTTP_CLIENT_EXCEPTION, message, code)
}

impl Wanted {
    fn fetch(self) -> Result<Object, Thrown> {
        require_coroutine()?;
        let parse = Callable::new(Value::from("parse_url")).map_err(|_| Thrown)?;
        let parts = parse.call(&mut [self.url.into()]).ok_or(Thrown)?;
        let parts = parts.as_array().unwrap_or_else(Array::empty);
        let part = |name: &str| parts.get(name.as_bytes()).and_then(|part| part.to_string());
        let Some(scheme) = part("scheme") else {
            return Err(refuse("The URL given is illegal [no scheme]", 0));
        };
        let ssl = match &*scheme.to_ascii_lowercase() {
            b"http" => false,
            b"https" => true,
            _ => {
                let scheme = scheme.to_text();
                return Err(refuse(&format!("unknown scheme \"{scheme}\""), 0));
            }
        };
        let host = part("host").unwrap_or_else(PhpString::empty);
        let port = parts.get(b"port").map_or(0, |port| port.to_long());
        let mut path = part("path").map_or_else(|| b"/".to_vec(), |path| path.to_vec());
        if let Some(query) = part("query") {
            path.push(b'?');
            path.extend_from_slice(&query);
        }
        let arguments = &mut [host.into(), port.into(), ssl.into()];
        let client = Object::construct(&COROUTINE_HTTP_CLIENT, arguments).ok_or(Thrown)?;
        if let Some(options) = self.options {
            client.call("set", &mut [options.into()])?;
        }
        client.set(slot::REQUEST_METHOD, self.method);
        client.set(slot::REQUEST_BODY, self.data);
        if let Some(headers) = self.headers {
            client.set(slot::REQUEST_HEADERS, headers);
        }
        client.set(slot::COOKIES, self.cookies.unwrap_or_else(Array::empty));
        let path = PhpString::new(&path);
        let done = client.call("execute", &mut [path.into()])?;
        if !done.is_truthy() && client.get(slot::STATUS_CODE).to_long() <= 0 {
            let message = client.get(slot::ERR_MSG).to_string();
            let message = message.map_or_else(String::new, |message| message.to_text());
            return Err(refuse(&message, client.get(slot::ERR_CODE).to_long()));
        }
        let answer = Object::new(&COROUTINE_HTTP_CLIENT_PROXY);
        let array = |value: Value| value.as_array().unwrap_or_else(Array::empty);
        answer.set(proxy::BODY, client.get(slot::BODY));
        answer.set(proxy::STATUS_CODE, client.get(slot::STATUS_CODE));
        answer.set(proxy::HEADERS, array(client.get(slot::HEADERS)));
        answer.set(proxy::COOKIES, array(client.get(slot::COOKIES)));
        client.call("close", &mut [])?;
        Ok(answer)
    }
}

/// `ClientProxy::getBody(): string`.
pub fn get_body(call: &mut Call) -> PhpResult {
    property(call, proxy::BODY)
}

/// `ClientProxy::getStatusCode(): int`.
pub fn get_status_code(call: &mut Call) -> PhpResult {
    property(call, proxy::STATUS_CODE)
}

/// `ClientProxy::getHeaders(): array`.
pub fn get_headers(call: &mut Call) -> PhpResult {
    property(call, proxy::HEADERS)
}

/// `ClientProxy::getCookies(): array`.
pub fn get_cookies(call: &mut Call) -> PhpResult {
    property(call, proxy::COOKIES)
}
