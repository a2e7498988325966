#!/usr/bin/env bash
# Prints the path of a Chromium or Chrome and fails if there is none. CHROME=/path chooses one.
set -euo pipefail

for name in ${CHROME:+"$CHROME"} chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name" 2>/dev/null) || continue
    # Ubuntu's chromium-browser may be a stub that only says where to find the snap.
    if "$path" --version >/dev/null 2>&1; then
        echo "$path"
        exit 0
    fi
done
exit 1
