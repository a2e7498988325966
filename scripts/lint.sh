#!/usr/bin/env bash
# Everything that can be said about the sources without running them.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

# Says what it runs; a failure is remembered and the rest is still looked at.
failures=0
check() {
    step "$*"
    "$@" || failures=$((failures + 1))
}

# The cargo packages beside the extension have workspaces and target folders of their own.
packages=()
for manifest in bench/Cargo.toml fuzz/Cargo.toml; do
    [ ! -f "$manifest" ] || packages+=("$manifest")
done

check cargo fmt --check
check cargo clippy --all-targets -- -D warnings
check cargo clippy --all-targets --no-default-features -- -D warnings
for manifest in "${packages[@]}"; do
    check cargo fmt --check --manifest-path "$manifest"
    check env CARGO_TARGET_DIR="$TARGET/$(dirname "$manifest")" \
        cargo clippy --all-targets --manifest-path "$manifest" -- -D warnings
done

# php -l takes one file at a time before PHP 8.3. In php-tests/ a .php that is not an .inc.php is what
# a failed test left behind.
php_syntax() {
    local file files=0 bad=0
    while IFS= read -r file; do
        files=$((files + 1))
        "$php" -n -l "$file" >/dev/null || bad=1
    done < <(find . \( -path ./target -o -path ./.git \) -prune -o \
        -name '*.php' \( ! -path './php-tests/*' -o -name '*.inc.php' \) -print)
    say "$files files"
    [ $files -gt 0 ] && [ $bad -eq 0 ]
}
check php_syntax

check scripts/check-links.py

if have shellcheck; then
    check shellcheck -x scripts/*.sh .ci/run
else
    step "shellcheck"
    say "LEFT OUT: shellcheck is not on this machine."
    ! in_ci || failures=$((failures + 1))
fi

say
[ $failures -eq 0 ] || die "$failures of these checks failed (see above)"
say "No complaints."
