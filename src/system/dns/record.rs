//! What records say, type by type: in the fields that PHP's `dns_get_record()` has for them, under its names.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::name;

/// A record's type, or one that only questions have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(pub u16);

#[allow(missing_docs, reason = "the registered names (RFC 1035 and others)")]
impl Kind {
    pub const A: Self = Self(1);
    pub const NS: Self = Self(2);
    pub const CNAME: Self = Self(5);
    pub const SOA: Self = Self(6);
    pub const PTR: Self = Self(12);
    pub const HINFO: Self = Self(13);
    pub const MX: Self = Self(15);
    pub const TXT: Self = Self(16);
    pub const AAAA: Self = Self(28);
    pub const SRV: Self = Self(33);
    pub const NAPTR: Self = Self(35);
    pub const A6: Self = Self(38);
    pub const ANY: Self = Self(255);
    pub const CAA: Self = Self(257);
}

/// The types with a name, in the order in which PHP asks for those that a mask has.
const NAMES: [(&str, Kind, i64); 13] = [
    ("A", Kind::A, 0x0000_0001),
    ("NS", Kind::NS, 0x0000_0002),
    ("CNAME", Kind::CNAME, 0x0000_0010),
    ("SOA", Kind::SOA, 0x0000_0020),
    ("PTR", Kind::PTR, 0x0000_0800),
    ("HINFO", Kind::HINFO, 0x0000_1000),
    ("MX", Kind::MX, 0x0000_4000),
    ("TXT", Kind::TXT, 0x0000_8000),
    ("AAAA", Kind::AAAA, 0x0800_0000),
    ("SRV", Kind::SRV, 0x0200_0000),
    ("NAPTR", Kind::NAPTR, 0x0400_0000),
    ("A6", Kind::A6, 0x0100_0000),
    ("CAA", Kind::CAA, 0x0000_2000),
];
/// `DNS_ANY`.
const MASK_ANY: i64 = 0x1000_0000;

impl Kind {
    /// The type of that name, as `checkdnsrr()` takes it: in any letter case, without `HINFO`.
    pub fn named(text: &[u8]) -> Option<Self> {
        if text.eq_ignore_ascii_case(b"ANY") {
            return Some(Self::ANY);
        }
        NAMES
            .iter()
            .filter(|(_, kind, _)| *kind != Self::HINFO)
            .find(|(name, _, _)| text.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, kind, _)| *kind)
    }

    /// The types of a mask of PHP's `DNS_*` constants; `None` when it has others.
    pub fn of_mask(mask: i64) -> Option<Vec<Self>> {
        if mask == MASK_ANY {
            return Some(vec![Self::ANY]);
        }
        let all = NAMES.iter().fold(0, |all, (_, _, bit)| all | bit);
        if mask & !all != 0 {
            return None;
        }
        let wanted = NAMES.iter().filter(|(_, _, bit)| mask & bit != 0);
        Some(wanted.map(|(_, kind, _)| *kind).collect())
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Bytes; of a name or an address, its text.
    Text(Vec<u8>),
    /// A number without a sign.
    Number(u32),
    /// Several of the first.
    List(Vec<Vec<u8>>),
}

