#!/usr/bin/env bash
# pytest.sh RESULT-NAME TITLE ARGUMENT...: runs pytest in a virtual environment under target/ and
# writes the numbers for test.sh.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

result=$1 title=$2
shift 2
RESULTS=${RESULTS:-$TARGET/test-results}
mkdir -p "$RESULTS"

venv=$TARGET/venv
python_venv "$venv" tests/clients/requirements.txt

own_temporary_folder
export PHP_COMMAND=$php EXTENSION_SO=$SO RESULTS
status=0
"$venv/bin/python" -m pytest -p no:cacheprovider -q --junitxml="$RESULTS/$result.xml" \
    --basetemp="$TMPDIR/pytest" "$@" </dev/null || status=$?
rm -rf "$TMPDIR/pytest"
nothing_is_left || status=1

"$venv/bin/python" - "$RESULTS/$result.xml" "$title" >"$RESULTS/$result.count" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree

path, title = sys.argv[1:]
passed = failed = skipped = 0
try:
    suites = list(tree.parse(path).iter("testsuite"))
except FileNotFoundError:  # pytest did not come that far
    suites = []
for suite in suites:
    bad = int(suite.get("failures")) + int(suite.get("errors"))
    failed += bad
    skipped += int(suite.get("skipped"))
    passed += int(suite.get("tests")) - bad - int(suite.get("skipped"))
print(passed, failed, skipped, title)
PYTHON
exit "$status"
