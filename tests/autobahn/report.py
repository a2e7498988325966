#!/usr/bin/env python3
"""What a run of the suite came to, from the index.json it leaves.

report.py count INDEX WHICH      prints the sections; fails when fewer cases pass than expected.txt says
report.py table RUN...           prints docs/autobahn.md; the runs are the folders of run.sh, in its order

A case that the suite calls informational or non-strict passes, as the suite itself has it.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

GOOD = {"OK", "NON-STRICT", "INFORMATIONAL"}
SECTIONS = {
    1: "Framing",
    2: "Pings and pongs",
    3: "Reserved bits",
    4: "Opcodes",
    5: "Fragmentation",
    6: "UTF-8",
    7: "Close handshake",
    9: "Limits, performance",
    10: "Miscellaneous",
    12: "Compression: payloads",
    13: "Compression: parameters",
}


def section(name):
    return int(name.split(".")[0])


class Run:
    def __init__(self, path):
        agents = json.loads(Path(path).read_text()) if Path(path).exists() else {}
        cases = {name: case for agent in agents.values() for name, case in agent.items()}
        order = sorted(cases.items(), key=lambda item: [int(part) for part in item[0].split(".")])
        self.total, self.passed = Counter(), Counter()
        self.failed, self.lenient = [], []
        for name, case in order:
            verdicts = {case["behavior"], case["behaviorClose"]}
            self.total[section(name)] += 1
            if verdicts <= GOOD:
                self.passed[section(name)] += 1
                if verdicts != {"OK"}:
                    self.lenient.append((name, case))
            else:
                self.failed.append((name, case))

    def cell(self, section):
        return f"{self.passed[section]} of {self.total[section]}" if self.total[section] else "–"


def count(index, which):
    run = Run(index)
    expected = next(
        int(line.split()[1])
        for line in Path(__file__).with_name("expected.txt").read_text().splitlines()
        if line.split()[0] == which
    )
    for name, case in run.failed:
        print(f"case {name}: {case['behavior']}, close {case['behaviorClose']}")
    for section in sorted(run.total):
        print(f"section {section:2}: {run.cell(section)}")
    passed, total = run.passed.total(), run.total.total()
    print(f"{passed} of {total} cases pass, {expected} are expected")
    if results := os.environ.get("RESULTS"):
        line = f"{passed} {max(total, expected) - passed} 0 autobahn, {which}\n"
        Path(results, f"4-autobahn-{which}.count").write_text(line)
    if passed > expected:
        print("More than before: raise the number in tests/autobahn/expected.txt.")
    return passed < expected


def table(*folders):
    names = [Path(folder).name for folder in folders]
    runs = [Run(Path(folder, "index.json")) for folder in folders]
    print("# Autobahn\n")
    print("The Autobahn suite against [an echo server](../tests/autobahn/echo.php), and for [an echo client](../tests/autobahn/client.php),")
    print("as `make autobahn` found it; it writes this page.")
    print("Plain is without compression, for which sections 12 and 13 are; compressed is with `websocket_compression` on.\n")
    print(f"| section | | {' | '.join(names)} |\n|--:|---|{'--:|' * len(names)}")
    for number in sorted({number for run in runs for number in run.total}):
        print(f"| {number} | {SECTIONS.get(number, '')} | {' | '.join(run.cell(number) for run in runs)} |")
    print(f"| | all | {' | '.join(f'{run.passed.total()} of {run.total.total()}' for run in runs)} |\n")
    print("Passed is what the suite calls OK, and what it calls informational or non-strict:\n")
    print("| run | case | verdict | close |\n|---|---|---|---|")
    for name, run in zip(names, runs):
        for case_name, case in run.lenient:
            print(f"| {name} | {case_name} | {case['behavior']} | {case['behaviorClose']} |")
    if not any(run.lenient for run in runs):
        print("| – | | | |")
    for name, run in zip(names, runs):
        for case_name, case in run.failed:
            print(f"\nFailed, {name}: {case_name}, {case['behavior']}, close {case['behaviorClose']}")
    return 0


if __name__ == "__main__":
    sys.exit({"count": count, "table": table}[sys.argv[1]](*sys.argv[2:]))
