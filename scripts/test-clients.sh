#!/usr/bin/env bash
# Real clients against real servers: Python's websockets library, curl and raw sockets.
# Part of test.sh; takes pytest's own options, e.g. scripts/test-clients.sh -k ping
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

step "Clients: Python websockets, curl, raw sockets"
scripts/pytest.sh 3-clients "client tests" tests/clients --ignore=tests/clients/browser_test.py "$@"
