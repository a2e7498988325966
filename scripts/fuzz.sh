#!/usr/bin/env bash
# fuzz.sh [TARGET [SECONDS]]: fuzzes one of the pure rooms (default: each in turn for a minute), under the address
# sanitizer. What it learns is kept in target/fuzz/corpus; what it finds is left in target/fuzz/artifacts.
#   FUZZ_OPTIONS="-max_len=65536"   for libFuzzer
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

version=0.13.2
tools=$TARGET/tools

if ! "$tools/bin/cargo-fuzz" --version 2>/dev/null | grep -qF "$version"; then
    say "Installing cargo-fuzz $version into ${tools#"$ROOT"/}"
    cargo install --quiet --locked --root "$tools" "cargo-fuzz@$version" </dev/null
fi

# The sanitizer and the counters are compiler options that stable Rust keeps to itself; it has them all the same.
export RUSTC_BOOTSTRAP=1

mapfile -t targets < <("$tools/bin/cargo-fuzz" list)
if [ -n "${1:-}" ]; then
    [[ " ${targets[*]} " == *" $1 "* ]] || die "there is no fuzz target $1; there are: ${targets[*]}"
    targets=("$1")
fi
seconds=${2:-60}

for target in "${targets[@]}"; do
    step "fuzzing $target for $seconds seconds"
    corpus=$TARGET/fuzz/corpus/$target
    artifacts=$TARGET/fuzz/artifacts/$target
    mkdir -p "$corpus" "$artifacts"
    options=("-max_total_time=$seconds" "-artifact_prefix=$artifacts/" -print_final_stats=1 -timeout=10)
    dictionary=fuzz/dictionaries/$target.dict
    [ ! -f "$dictionary" ] || options+=("-dict=$dictionary")
    # The first folder is written to.
    # shellcheck disable=SC2086  # FUZZ_OPTIONS is a list
    "$tools/bin/cargo-fuzz" run "$target" --target-dir "$TARGET/fuzz" "$corpus" "fuzz/seeds/$target" \
        -- "${options[@]}" ${FUZZ_OPTIONS:-} </dev/null
done
