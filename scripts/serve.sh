#!/usr/bin/env bash
# Starts an example (default: the greeter) on 127.0.0.1:9502 and prints the address to open once it
# answers. Ends with it; Ctrl-C ends both.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

example=${1:-examples/websocket/server.php}
port=9502

[ -f "$example" ] || die "there is no $example"
! port_open $port || die "port $port is already in use; stop what listens there and try again"

options=(-d "extension=$SO")
# After `make install` PHP would load the extension twice and warn.
if "$php" -r 'exit(extension_loaded("swoole") ? 0 : 1);' >/dev/null 2>&1; then
    options=(-n "${options[@]}")
fi

"$php" "${options[@]}" "$example" &
server=$!
trap 'kill -TERM $server 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for _ in {1..100}; do
    kill -0 $server 2>/dev/null || break
    if port_open $port; then
        say
        say "  $example is running; Ctrl-C stops it."
        say "  Open http://127.0.0.1:$port/ in a browser: its console shows the replies."
        say
        break
    fi
    sleep 0.1
done
wait $server
