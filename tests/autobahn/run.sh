#!/usr/bin/env bash
# The Autobahn test suite against an echo server. Fails when fewer cases pass than expected.txt says.
#   run.sh                the first two of the following, and writes docs/autobahn.md
#   run.sh plain          all cases that do not need compression (sections 1 to 11)
#   run.sh compressed     the whole suite with websocket_compression on
#   run.sh tls            a cross-section over wss, with compression: every section but those about speed
# The reports are left in target/autobahn/<which>/index.html.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/../../scripts/common.bash"

if [ $# -eq 0 ]; then
    "$0" plain
    "$0" compressed
    python3 tests/autobahn/report.py table "$TARGET"/autobahn/{plain,compressed}/index.json >docs/autobahn.md
    say "Wrote docs/autobahn.md"
    exit
fi

which=$1
case $which in
    plain) selection=(-x '12.*' -x '13.*') ;;
    compressed) selection=() ;;
    # The rules are the same over TLS; how messages lie in its records is not, so all kinds and sizes are in it.
    tls) selection=(-i '1.*' -i '2.*' -i '3.*' -i '4.*' -i '5.*' -i '6.*' -i '7.*' -i 9.1.1 -i 9.1.3 -i 9.2.1 -i 9.2.3 -i 9.5.1 -i '10.*' -i 12.1.1 -i 12.1.10 -i 12.1.18 -i 13.3.1) ;;
    *) die "run.sh [plain|compressed|tls]" ;;
esac
step "Autobahn, $which"

venv=$TARGET/venv-autobahn
python_venv "$venv" tests/autobahn/requirements.txt

out=$TARGET/autobahn/$which
rm -rf "$out"
mkdir -p "$out"
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

# Its own exit status says whether all passed; here a number counts.
timeout "${AUTOBAHN_TIMEOUT:-900}" "$venv/bin/kosoku" -m fuzzingclient -p 2 "${selection[@]}" -o "$out" \
    "ws://127.0.0.1:$port" </dev/null >"$out/suite.log" 2>&1 || true
kill -0 "$server" 2>/dev/null || warn "the server has ended: $(tail -n 5 "$out/server.log")"

python3 tests/autobahn/report.py count "$out/index.json" "$which"
