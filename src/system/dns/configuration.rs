//! `resolv.conf`: whom to ask, how patiently, and for which names in place of a short one (resolv.conf(5)).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

/// The port of name servers.
pub const PORT: u16 = 53;
/// Name servers that are asked (`MAXNS`).
const MAX_SERVERS: usize = 3;

/// How names are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Whom to ask, in this order.
    pub servers: Vec<SocketAddr>,
    /// Domains in which short names are looked for.
    pub search: Vec<String>,
    /// A name with as many dots is asked for as it is first.
    pub ndots: usize,
    /// How long the first server has for its answer.
    pub timeout: Duration,
    /// How often all servers are asked.
    pub attempts: u32,
}

/// Where to look for a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// As it is, before anything else.
    pub first: Option<Vec<u8>>,
    /// In the domains of the search list.
    pub search: Vec<Vec<u8>>,
    /// As it is, when it was not found there.
    pub last: Option<Vec<u8>>,
}

impl Configuration {
    /// By the text of `resolv.conf`, the name of this host, and what `LOCALDOMAIN` and `RES_OPTIONS` say in the environment.
    pub fn new(text: &str, host: &str, domains: Option<&str>, options: Option<&str>) -> Self {
        let mut configuration = Self {
            servers: Vec::new(),
            // What the host is called behind the first dot.
            search: host
                .trim()
                .split_once('.')
                .map(|(_, domain)| vec![domain.to_owned()])
                .unwrap_or_default(),
            ndots: 1,
            timeout: Duration::from_secs(5),
            attempts: 2,
        };
        for line in text.lines() {
            let Some((word, rest)) = line.split_once([' ', '\t']) else {
                continue;
            };
            let mut values = rest.split_whitespace();
            match word {
                "nameserver" => {
                    let server = values.next().and_then(|address| server(address, PORT));
                    configuration.servers.extend(server);
                }
                "domain" => configuration.search = values.take(1).map(str::to_owned).collect(),
                "search" => configuration.search = values.map(str::to_owned).collect(),
                "options" => configuration.set_options(rest),
                _ => {}
            }
        }
        configuration.servers.truncate(MAX_SERVERS);
        if configuration.servers.is_empty() {
            let local = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
            configuration.servers.push(local);
        }
        if let Some(domains) = domains {
            configuration.search = domains.split_whitespace().map(str::to_owned).collect();
        }
        configuration.set_options(options.unwrap_or_default());
        configuration
    }

    fn set_options(&mut self, options: &str) {
        for option in options.split_whitespace() {
            let Some((name, value)) = option.split_once(':') else {
                continue;
            };
            let Ok(value) = value.parse::<u32>() else {
                continue;
            };
            match name {
                "ndots" => self.ndots = value.min(15) as usize,
                "timeout" => self.timeout = Duration::from_secs(value.clamp(1, 30).into()),
                "attempts" => self.attempts = value.clamp(1, 5),
                _ => {}
            }
        }
    }

    /// How long a server has for its answer in that round, the first being 0: twice as long each time, shared among them.
    pub fn patience(&self, round: u32) -> Duration {
        let doubled = self.timeout * (1 << round.min(5));
        if round == 0 {
            return doubled;
        }
        let shared = doubled.as_secs() / self.servers.len().max(1) as u64;
        Duration::from_secs(shared.max(1))
    }

    /// Where the C library's `res_search()` looks for a name.
    pub fn plan(&self, name: &[u8]) -> Plan {
        let dots = name.iter().filter(|byte| **byte == b'.').count();
        let is_complete = name.ends_with(b".");
        let mut plan = Plan::default();
        if dots >= self.ndots || is_complete {
            plan.first = Some(name.to_vec());
        }
        if is_complete {
            return plan;
        }
        let mut with_root = false;
        for domain in &self.search {
            let domain = domain.trim_end_matches('.');
            with_root |= domain.is_empty();
            plan.search.push(match domain {
                "" => name.to_vec(),
                domain => [name, domain.as_bytes()].join(&b'.'),
            });
        }
        if plan.first.is_none() && !with_root && !name.is_empty() {
            plan.last = Some(name.to_vec());
        }
        plan
    }
}

