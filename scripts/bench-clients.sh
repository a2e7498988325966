#!/usr/bin/env bash
# Measures the HTTP and WebSocket client and the socket beside pure Rust ones: CPU microseconds of the client's process for each
# operation, against the raw epoll server of the benchmark on another core. 64 connections, kept.
#   bench-clients.sh [SECONDS]   each of two clients and three loops, three times; the best counts
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

seconds=${1:-3}
CARGO_TARGET_DIR=$TARGET/bench cargo build --release --quiet --manifest-path bench/Cargo.toml --bin ref-epoll --bin ref-client
bin=$TARGET/bench/release

coproc SERVER { exec taskset -c 0 "$bin/ref-epoll"; }
# shellcheck disable=SC2153  # bash sets SERVER_PID
server=$SERVER_PID
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r -t 10 _ port <&"${SERVER[0]}" || die "the server did not start"

# The least CPU of three runs, in hundredths of a microsecond.
best() {
    local least=0 count cpu each
    for _ in 1 2 3; do
        read -r count cpu < <(taskset -c 1 "$@") || die "$* has failed"
        each=$((cpu * 100 / count))
        if [ "$least" -eq 0 ] || [ "$each" -lt "$least" ]; then least=$each; fi
    done
    echo "$least"
}

printf '| | this | Rust | ratio |\n|---|--:|--:|--:|\n'
for loop in hello echo socket; do
    ours=$(best "$php" -n -d "extension=$SO" bench/php/client.php "$port" "$loop" "$seconds")
    rust=$(best "$bin/ref-client" "$port" "$loop" "$seconds")
    awk -v l="$loop" -v a="$ours" -v b="$rust" 'BEGIN { printf "| %s | %.2f | %.2f | %.2f |\n", l, a / 100, b / 100, a / b }'
done
