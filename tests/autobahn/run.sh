#!/usr/bin/env bash
# The Autobahn test suite: its client against an echo server, its server for an echo client. Fails when fewer cases pass
# than expected.txt says.
#   run.sh                    all but tls and client-short, and writes docs/autobahn.md
#   run.sh plain              the server, all cases that do not need compression (sections 1 to 11)
#   run.sh compressed         the server, the whole suite with websocket_compression on
#   run.sh tls                the server, a cross-section over wss, with compression: every section but those about speed
#   run.sh client-plain       the client, sections 1 to 11
#   run.sh client-compressed  the client, the whole suite with websocket_compression on
#   run.sh client-short       the same without what takes long: a cross-section for make test
# The reports are left in target/autobahn/<which>/index.html.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/../../scripts/common.bash"

if [ $# -eq 0 ]; then
    runs=(plain compressed client-plain client-compressed)
    for run in "${runs[@]}"; do
        "$0" "$run"
    done
    python3 tests/autobahn/report.py table "${runs[@]/#/$TARGET/autobahn/}" >docs/autobahn.md
    say "Wrote docs/autobahn.md"
    exit
fi

which=$1
case $which in
    plain | client-plain) selection=(-x '12.*' -x '13.*') ;;
    compressed | client-compressed) selection=() ;;
    client-short)
        selection=(-x '9.*')
        for family in 12.{2,3,4,5} 13.{1,2,3,4,5,6}; do
            selection+=(-x "$family.*")
        done
        ;;
    # The rules are the same over TLS; how messages lie in its records is not, so all kinds and sizes are in it.
    tls) selection=(-i '1.*' -i '2.*' -i '3.*' -i '4.*' -i '5.*' -i '6.*' -i '7.*' -i 9.1.1 -i 9.1.3 -i 9.2.1 -i 9.2.3 -i 9.5.1 -i '10.*' -i 12.1.1 -i 12.1.10 -i 12.1.18 -i 13.3.1) ;;
    *) die "run.sh [plain|compressed|tls|client-plain|client-compressed|client-short]" ;;
esac
step "Autobahn, $which"

venv=$TARGET/venv-autobahn
python_venv "$venv" tests/autobahn/requirements.txt

out=$TARGET/autobahn/$which
rm -rf "$out"
mkdir -p "$out"

# Says whether all passed by its own exit status; here a number counts.
suite() {
    timeout "${AUTOBAHN_TIMEOUT:-900}" "$venv/bin/kosoku" "${selection[@]}" -o "$out" "$@" </dev/null \
        >"$out/suite.log" 2>&1
}

if [[ $which == client-* ]]; then
    compression=compressed
    [ "$which" = client-plain ] && compression=plain
    # Free a moment ago; nobody else is asked for one in between.
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    suite -m fuzzingserver "127.0.0.1:$port" &
    server=$!
    trap 'kill "$server" 2>/dev/null || true' EXIT
    timeout "${AUTOBAHN_TIMEOUT:-900}" "$php" -n -d "extension=$SO" -d memory_limit=1G tests/autobahn/client.php \
        "127.0.0.1:$port" "$compression" || warn "the client has failed; the suite says: $(tail -n 5 "$out/suite.log")"
    # It writes the reports when all cases are done, and ends; a client that has failed leaves it waiting.
    for _ in {1..60}; do
        kill -0 "$server" 2>/dev/null || break
        sleep 1
    done
else
    if [ "$which" = tls ]; then
        have openssl || die "openssl is not on this machine (apt-get install openssl)"
        export CERTIFICATES=$out
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -keyout "$out/key.pem" -out "$out/cert.pem" 2>/dev/null
    fi
    coproc SERVER { exec "$php" -n -d "extension=$SO" -d memory_limit=1G tests/autobahn/echo.php "$which" 2>"$out/server.log"; }
    # shellcheck disable=SC2153  # bash sets SERVER_PID
    server=$SERVER_PID
    tunnel=
    trap 'kill "$server" $tunnel 2>/dev/null || true' EXIT
    read -r -t 10 port <&"${SERVER[0]}" || die "the server did not start: $(cat "$out/server.log")"
    if [ "$which" = tls ]; then
        exec {said}< <(exec tests/autobahn/tunnel.py "$port" "$out/cert.pem" 2>"$out/tunnel.log")
        tunnel=$!
        read -r -t 10 port <&"$said" || die "the tunnel did not start: $(cat "$out/tunnel.log")"
    fi
    suite -m fuzzingclient -p 2 "ws://127.0.0.1:$port" || true
    kill -0 "$server" 2>/dev/null || warn "the server has ended: $(tail -n 5 "$out/server.log")"
fi

python3 tests/autobahn/report.py count "$out/index.json" "$which"
