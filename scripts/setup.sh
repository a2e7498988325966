#!/usr/bin/env bash
# Installs what is missing to build the extension; `setup.sh test` also what the tests and the lint
# need. Looks for commands and libraries first, so a machine that has them is done in a moment and
# needs neither network nor root.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

missing=()
need() { missing+=("$1"); }

has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return
    compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' >/dev/null && return
    ldconfig -p 2>/dev/null | grep -q 'libclang[-.0-9]*\.so'
}

# The headers have to be those of the PHP that will load the extension: php8.3 wants php8.3-dev.
php_dev_package() {
    local versioned
    if have "$php"; then
        versioned=php$("$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')-dev
        if apt-cache show "$versioned" >/dev/null 2>&1; then
            echo "$versioned"
            return
        fi
    fi
    echo php-dev
}

find_missing() {
    missing=()
    # A PHP that was asked for by name is for whoever asked to install.
    have "$php" || [ -z "${PHP:-}" ] || die "there is no $php"
    have "$php_config" || [ -z "${PHP_CONFIG:-}" ] || die "there is no $php_config"
    have "$php" || need php-cli
    have "$php_config" || need "$(php_dev_package)"
    have cc || need build-essential
    have clang || need clang
    has_libclang || need libclang-dev
    have pkg-config || need pkg-config
    if [ "${1:-}" = test ]; then
        have curl || need curl
        have python3 || need python3
        python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || need python3-venv
        # Clients made for load, small ones: tests/clients/load_test.py. Without apt-get it leaves them out.
        if have apt-get; then
            have wrk || need wrk
            { have h2load && have nghttp; } || need nghttp2-client
        fi
        # A full browser, node, nginx and a Haskell runtime are much to put on somebody's machine unasked: the
        # tests and the lint use them where they are, CI always has them.
        if in_ci; then
            have node || need nodejs
            have npm || need npm
            have nginx || need nginx-light
            "$ROOT/scripts/browser.sh" >/dev/null || need chromium
            have shellcheck || need shellcheck
        fi
    fi
}

find_missing "${1:-}"

if [ ${#missing[@]} -gt 0 ]; then
    say "Missing: ${missing[*]}"
    have apt-get || die "this machine has no apt-get; please install the equivalents of these Debian packages: ${missing[*]}"
    apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
    as_root "${apt[@]}" update </dev/null
    # Names may change now that the package lists are fresh (php-dev or php8.3-dev).
    find_missing "${1:-}"
    as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null
    hash -r
    find_missing "${1:-}"
    [ ${#missing[@]} -eq 0 ] || die "still missing after the installation: ${missing[*]}"
fi

have cargo || die "Rust is not here. Install it from https://rustup.rs and run this again."

cli=$("$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
dev=$("$php_config" --version | cut -d. -f1,2)
[ "$cli" = "$dev" ] || die "$php is PHP $cli but $php_config belongs to PHP $dev; choose a pair, for example: make build PHP=php$cli PHP_CONFIG=php-config$cli"
