//! Records of names: `swoole_checkdnsrr()`, `swoole_getmxrr()`, `swoole_dns_get_record()`, which do as PHP's functions of
//! these names and suspend the coroutine, and the `swoole_real_*` ones, which return what those write to variables.
//!
//! Outside a coroutine the process waits, as with PHP's own.

use std::future::Future;

use crate::coroutine::{options, wait_timeout};
use crate::error::{self, code};
use crate::zend::error::throw_argument_value;
use crate::zend::{self, Array, Call, PhpResult, PhpString, Thrown, Value};

use super::dns::{Field, Kind, Record, Rejected, Response};
use super::resolver::{Failure, Resolver};
use super::{blocking, can_suspend, outcome};

/// How `checkdnsrr()` says that there is no name.
const EMPTY: &str = if cfg!(php84) {
    "must not be empty"
} else {
    "cannot be empty"
};

/// The name to look up, which cannot have a NUL byte.
fn name(call: &Call) -> Result<PhpString, Thrown> {
    let name = call.string(0)?;
    if name.contains(&0) {
        return Err(throw_argument_value(1, "must not contain any null bytes"));
    }
    Ok(name)
}

/// What a look-up has found: `None` with the last error set when the time was up, or it was cancelled.
fn look_up<F>(future: F) -> Result<Option<F::Output>, Thrown>
where
    F: Future<Output: Send> + Send + 'static,
{
    let limit = options::dns_timeout();
    if can_suspend() {
        let found = wait_timeout(future, limit);
        return outcome(found, code::DNSLOOKUP_RESOLVE_TIMEOUT);
    }
    Ok(match blocking::run_alone(future, limit) {
        Ok(Some(found)) => Some(found),
        Ok(None) => {
            error::set_last(code::DNSLOOKUP_RESOLVE_TIMEOUT);
            None
        }
        Err(_) => {
            error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
            None
        }
    })
}

/// The answer for a name's records of one type; `None` with the last error set when there is none.
fn response(name: &PhpString, kind: Kind) -> Result<Option<Response>, Thrown> {
    let (resolver, name) = (Resolver::new(), name.to_vec());
    let found = look_up(async move { resolver.search(&name, kind).await })?;
    if let Some(Err(_)) = found {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
    }
    Ok(found.and_then(Result::ok))
}

/// `swoole_checkdnsrr(string $hostname, string $type = 'MX'): bool`.
pub fn swoole_checkdnsrr(call: &mut Call) -> PhpResult {
    let name = name(call)?;
    let kind = match call.len() {
        0 | 1 => Some(Kind::MX),
        _ => Kind::named(&call.string(1)?),
    };
    if name.is_empty() {
        return Err(throw_argument_value(1, EMPTY));
    }
    let Some(kind) = kind else {
        return Err(throw_argument_value(2, "must be a valid DNS record type"));
    };
    let found = response(&name, kind)?;
    call.ret(found.is_some())
}

/// The exchanges of a domain and their preferences, both empty when there are none.
fn exchanges(name: &PhpString) -> Result<(Array, Array), Thrown> {
    let found = response(name, Kind::MX)?;
    let all = found.as_ref().map_or(Ok(Vec::new()), exchanges_of);
    let Ok(all) = all else {
        error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
        return Ok((Array::empty(), Array::empty()));
    };
    let room = u32::try_from(all.len()).unwrap_or(0);
    let mut hosts = Array::with_capacity(room);
    let mut weights = Array::with_capacity(room);
    for (weight, host) in all {
        hosts.push(host.as_slice());
        weights.push(i64::from(weight));
    }
    Ok((hosts, weights))
}

fn exchanges_of(response: &Response) -> Result<Vec<(u32, Vec<u8>)>, Rejected> {
    let mut all = Vec::new();
    let records = response.answers.iter();
    for record in records.filter(|record| record.kind == Kind::MX && !record.is_empty()) {
        let fields = response.fields(record)?.unwrap_or_default();
        if let Ok([_, (_, Field::Number(weight)), (_, Field::Text(host))]) =
            <[_; 3]>::try_from(fields)
        {
            all.push((weight, host));
        }
    }
    Ok(all)
}

