#!/usr/bin/env bash
# Runs every test and ends with one line: "N passed, N failed".
#   test.sh                everything
#   test.sh unit phpt      only these parts (unit, phpt, clients, autobahn, browser)
#   PHPT=php-tests/http    only these phpt files or folders
# Each part leaves its numbers in target/test-results/<part>.count; the sum is taken from there.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(unit phpt clients autobahn browser)

export RESULTS=$TARGET/test-results
rm -rf "$RESULTS"
mkdir -p "$RESULTS"

broken=()
for part in "${parts[@]}"; do
    [ -x "scripts/test-$part.sh" ] || die "there is no part of the tests named $part"
    "scripts/test-$part.sh" || broken+=("$part")
done

passed=0 failed=0
for file in "$RESULTS"/*.count; do
    [ -f "$file" ] || continue
    read -r p f s name <"$file"
    printf '  %-32s %5d passed, %d failed, %d skipped\n' "$name" "$p" "$f" "$s"
    passed=$((passed + p)) failed=$((failed + f))
done

# A part may break without a failing test to show for it: a build error, a crash, a missing tool.
[ ${#broken[@]} -eq 0 ] || say "Not in order: ${broken[*]} (see above)"
say "$passed passed, $failed failed"
[ ${#broken[@]} -eq 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
