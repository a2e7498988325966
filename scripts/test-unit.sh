#!/usr/bin/env bash
# The unit tests of the pure rooms, and their fuzz targets with the seeds (no PHP needed). Part of test.sh.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"
: "${RESULTS:?is set by test.sh}"

step "Unit tests of the pure rooms"
log=$RESULTS/unit.log
status=0
cargo test --no-default-features 2>&1 | tee "$log" || status=$?

step "Seeds of the fuzz targets"
CARGO_TARGET_DIR=$TARGET/fuzz cargo test --manifest-path fuzz/Cargo.toml --no-default-features --test seeds 2>&1 |
    tee -a "$log" || status=$?

# "test result: ok. 12 passed; 0 failed; 1 ignored; ..." once for each test binary.
awk '/^test result:/ { for (i = 2; i <= NF; i++) { if ($i == "passed;") p += $(i-1); if ($i == "failed;") f += $(i-1); if ($i == "ignored;") s += $(i-1) } }
     END { print p + 0, f + 0, s + 0, "unit tests" }' "$log" >"$RESULTS/1-unit.count"
exit "$status"
