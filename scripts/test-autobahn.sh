#!/usr/bin/env bash
# The whole Autobahn suite against an echo server, without and with compression, and a part of it over TLS. Part of
# test.sh.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

status=0
tests/autobahn/run.sh plain || status=1
tests/autobahn/run.sh compressed || status=1
tests/autobahn/run.sh client-short || status=1
tests/autobahn/run.sh tls || status=1
exit $status