/// `swoole_getmxrr(string $hostname, array &$hosts, ?array &$weights = null): bool`.
pub fn swoole_getmxrr(call: &mut Call) -> PhpResult {
    let name = name(call)?;
    // A variable that is not set yet will do, as for PHP's own.
    if call.value(1).is_some_and(|hosts| !hosts.is_null()) {
        call.array(1)?;
    }
    call.nullable_array(2)?;
    let (hosts, weights) = exchanges(&name)?;
    let found = !hosts.is_empty();
    call.assign(1, hosts);
    call.assign(2, weights);
    call.ret(found)
}

/// `swoole_real_getmxrr(string $hostname, ?array $hosts = null, ?array $weights = null): array`: the result of
/// `swoole_getmxrr()`, the hosts, their weights.
pub fn swoole_real_getmxrr(call: &mut Call) -> PhpResult {
    let name = name(call)?;
    call.nullable_array(1)?;
    call.nullable_array(2)?;
    let (hosts, weights) = exchanges(&name)?;
    let mut all = Array::with_capacity(3);
    all.push(!hosts.is_empty());
    all.push(hosts);
    all.push(weights);
    call.ret(all)
}

/// A question for records of one type, and whether its answers are wanted: else it is asked for what comes with them.
type Question = (Kind, bool);

/// What `dns_get_record()` asks for, in PHP's order. The types of a mask are asked for one by one; the additional records
/// are those that come with them, and with everything there is of the name.
fn questions(kind: i64, raw: bool, additional: bool) -> Result<Vec<Question>, Thrown> {
    let kinds = if raw {
        let number = u16::try_from(kind).ok().filter(|number| *number != 0);
        let number = number.ok_or_else(|| {
            throw_argument_value(
                2,
                "must be between 1 and 65535 when argument #5 ($raw) is true",
            )
        })?;
        vec![Kind(number)]
    } else {
        Kind::of_mask(kind).ok_or_else(|| throw_argument_value(2, "must be a DNS_* constant"))?
    };
    let everything = !raw && kinds == [Kind::ANY];
    let mut questions: Vec<Question> = kinds.into_iter().map(|kind| (kind, true)).collect();
    if additional && !everything {
        questions.push((Kind::ANY, false));
    }
    Ok(questions)
}

