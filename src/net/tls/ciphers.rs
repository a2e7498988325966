//! OpenSSL's names for cipher suites and groups, as `ssl_ciphers` and `ssl_ecdh_curve` hold them.
//!
//! Of OpenSSL's language for cipher lists the part is understood that can choose among the suites there are: full
//! names, keywords joined by `+`, exclusions with `!` and `-`. Nothing weak is there to be chosen or excluded.

/// A cipher suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Suite {
    Tls13Aes256,
    Tls13Aes128,
    Tls13ChaCha20,
    EcdsaAes256,
    EcdsaAes128,
    EcdsaChaCha20,
    RsaAes256,
    RsaAes128,
    RsaChaCha20,
}

impl Suite {
    /// All of them, best first.
    pub const ALL: [Self; 9] = [
        Self::Tls13Aes256,
        Self::Tls13Aes128,
        Self::Tls13ChaCha20,
        Self::EcdsaAes256,
        Self::EcdsaAes128,
        Self::EcdsaChaCha20,
        Self::RsaAes256,
        Self::RsaAes128,
        Self::RsaChaCha20,
    ];

    /// Whether it belongs to TLS 1.3; the others to TLS 1.2.
    pub fn is_tls13(self) -> bool {
        matches!(
            self,
            Self::Tls13Aes256 | Self::Tls13Aes128 | Self::Tls13ChaCha20
        )
    }

    /// OpenSSL's name, and the RFC's.
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Tls13Aes256 => ["TLS_AES_256_GCM_SHA384"; 2],
            Self::Tls13Aes128 => ["TLS_AES_128_GCM_SHA256"; 2],
            Self::Tls13ChaCha20 => ["TLS_CHACHA20_POLY1305_SHA256"; 2],
            Self::EcdsaAes256 => [
                "ECDHE-ECDSA-AES256-GCM-SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            ],
            Self::EcdsaAes128 => [
                "ECDHE-ECDSA-AES128-GCM-SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            ],
            Self::EcdsaChaCha20 => [
                "ECDHE-ECDSA-CHACHA20-POLY1305",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            ],
            Self::RsaAes256 => [
                "ECDHE-RSA-AES256-GCM-SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            ],
            Self::RsaAes128 => [
                "ECDHE-RSA-AES128-GCM-SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            ],
            Self::RsaChaCha20 => [
                "ECDHE-RSA-CHACHA20-POLY1305",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            ],
        }
    }

    /// Whether a keyword of OpenSSL's speaks of it. Keywords are about TLS 1.2 only.
    fn is(self, keyword: &str) -> bool {
        let aes256 = matches!(self, Self::EcdsaAes256 | Self::RsaAes256);
        let aes128 = matches!(self, Self::EcdsaAes128 | Self::RsaAes128);
        let ecdsa = matches!(
            self,
            Self::EcdsaAes256 | Self::EcdsaAes128 | Self::EcdsaChaCha20
        );
        !self.is_tls13()
            && match keyword {
                "ALL" | "DEFAULT" | "COMPLEMENTOFDEFAULT" | "HIGH" | "TLSv1.2" | "AEAD" => true,
                "ECDHE" | "EECDH" | "kECDHE" | "kEECDH" | "ECDH" => true,
                "ECDSA" | "aECDSA" => ecdsa,
                "RSA" | "aRSA" => !ecdsa,
                "AES" | "AESGCM" => aes256 || aes128,
                "AES256" | "SHA384" => aes256,
                "AES128" => aes128,
                "CHACHA20" => !aes256 && !aes128,
                "SHA256" => !aes256,
                _ => false,
            }
    }
}

/// Keywords for what is not there: to exclude it is nothing to do.
const ABSENT: [&str; 31] = [
    "aNULL",
    "eNULL",
    "NULL",
    "COMPLEMENTOFALL",
    "EXPORT",
    "EXP",
    "LOW",
    "MEDIUM",
    "DES",
    "3DES",
    "RC4",
    "RC2",
    "MD5",
    "SHA1",
    "SHA",
    "PSK",
    "kPSK",
    "aPSK",
    "SRP",
    "CAMELLIA",
    "SEED",
    "IDEA",
    "ARIA",
    "DSS",
    "aDSS",
    "ADH",
    "DH",
    "DHE",
    "EDH",
    "kRSA",
    "AECDH",
];

/// What a cipher list chooses.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The suites, in the order of the list.
    pub suites: Vec<Suite>,
    /// Parts of the list that name nothing there is.
    pub unknown: Vec<String>,
}

/// Reads a cipher list. A list without suites of TLS 1.3 leaves those as they are, as with OpenSSL: they come first then.
pub fn parse(list: &str) -> Chosen {
    let mut chosen = Chosen::default();
    let mut banned = Vec::new();
    let parts = list.split([':', ',', ' ', ';']);
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        // Instructions on the order of the whole list.
        if part.starts_with('@') {
            continue;
        }
        let (action, name) = match part.split_at(1) {
            (action @ ("!" | "-" | "+"), name) => (action, name),
            _ => ("", part),
        };
        let matching: Vec<Suite> = matching(name);
        match action {
            "!" => banned.extend(&matching),
            "-" => chosen.suites.retain(|suite| !matching.contains(suite)),
            "+" => {
                // To the end of the list, without adding any.
                let (moved, stay) = chosen
                    .suites
                    .iter()
                    .partition::<Vec<Suite>, _>(|suite| matching.contains(suite));
                chosen.suites = stay.into_iter().chain(moved).collect();
            }
            _ => {
                for suite in &matching {
                    if !chosen.suites.contains(suite) {
                        chosen.suites.push(*suite);
                    }
                }
                if matching.is_empty() {
                    chosen.unknown.push(part.to_owned());
                }
            }
        }
        let is_absent = name.split('+').any(|keyword| ABSENT.contains(&keyword));
        if matching.is_empty() && !action.is_empty() && !is_absent {
            chosen.unknown.push(part.to_owned());
        }
    }
    chosen.suites.retain(|suite| !banned.contains(suite));
    if !chosen.suites.iter().any(|suite| suite.is_tls13()) {
        let tls13 = Suite::ALL.into_iter().filter(|suite| suite.is_tls13());
        chosen.suites.splice(0..0, tls13);
    }
    chosen
}

