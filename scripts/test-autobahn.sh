#!/usr/bin/env bash
# A cross-section of the Autobahn suite against an echo server; `make autobahn` runs all of it. Part of test.sh.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

step "Autobahn: a cross-section"
tests/autobahn/run.sh quick
