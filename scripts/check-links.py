#!/usr/bin/env python3
"""Fails, naming them, when links between the Markdown files of this repository lead nowhere: to a file that is not there,
or to a heading that its file does not have. Links to other sites are not followed."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def prose(path):
    """The text without blocks and spans of code: what looks like a link in them is none."""
    text = re.sub(r"^(```|~~~).*?^\1", "", path.read_text(), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`(?!\])", "", text)


def anchors(path):
    """The names of a file's headings, as GitHub makes them."""
    seen = {}
    for heading in re.findall(r"^#{1,6} +(.+?)\s*$", re.sub(r"^```.*?^```", "", path.read_text(), flags=re.M | re.S), re.M):
        heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = seen[name] = seen.get(name, -1) + 1
        yield f"{name}-{count}" if count else name


def main():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    links = 0
    dead = []
    for name in listed.split():
        path = ROOT / name
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            links += 1
            file, _, anchor = target.partition("#")
            to = (path.parent / file).resolve() if file else path
            if not to.exists():
                dead.append(f"{name}: {target}: no such file")
            elif anchor and to.suffix == ".md" and anchor not in anchors(to):
                dead.append(f"{name}: {target}: no such heading")
    print("\n".join([*dead, f"{links} links"]))
    return 1 if dead or not links else 0


sys.exit(main())