/// An address with or without a port, as the option `dns_server` has it: `1.1.1.1`, `1.1.1.1:53`,
/// `[::1]:53`, `::1`.
pub fn server(text: &str, port: u16) -> Option<SocketAddr> {
    let text = text.trim();
    text.parse::<SocketAddr>().ok().or_else(|| {
        text.parse::<IpAddr>()
            .ok()
            .map(|address| SocketAddr::new(address, port))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(servers: &[SocketAddr]) -> Vec<String> {
        servers.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn servers_of_a_configuration() {
        let text = "# nameserver 9.9.9.9\nsearch x\nnameserver 1.1.1.1\nnameserver\t::1 \nnameservers 2.2.2.2\nnameserver bad\nnameserver 3.3.3.3\nnameserver 4.4.4.4\n";
        let configuration = Configuration::new(text, "", None, None);
        assert_eq!(
            shown(&configuration.servers),
            ["1.1.1.1:53", "[::1]:53", "3.3.3.3:53"]
        );
        assert_eq!(server("127.0.0.1:5353", 53), "127.0.0.1:5353".parse().ok());
        assert_eq!(server("x", 53), None);
        let none = Configuration::new("", "", None, None);
        assert_eq!(shown(&none.servers), ["127.0.0.1:53"]);
    }

    #[test]
    fn options_within_their_limits_the_environments_last() {
        let text = "options timeout:3 ndots:2 rotate attempts:x\noptions attempts:4\n";
        let read = |options| Configuration::new(text, "", None, options);
        let configuration = read(None);
        assert_eq!(
            (
                configuration.ndots,
                configuration.timeout,
                configuration.attempts
            ),
            (2, Duration::from_secs(3), 4)
        );
        let configuration = read(Some("ndots:99 timeout:0 attempts:99"));
        assert_eq!(
            (
                configuration.ndots,
                configuration.timeout,
                configuration.attempts
            ),
            (15, Duration::from_secs(1), 5)
        );
    }

    #[test]
    fn where_the_search_list_comes_from() {
        let read =
            |text, domains| Configuration::new(text, "host.example.org\n", domains, None).search;
        assert_eq!(read("", None), ["example.org"]);
        assert_eq!(read("domain a b\n", None), ["a"]);
        assert_eq!(read("domain a\nsearch b c\n", None), ["b", "c"]);
        assert_eq!(read("search a\n", Some("x y")), ["x", "y"]);
        assert!(read("search a\n", Some("")).is_empty());
        assert!(Configuration::new("", "host", None, None).search.is_empty());
    }

    #[test]
    fn plans_for_names() {
        let plan = |name: &str, domains, options| {
            let plan =
                Configuration::new("", "", Some(domains), Some(options)).plan(name.as_bytes());
            let text = |name: &Vec<u8>| String::from_utf8_lossy(name).into_owned();
            let mut all: Vec<String> = plan.first.iter().map(text).collect();
            all.push(format!(
                "[{}]",
                plan.search.iter().map(text).collect::<Vec<_>>().join(" ")
            ));
            all.extend(plan.last.iter().map(text));
            all.join(" ")
        };
        assert_eq!(plan("a", "x.y z", ""), "[a.x.y a.z] a");
        assert_eq!(plan("a.b", "x z", ""), "a.b [a.b.x a.b.z]");
        assert_eq!(plan("a.b", "x", "ndots:2"), "[a.b.x] a.b");
        assert_eq!(plan("a.b.", "x", "ndots:9"), "a.b. []");
        assert_eq!(plan("a", "", ""), "[] a");
        assert_eq!(plan("a", "x. .", ""), "[a.x a]");
        // The root has to be asked for by its dot.
        assert_eq!(plan("", "x", ""), "[.x]");
        assert_eq!(plan(".", "x", ""), ". []");
    }

    #[test]
    fn patience_grows_and_is_shared() {
        let mut configuration = Configuration::new("", "", None, Some("timeout:3"));
        let seconds = |configuration: &Configuration| {
            [0, 1, 2].map(|round| configuration.patience(round).as_secs())
        };
        assert_eq!(seconds(&configuration), [3, 6, 12]);
        configuration.servers = vec![configuration.servers[0]; 3];
        assert_eq!(seconds(&configuration), [3, 2, 4]);
    }
}
