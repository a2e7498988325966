#!/usr/bin/env bash
# Builds target/$PROFILE/swoole.so. Cargo names the file libswoole.so; PHP users look for swoole.so.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

cargo build --lib --profile "$PROFILE"

# Renamed into place, never written over: a PHP that has the old file mapped goes on undisturbed.
built=$TARGET/$PROFILE/libswoole.so
if ! cmp -s "$built" "$SO"; then
    cp "$built" "$SO.new"
    mv -f "$SO.new" "$SO"
fi
say "Built ${SO#"$ROOT"/}"