/// The answers to questions about a name, without those that found nothing.
async fn ask(
    resolver: Resolver,
    name: Vec<u8>,
    questions: Vec<Question>,
) -> Result<Vec<(Question, Response)>, Failure> {
    let mut all = Vec::with_capacity(questions.len());
    for question in questions {
        match resolver.search(&name, question.0).await {
            Ok(response) => all.push((question, response)),
            Err(Failure::NoSuchName | Failure::NoData) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(all)
}

/// What `dns_get_record()` gives.
struct Records {
    answers: Array,
    authority: Array,
    additional: Array,
}

impl Records {
    fn empty() -> Self {
        Self {
            answers: Array::empty(),
            authority: Array::empty(),
            additional: Array::empty(),
        }
    }

    /// `None` when a record is malformed.
    fn new(
        all: &[(Question, Response)],
        raw: bool,
        authority: bool,
        additional: bool,
    ) -> Result<Self, Rejected> {
        let mut records = Self::empty();
        for ((kind, wanted), response) in all {
            let asked_for =
                |record: &&Record| *wanted && (*kind == Kind::ANY || record.kind == *kind);
            let answers = response.answers.iter().filter(asked_for);
            add(response, answers, raw, &mut records.answers)?;
            if authority {
                add(response, &response.authority, raw, &mut records.authority)?;
            }
            if additional {
                add(response, &response.additional, raw, &mut records.additional)?;
            }
        }
        Ok(records)
    }
}

fn add<'a>(
    response: &Response,
    records: impl IntoIterator<Item = &'a Record>,
    raw: bool,
    to: &mut Array,
) -> Result<(), Rejected> {
    for record in records.into_iter().filter(|record| !record.is_empty()) {
        let mut entry = Array::with_capacity(12);
        let mut set = |name: &str, value: Value| entry.add(&PhpString::new(name.as_bytes()), value);
        set("host", record.host.as_slice().into());
        set("class", "IN".into());
        set("ttl", i64::from(record.ttl).into());
        if raw {
            set("type", i64::from(record.kind.0).into());
            set("data", response.raw(record).into());
        } else {
            let Some(fields) = response.fields(record)? else {
                continue;
            };
            for (name, field) in fields {
                set(name, value(&field));
            }
        }
        to.push(entry);
    }
    Ok(())
}

fn value(field: &Field) -> Value {
    match field {
        Field::Text(text) => text.as_slice().into(),
        Field::Number(number) => i64::from(*number).into(),
        Field::List(all) => {
            let mut list = Array::with_capacity(u32::try_from(all.len()).unwrap_or(0));
            for text in all {
                list.push(text.as_slice());
            }
            list.into()
        }
    }
}

/// What `dns_get_record()` finds; `None` when it fails, after a warning, or with the last error that tells of the wait's end.
fn records(
    name: &PhpString,
    questions: Vec<Question>,
    raw: bool,
    authority: bool,
    additional: bool,
) -> Result<Option<Records>, Thrown> {
    let found = look_up(ask(Resolver::new(), name.to_vec(), questions))?;
    let failure = match found {
        None if error::last() == code::DNSLOOKUP_RESOLVE_TIMEOUT => Failure::NoAnswer,
        None => return Ok(None),
        Some(Err(failure)) => {
            error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
            failure
        }
        Some(Ok(all)) => match Records::new(&all, raw, authority, additional) {
            Ok(records) => return Ok(Some(records)),
            Err(_) => {
                error::set_last(code::DNSLOOKUP_RESOLVE_FAILED);
                Failure::Unreadable
            }
        },
    };
    zend::warning(match failure {
        Failure::Refused => "An unexpected server failure occurred.",
        Failure::Unreadable => "Unable to parse DNS data received",
        _ => "A temporary server error occurred.",
    });
    Ok(None)
}

/// `swoole_dns_get_record(string $hostname, int $type = DNS_ANY, ?array &$authoritative_name_servers = null,
/// ?array &$additional_records = null, bool $raw = false): array|false`.
pub fn swoole_dns_get_record(call: &mut Call) -> PhpResult {
    let name = name(call)?;
    let kind = call.long_or(1, DNS_ANY)?;
    call.nullable_array(2)?;
    call.nullable_array(3)?;
    let raw = call.bool_or(4, false)?;
    let (authority, additional) = (call.has_variable(2), call.has_variable(3));
    call.assign(2, Array::empty());
    call.assign(3, Array::empty());
    let questions = questions(kind, raw, additional)?;
    match records(&name, questions, raw, authority, additional)? {
        None => call.ret(false),
        Some(records) => {
            call.assign(2, records.authority);
            call.assign(3, records.additional);
            call.ret(records.answers)
        }
    }
}

/// `DNS_ANY`.
const DNS_ANY: i64 = 0x1000_0000;

/// `swoole_real_dns_get_record(string $hostname, int $type, ?array $authoritative_name_servers = null,
/// ?array $additional_records = null, bool $raw = false): array`: the result of `swoole_dns_get_record()`, the name servers,
/// the additional records; null where null was given.
pub fn swoole_real_dns_get_record(call: &mut Call) -> PhpResult {
    let name = name(call)?;
    let kind = call.long(1)?;
    let authority = call.nullable_array(2)?.is_some();
    let additional = call.nullable_array(3)?.is_some();
    let raw = call.bool_or(4, false)?;
    let questions = questions(kind, raw, additional)?;
    let found = records(&name, questions, raw, authority, additional)?;
    let mut all = Array::with_capacity(3);
    all.push(match &found {
        None => Value::from(false),
        Some(records) => records.answers.clone().into(),
    });
    let found = found.unwrap_or_else(Records::empty);
    for (wanted, list) in [(authority, found.authority), (additional, found.additional)] {
        all.push(if wanted { list.into() } else { Value::null() });
    }
    call.ret(all)
}