type Fields = Vec<(&'static str, Field)>;

/// The fields of a record whose data lies there in the message, its `type` first. `None` when it is malformed; none of them
/// when the type has no fields here.
pub(super) fn fields(message: &[u8], data: Range<usize>, kind: Kind) -> Option<Option<Fields>> {
    let Some((name, ..)) = NAMES.iter().find(|(_, known, _)| *known == kind) else {
        return Some(None);
    };
    let mut reader = Reader {
        message,
        at: data.start,
        end: data.end,
    };
    let mut fields = vec![("type", Field::Text(name.as_bytes().to_vec()))];
    fields.extend(reader.of_kind(kind)?);
    Some(Some(fields))
}

/// Reads a record's data from its front.
struct Reader<'a> {
    message: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn of_kind(&mut self, kind: Kind) -> Option<Fields> {
        Some(match kind {
            Kind::A => {
                let address = Ipv4Addr::from(<[u8; 4]>::try_from(self.take(4)?).ok()?);
                vec![("ip", text(address.to_string()))]
            }
            Kind::AAAA => {
                let address = <[u8; 16]>::try_from(self.take(16)?).ok()?;
                vec![("ipv6", text(groups(address)))]
            }
            Kind::NS | Kind::CNAME | Kind::PTR => vec![("target", self.name()?)],
            Kind::MX => vec![("pri", self.short()?), ("target", self.name()?)],
            Kind::SOA => vec![
                ("mname", self.name()?),
                ("rname", self.name()?),
                ("serial", self.long()?),
                ("refresh", self.long()?),
                ("retry", self.long()?),
                ("expire", self.long()?),
                ("minimum-ttl", self.long()?),
            ],
            Kind::HINFO => vec![("cpu", self.string()?), ("os", self.string()?)],
            Kind::SRV => vec![
                ("pri", self.short()?),
                ("weight", self.short()?),
                ("port", self.short()?),
                ("target", self.name()?),
            ],
            Kind::NAPTR => vec![
                ("order", self.short()?),
                ("pref", self.short()?),
                ("flags", self.string()?),
                ("services", self.string()?),
                ("regex", self.string()?),
                ("replacement", self.name()?),
            ],
            Kind::CAA => vec![
                ("flags", self.byte()?),
                ("tag", self.string()?),
                ("value", Field::Text(self.rest().to_vec())),
            ],
            Kind::TXT => self.strings(),
            Kind::A6 => self.a6()?,
            _ => Vec::new(),
        })
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.end)?;
        let taken = self.message.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn rest(&mut self) -> &'a [u8] {
        let length = self.end.saturating_sub(self.at);
        self.take(length).unwrap_or_default()
    }

    fn byte(&mut self) -> Option<Field> {
        Some(Field::Number(self.take(1)?[0].into()))
    }

    fn short(&mut self) -> Option<Field> {
        let bytes = self.take(2)?;
        Some(Field::Number(
            u16::from_be_bytes([bytes[0], bytes[1]]).into(),
        ))
    }

    fn long(&mut self) -> Option<Field> {
        let bytes = <[u8; 4]>::try_from(self.take(4)?).ok()?;
        Some(Field::Number(u32::from_be_bytes(bytes)))
    }

    /// Bytes with their number before them.
    fn string(&mut self) -> Option<Field> {
        let length = self.take(1)?[0];
        Some(Field::Text(self.take(length.into())?.to_vec()))
    }

    fn name(&mut self) -> Option<Field> {
        let (name, after) = name::decode(self.message, self.at)?;
        if after > self.end {
            return None;
        }
        self.at = after;
        Some(Field::Text(name))
    }

    /// TXT: all strings as one, and those that are not empty. The last may be shorter than it says, as for PHP.
    fn strings(&mut self) -> Fields {
        let mut entries = Vec::new();
        while let Some(&[length]) = self.take(1) {
            let left = self.end - self.at;
            let entry = self.take(usize::from(length).min(left));
            entries.extend(entry.filter(|entry| !entry.is_empty()).map(<[u8]>::to_vec));
        }
        vec![
            ("txt", Field::Text(entries.concat())),
            ("entries", Field::List(entries)),
        ]
    }

    /// A6 (RFC 2874 §3.1): how many bits come from elsewhere, the others, where the former are.
    fn a6(&mut self) -> Option<Fields> {
        let prefix = self.take(1)?[0];
        let length = usize::from(128u8.checked_sub(prefix)?).div_ceil(8);
        let mut address = [0; 16];
        address[16 - length..].copy_from_slice(self.take(length)?);
        let mut fields = vec![
            ("masklen", Field::Number(prefix.into())),
            ("ipv6", text(groups(address))),
        ];
        if self.at < self.end {
            fields.push(("chain", self.name()?));
        }
        Some(fields)
    }
}

fn text(text: String) -> Field {
    Field::Text(text.into_bytes())
}

