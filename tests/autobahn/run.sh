#!/usr/bin/env bash
# The Autobahn test suite against an echo server. Fails when fewer cases pass than expected.txt says.
#   run.sh                all cases that do not need compression (sections 1 to 11)
#   run.sh quick          a cross-section: a case or more of each kind, in seconds
#   run.sh compressed     the whole suite with websocket_compression on
# The report is left in target/autobahn/<which>/index.html.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/../../scripts/common.bash"

which=${1:-all}
# A case that the suite calls informational or non-strict passes, as the suite itself has it.
case $which in
    all) selection=(-x '12.*' -x '13.*') ;;
    quick) selection=(-i '1.*' -i '2.*' -i '3.*' -i '4.*' -i '5.*' -i '6.*' -i '7.*' -i '9.*.1' -i '10.*') ;;
    compressed) selection=() ;;
    *) die "run.sh [all|quick|compressed]" ;;
esac
expected=$(awk -v which="$which" '$1 == which { print $2 }' tests/autobahn/expected.txt)
[ -n "$expected" ] || die "tests/autobahn/expected.txt says nothing about '$which'"

venv=$TARGET/venv-autobahn
python_venv "$venv" tests/autobahn/requirements.txt

out=$TARGET/autobahn/$which
rm -rf "$out"
mkdir -p "$out"
coproc SERVER { exec "$php" -n -d "extension=$SO" -d memory_limit=1G tests/autobahn/echo.php "$which" 2>"$out/server.log"; }
# shellcheck disable=SC2153  # bash sets SERVER_PID
server=$SERVER_PID
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r -t 10 port <&"${SERVER[0]}" || die "the server did not start: $(cat "$out/server.log")"

# Its own exit status says whether all passed; here a number counts.
timeout "${AUTOBAHN_TIMEOUT:-900}" "$venv/bin/kosoku" -m fuzzingclient -p 2 "${selection[@]}" -o "$out" \
    "ws://127.0.0.1:$port" </dev/null >"$out/suite.log" 2>&1 || true
kill -0 "$server" 2>/dev/null || warn "the server has ended: $(tail -n 5 "$out/server.log")"

python3 - "$out/index.json" "$expected" <<'PYTHON'
import collections
import json
import os
import sys

path, expected = sys.argv[1], int(sys.argv[2])
try:
    with open(path) as file:
        cases = {name: case for agent in json.load(file).values() for name, case in agent.items()}
except FileNotFoundError:
    cases = {}
good = {"OK", "NON-STRICT", "INFORMATIONAL"}
total, passed = collections.Counter(), collections.Counter()
for name, case in sorted(cases.items(), key=lambda item: [int(part) for part in item[0].split(".")]):
    section = int(name.split(".")[0])
    total[section] += 1
    if case["behavior"] in good and case["behaviorClose"] in good:
        passed[section] += 1
    else:
        print(f"case {name}: {case['behavior']}, close {case['behaviorClose']}")
for section in sorted(total):
    print(f"section {section:2}: {passed[section]:3} of {total[section]}")
count = sum(passed.values())
print(f"{count} of {sum(total.values())} cases pass, {expected} are expected")
if os.environ.get("RESULTS"):
    with open(os.environ["RESULTS"] + "/4-autobahn.count", "w") as file:
        print(count, max(sum(total.values()), expected) - count, 0, "autobahn", file=file)
if count > expected:
    print("More than before: raise the number in tests/autobahn/expected.txt.")
sys.exit(count < expected)
PYTHON
