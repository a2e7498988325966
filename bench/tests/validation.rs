//! The load generator refuses what a correct server would not send, and takes what it would.
//!
//! A server in a thread answers every read with prepared bytes; no network beyond the loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use swoole_bench::driver::peer::Peer;
use swoole_bench::error::{Error, Result};
use swoole_bench::load::{Job, run};
use swoole_bench::measurement::Measurement;
use swoole_bench::scenario::{Dialogue, Request, SCENARIOS, Scenario, Work};

static ECHO: Scenario = Scenario {
    tls: false,
    name: "test",
    title: "test",
    path: "/echo",
    connections: 1,
    work: Work::Talk {
        dialogue: Dialogue::Echo,
        payload: 16,
        in_flight: 1,
    },
};

static HELLO: Scenario = Scenario {
    tls: false,
    name: "test",
    title: "test",
    path: "/hello",
    connections: 1,
    work: Work::Http(Request::Hello),
};

const UPGRADE: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                       Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

fn job(scenario: &'static Scenario, port: u16, server: u32) -> Job {
    let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    Job {
        scenario,
        address,
        server,
        measured: Duration::from_millis(100),
        warm_up: Duration::from_millis(20),
    }
}

/// Runs `scenario` against a server that answers each read with what `answer` makes of it.
fn against(
    scenario: &'static Scenario,
    answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static,
) -> Result<Measurement> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            let _ = stream.write_all(&answer(&buffer[..count]));
        }
    });
    // The server whose CPU time is read is this process.
    run(&job(scenario, port, std::process::id()))
}

/// Upgrades, then echoes each frame after `spoil` had a look at the bytes to send.
fn echoing(spoil: fn(&mut Vec<u8>)) -> Result<Measurement> {
    against(&ECHO, move |bytes| {
        if bytes.starts_with(b"GET ") {
            return UPGRADE.into();
        }
        let mask = &bytes[2..6];
        let mut reply = vec![bytes[0], bytes[1] & 0x7f];
        reply.extend(
            bytes[6..]
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, mask)| byte ^ mask),
        );
        spoil(&mut reply);
        reply
    })
}

fn assert_wrong(outcome: Result<Measurement>) {
    assert!(matches!(outcome, Err(Error::Wrong(_))), "{outcome:?}");
}

#[test]
fn takes_a_correct_echo() {
    let measurement = echoing(|_| {}).unwrap();
    assert!(measurement.operations > 0);
}

#[test]
fn refuses_a_changed_payload() {
    assert_wrong(echoing(|reply| *reply.last_mut().unwrap() ^= 1));
}

#[test]
fn refuses_a_changed_serial_number() {
    assert_wrong(echoing(|reply| reply[9] ^= 1));
}

#[test]
fn refuses_another_opcode() {
    assert_wrong(echoing(|reply| reply[0] = 0x82));
}

#[test]
fn refuses_an_unfinished_frame() {
    assert_wrong(echoing(|reply| reply[0] &= 0x7f));
}

#[test]
fn refuses_a_reserved_bit() {
    assert_wrong(echoing(|reply| reply[0] |= 0x40));
}

#[test]
fn refuses_a_masked_frame() {
    assert_wrong(echoing(|reply| {
        reply[1] |= 0x80;
        reply.splice(2..2, [0; 4]);
    }));
}

#[test]
fn refuses_a_longer_form_of_the_length() {
    assert_wrong(echoing(|reply| {
        reply.splice(1..2, [126, 0, 16]);
    }));
}

#[test]
fn refuses_one_reply_too_many() {
    assert_wrong(echoing(|reply| {
        let again = reply.clone();
        reply.extend(again);
    }));
}

#[test]
fn notices_a_lost_connection() {
    let outcome = against(&ECHO, |bytes| {
        assert!(
            bytes.starts_with(b"GET "),
            "the server's thread ends here, and its socket with it"
        );
        UPGRADE.into()
    });
    assert!(
        matches!(outcome, Err(Error::Closed(_) | Error::Io(..))),
        "{outcome:?}"
    );
}

#[test]
fn refuses_another_body() {
    let response = |body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n{body}")
            .into_bytes()
    };
    against(&HELLO, move |_| response("Hello World")).unwrap();
    assert_wrong(against(&HELLO, move |_| response("Hello world")));
    assert_wrong(against(&HELLO, move |_| response("Hello World!")));
}

/// A process that is ended whatever happens.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn every_scenario_runs_against_the_floor() {
    let child = Command::new(env!("CARGO_BIN_EXE_ref-epoll"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let port = line
        .trim()
        .strip_prefix("listening ")
        .unwrap()
        .parse()
        .unwrap();
    let served = |scenario: &&Scenario| Peer::Epoll.serves(scenario);
    for scenario in SCENARIOS.iter().filter(served) {
        let measurement = run(&job(scenario, port, server.0.id()))
            .unwrap_or_else(|error| panic!("{}: {error}", scenario.name));
        assert!(measurement.operations > 0 && measurement.peak_kib > 0);
        assert_eq!(
            measurement.speed.is_none(),
            matches!(scenario.work, Work::Idle(_))
        );
    }
}
