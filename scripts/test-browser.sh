#!/usr/bin/env bash
# The documented page, and compression, in headless Chromium. Part of test.sh.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

step "Browser: headless Chromium"
if ! CHROME=$(scripts/browser.sh); then
    say "LEFT OUT: no Chromium or Chrome on this machine (apt-get install chromium, or CHROME=/path)."
    ! in_ci || die "CI has to run the browser test"
    exit 0
fi
export CHROME
scripts/pytest.sh 4-browser "browser test" tests/clients/browser_test.py "$@"