fn matching(name: &str) -> Vec<Suite> {
    let all = Suite::ALL.into_iter();
    let exact: Vec<Suite> = all
        .clone()
        .filter(|suite| suite.names().contains(&name))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    all.filter(|suite| name.split('+').all(|keyword| suite.is(keyword)))
        .collect()
}

/// A group for the key exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Group {
    X25519MlKem768,
    X25519,
    P256,
    P384,
}

/// Reads a list of groups: OpenSSL's names or the RFCs', with colons between. `auto` and the empty list are `None`:
/// the defaults. Names of what there is not are returned beside.
pub fn parse_groups(list: &str) -> (Option<Vec<Group>>, Vec<String>) {
    let mut groups = Vec::new();
    let mut unknown = Vec::new();
    if list.is_empty() || list.eq_ignore_ascii_case("auto") {
        return (None, unknown);
    }
    for name in list.split([':', ',']).map(str::trim) {
        let group = match name.to_ascii_lowercase().as_str() {
            "x25519mlkem768" => Group::X25519MlKem768,
            "x25519" => Group::X25519,
            "prime256v1" | "secp256r1" | "p-256" => Group::P256,
            "secp384r1" | "p-384" => Group::P384,
            _ => {
                unknown.push(name.to_owned());
                continue;
            }
        };
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    (Some(groups), unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls12(list: &str) -> Vec<Suite> {
        let chosen = parse(list);
        assert_eq!(chosen.unknown, Vec::<String>::new(), "{list}");
        chosen
            .suites
            .into_iter()
            .filter(|suite| !suite.is_tls13())
            .collect()
    }

    #[test]
    fn names_choose_in_their_order() {
        assert_eq!(
            tls12("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305"),
            [Suite::RsaAes128, Suite::EcdsaChaCha20]
        );
        assert_eq!(
            tls12("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            [Suite::RsaAes256]
        );
    }

    #[test]
    fn tls_1_3_stays_unless_named() {
        let chosen = parse("ECDHE-RSA-AES128-GCM-SHA256");
        assert_eq!(
            chosen.suites,
            [
                Suite::Tls13Aes256,
                Suite::Tls13Aes128,
                Suite::Tls13ChaCha20,
                Suite::RsaAes128
            ]
        );
        assert_eq!(parse("TLS_AES_128_GCM_SHA256").suites, [Suite::Tls13Aes128]);
    }

    #[test]
    fn keywords_and_exclusions() {
        assert_eq!(tls12("HIGH:!aNULL:!MD5").len(), 6);
        assert_eq!(tls12("DEFAULT:!aNULL:!eNULL:!EXPORT:!kRSA+AES").len(), 6);
        assert_eq!(tls12("EECDH+AESGCM:-EDH+AESGCM").len(), 4);
    }

    #[test]
    fn exclusions_hold_wherever_they_stand() {
        assert_eq!(
            tls12("!RSA:ALL"),
            [Suite::EcdsaAes256, Suite::EcdsaAes128, Suite::EcdsaChaCha20]
        );
        assert_eq!(tls12("ALL:-RSA:ECDHE+RSA+AES256").len(), 4);
        assert_eq!(
            tls12("AES256:AES128:+AES256")[..2],
            [Suite::EcdsaAes128, Suite::RsaAes128]
        );
    }

    #[test]
    fn what_is_not_there_is_told() {
        let chosen = parse("AES128-SHA:RC4:ECDHE-RSA-AES256-SHA:@STRENGTH");
        assert_eq!(
            chosen.unknown,
            ["AES128-SHA", "RC4", "ECDHE-RSA-AES256-SHA"]
        );
        assert!(chosen.suites.iter().all(|suite| suite.is_tls13()));
        assert_eq!(parse("!nonsense").unknown, ["!nonsense"]);
    }

    #[test]
    fn groups() {
        assert_eq!(parse_groups("auto"), (None, vec![]));
        assert_eq!(
            parse_groups("X25519:prime256v1:P-384"),
            (Some(vec![Group::X25519, Group::P256, Group::P384]), vec![])
        );
        assert_eq!(
            parse_groups("secp521r1:X25519MLKEM768"),
            (
                Some(vec![Group::X25519MlKem768]),
                vec![String::from("secp521r1")]
            )
        );
    }
}
