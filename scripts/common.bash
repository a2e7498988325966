# Sourced by the scripts beside it: where things are, how to talk, how to become root.
# Not a command of its own.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# rustup puts cargo here; a shell that has not read its profile does not look there.
if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH=$HOME/.cargo/bin:$PATH
fi

PROFILE=${PROFILE:-release}
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
SO=$TARGET/$PROFILE/swoole.so

# PHP and PHP_CONFIG choose among several PHP versions. The build reads the same two names from the
# environment and wants full paths there; left unset they stay unset, so that a bare `cargo build`
# and `make build` see the same environment and do not undo each other's work.
php=${PHP:-php}
php_config=${PHP_CONFIG:-php-config}
if [ -n "${PHP:-}" ]; then PHP=$(command -v "$PHP" || echo "$PHP"); export PHP; fi
if [ -n "${PHP_CONFIG:-}" ]; then PHP_CONFIG=$(command -v "$PHP_CONFIG" || echo "$PHP_CONFIG"); export PHP_CONFIG; fi

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

have() { command -v "$1" >/dev/null 2>&1; }
in_ci() { [ -n "${CI:-}" ] && [ "$CI" != false ]; }

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this needs root and sudo is not here; run as root: $*"
    fi
}

# Prepares a virtual environment of Python's in the folder $1 with the packages that the file $2 lists.
python_venv() {
    local venv=$1 wanted=$2
    if ! cmp -s "$wanted" "$venv/installed.txt"; then
        rm -rf "$venv"
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted" </dev/null
        cp "$wanted" "$venv/installed.txt"
    fi
}

# Gives what runs from here on a folder of its own for temporary files, which goes with this script.
own_temporary_folder() {
    TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/swoole-tests-XXXXXX")
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
}

# Whether nothing is left in that folder; else says what. Tests clean up after themselves, and so does the extension.
nothing_is_left() {
    local left
    left=$(find "$TMPDIR" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort)
    [ -n "$left" ] || return 0
    warn "left in the temporary folder:"
    printf '  %s\n' "$left" >&2
    return 1
}

# Where PHP's own test runner is. It comes with php-dev.
find_run_tests() {
    local dir
    for dir in "$("$php_config" --extension-dir)/build" "$("$php_config" --prefix)/lib/php/build"; do
        if [ -f "$dir/run-tests.php" ]; then
            echo "$dir/run-tests.php"
            return
        fi
    done
    die "run-tests.php was not found beside $("$php_config" --extension-dir); it comes with php-dev"
}

# Whether something accepts TCP connections on 127.0.0.1:$1.
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