/// An IPv6 address as PHP writes it: `::` is for the first zeros, also for a single one, where RFC 5952 has it for the most.
fn groups(address: [u8; 16]) -> String {
    let groups = Ipv6Addr::from(address).segments();
    let join = |groups: &[u16]| {
        let groups: Vec<String> = groups.iter().map(|group| format!("{group:x}")).collect();
        groups.join(":")
    };
    let Some(first) = groups.iter().position(|group| *group == 0) else {
        return join(&groups);
    };
    let zeros = groups[first..].iter().take_while(|group| **group == 0);
    let after = first + zeros.count();
    format!("{}::{}", join(&groups[..first]), join(&groups[after..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Data behind a name that it may point at (at 0), and a byte after it that is not its own.
    fn parse(kind: Kind, data: &[u8]) -> Option<Option<Fields>> {
        let mut message = b"\x01h\x00".to_vec();
        message.extend_from_slice(data);
        let end = message.len();
        message.push(0);
        fields(&message, 3..end, kind)
    }

    /// As text: `key=value`.
    fn shown(kind: Kind, data: &[u8]) -> String {
        let Some(fields) = parse(kind, data) else {
            return "malformed".into();
        };
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let all = fields.into_iter().flatten().map(|(key, field)| {
            let value = match field {
                Field::Text(bytes) => lossy(&bytes),
                Field::Number(number) => number.to_string(),
                Field::List(all) => {
                    format!("{:?}", all.iter().map(|e| lossy(e)).collect::<Vec<_>>())
                }
            };
            format!("{key}={value}")
        });
        all.collect::<Vec<_>>().join(" ")
    }

    fn with(head: &[u8], tail: &[u8]) -> Vec<u8> {
        [head, tail].concat()
    }

    #[test]
    fn every_type_has_its_fields() {
        for (kind, data, expected) in [
            (Kind::A, b"\x01\x02\x03\xff".to_vec(), "type=A ip=1.2.3.255"),
            (Kind::NS, b"\x02ns\xc0\x00".to_vec(), "type=NS target=ns.h"),
            (Kind::CNAME, b"\xc0\x00".to_vec(), "type=CNAME target=h"),
            (Kind::PTR, b"\x00".to_vec(), "type=PTR target="),
            (
                Kind::MX,
                b"\x01\x00\xc0\x00".to_vec(),
                "type=MX pri=256 target=h",
            ),
            (
                Kind::SOA,
                with(
                    b"\xc0\x00\x01r\xc0\x00",
                    b"\xff\xff\xff\xff\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04",
                ),
                "type=SOA mname=h rname=r.h serial=4294967295 refresh=1 retry=2 expire=3 minimum-ttl=4",
            ),
            (
                Kind::HINFO,
                b"\x03VAX\x00".to_vec(),
                "type=HINFO cpu=VAX os=",
            ),
            (
                Kind::SRV,
                b"\0\x01\0\x02\x1f\x90\xc0\x00".to_vec(),
                "type=SRV pri=1 weight=2 port=8080 target=h",
            ),
            (
                Kind::NAPTR,
                b"\0\x64\0\x0a\x01u\x03sip\x04!.*!\x00".to_vec(),
                "type=NAPTR order=100 pref=10 flags=u services=sip regex=!.*! replacement=",
            ),
            (
                Kind::CAA,
                b"\x80\x05issueca.example".to_vec(),
                "type=CAA flags=128 tag=issue value=ca.example",
            ),
            (
                Kind::TXT,
                b"\x02ab\x00\x01c".to_vec(),
                "type=TXT txt=abc entries=[\"ab\", \"c\"]",
            ),
            (Kind::TXT, b"\x00".to_vec(), "type=TXT txt= entries=[]"),
            // Shorter than it says.
            (
                Kind::TXT,
                b"\x09ab".to_vec(),
                "type=TXT txt=ab entries=[\"ab\"]",
            ),
            (
                Kind::A6,
                with(b"\x40\0\0\0\0\0\0\0\x01", b"\xc0\x00"),
                "type=A6 masklen=64 ipv6=::1 chain=h",
            ),
            (
                Kind::A6,
                with(b"\x00", &[1; 16]),
                "type=A6 masklen=0 ipv6=101:101:101:101:101:101:101:101",
            ),
            (
                Kind::A6,
                with(b"\x04", &[1; 16]),
                "type=A6 masklen=4 ipv6=101:101:101:101:101:101:101:101",
            ),
            (
                Kind::A6,
                b"\x80\xc0\x00".to_vec(),
                "type=A6 masklen=128 ipv6=:: chain=h",
            ),
            (Kind(99), b"anything".to_vec(), ""),
        ] {
            assert_eq!(shown(kind, &data), expected, "{kind:?}");
        }
    }

    #[test]
    fn addresses_are_written_as_php_does() {
        for (groups, expected) in [
            ([0, 0, 0, 0, 0, 0, 0, 0], "::"),
            ([0, 0, 0, 0, 0, 0, 0, 1], "::1"),
            ([0xfe80, 0, 0, 0, 0, 0, 0, 0], "fe80::"),
            ([1, 2, 3, 4, 5, 6, 7, 8], "1:2:3:4:5:6:7:8"),
            ([1, 0, 3, 0, 0, 0, 7, 8], "1::3:0:0:0:7:8"),
            ([0, 2, 0, 4, 5, 6, 7, 0], "::2:0:4:5:6:7:0"),
        ] {
            let data: Vec<u8> = groups
                .iter()
                .flat_map(|group: &u16| group.to_be_bytes())
                .collect();
            assert_eq!(
                shown(Kind::AAAA, &data),
                format!("type=AAAA ipv6={expected}")
            );
        }
    }

    #[test]
    fn data_that_is_cut_off_or_points_astray_is_malformed() {
        for (kind, data) in [
            (Kind::A, &b"\x01\x02\x03"[..]),
            (Kind::AAAA, &[0; 15]),
            (Kind::NS, b""),
            // Its last byte would be another's.
            (Kind::NS, b"\x02ns"),
            (Kind::CNAME, b"\xc0\x03"),
            (Kind::PTR, b"\xff\xff"),
            (Kind::MX, b"\x00"),
            (Kind::MX, b"\x00\x01"),
            (
                Kind::SOA,
                b"\xc0\x00\xc0\x00\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\0\0",
            ),
            (Kind::HINFO, b"\x03VA"),
            (Kind::HINFO, b"\x03VAX"),
            (Kind::SRV, b"\0\x01\0\x02\x1f"),
            (Kind::NAPTR, b"\0\x64\0\x0a\x01u\x03sip\x09!.*!\x00"),
            (Kind::CAA, b"\x80\x09issue"),
            (Kind::CAA, b"\x80"),
            (Kind::A6, b"\x81"),
            (Kind::A6, b"\x40\0\0\0"),
            (Kind::A6, b"\x80\xc0\x03"),
        ] {
            assert_eq!(parse(kind, data), None, "{kind:?} {data:?}");
        }
    }

    #[test]
    fn types_by_name_and_by_mask() {
        assert_eq!(Kind::named(b"mx"), Some(Kind::MX));
        assert_eq!(Kind::named(b"Any"), Some(Kind::ANY));
        assert_eq!(Kind::named(b"HINFO"), None);
        assert_eq!(Kind::named(b""), None);
        assert_eq!(Kind::of_mask(MASK_ANY), Some(vec![Kind::ANY]));
        assert_eq!(Kind::of_mask(0), Some(vec![]));
        assert_eq!(Kind::of_mask(0x4001), Some(vec![Kind::A, Kind::MX]));
        assert_eq!(Kind::of_mask(251_721_779).map(|all| all.len()), Some(13));
        assert_eq!(Kind::of_mask(MASK_ANY | 1), None);
        assert_eq!(Kind::of_mask(4), None);
        assert_eq!(Kind::of_mask(-1), None);
    }
}
