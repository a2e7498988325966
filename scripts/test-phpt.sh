#!/usr/bin/env bash
# php-tests/ under PHP's own run-tests.php: plain, then with opcache and the JIT of each kind.
# Always with `php -n`, so that nobody's php.ini takes part. Part of test.sh.
#   PHPT="php-tests/http php-tests/websocket/ping.phpt"   only these
#   PHPT_JOBS=1                                           one test at a time
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"
: "${RESULTS:?is set by test.sh}"

# shellcheck disable=SC2206  # PHPT is a list
paths=(${PHPT:-php-tests})
jobs=${PHPT_JOBS:-$(nproc 2>/dev/null || echo 1)}
run_tests=$(find_run_tests)
failures=0
own_temporary_folder

export TEST_PHP_EXECUTABLE NO_INTERACTION=1 REPORT_EXIT_STATUS=1
TEST_PHP_EXECUTABLE=$(command -v "$php")

# pass NUMBER NAME [option...]: the whole suite once, with these options of PHP's.
pass() {
    local number=$1 name=$2 options=() option status=0
    shift 2
    for option in "$@"; do options+=(-d "$option"); done
    local verdicts=$RESULTS/phpt-$number.txt

    step "phpt, $name"
    "$php" -n "$run_tests" -q -n -j"$jobs" --no-color --no-progress -g FAIL,BORK,WARN,LEAK \
        -W "$verdicts" -d "extension=$SO" "${options[@]}" "${paths[@]}" </dev/null || status=$?

    # One line a test: its verdict and its path.
    awk -v name="phpt, $name" '
        $1 == "PASSED" { p++ }
        $1 == "SKIPPED" || $1 == "XFAILED" { s++ }
        $1 == "FAILED" || $1 == "BORKED" || $1 == "WARNED" || $1 == "LEAKED" || $1 == "XLEAKED" { f++ }
        END { print p + 0, f + 0, s + 0, name }' "$verdicts" >"$RESULTS/2-phpt-$number.count"

    awk -F'\t' '$1 == "FAILED" { print $2 }' "$verdicts" | while read -r test; do
        if [ -f "${test%.phpt}.diff" ]; then
            say
            say "--- ${test#"$ROOT"/}"
            head -n 100 "${test%.phpt}.diff"
            say
        fi
    done
    [ "$status" -eq 0 ] || failures=1
    # A worker that dies takes the tests left in its queue with it, silently.
    local expected ran
    expected=$(find "${paths[@]}" -name '*.phpt' | wc -l)
    ran=$(wc -l <"$verdicts")
    [ "$ran" -ge "$expected" ] || { warn "only $ran of $expected phpt have a verdict"; failures=1; }
    nothing_is_left || failures=1
    find "$TMPDIR" -mindepth 1 -delete
}

opcache=()
if ! "$php" -n -m | grep -q 'Zend OPcache'; then opcache=(zend_extension=opcache); fi
# run-tests.php itself sets the hot counts to 1, so that everything is compiled at its first call.
opcache+=(opcache.enable_cli=1 opcache.jit_buffer_size=64M)

pass 1 "plain"
if "$php" -n -d "${opcache[0]}" -r 'exit(extension_loaded("Zend OPcache") ? 0 : 1);' >/dev/null 2>&1; then
    pass 2 "opcache and tracing JIT" "${opcache[@]}" opcache.jit=tracing
    pass 3 "opcache and function JIT" "${opcache[@]}" opcache.jit=function
else
    warn "this PHP has no opcache: the passes with opcache and JIT were left out"
    ! in_ci || failures=1
fi
exit $failures
