#!/usr/bin/env bash
# install.sh            copies swoole.so into PHP's extension folder and switches it on for the CLI
# install.sh uninstall  undoes that
# Touches only what it wrote itself: another Swoole on this machine makes it stop with a word.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

mark='; written by "make install" of the Rust swoole extension'
extension_dir=$("$php_config" --extension-dir)
scan_dir=$("$php" -n -r 'echo PHP_CONFIG_FILE_SCAN_DIR;')
# With --with-config-file-scan-dir=a:b the first folder is the distribution's.
scan_dir=${scan_dir%%:*}
ini=$scan_dir/20-swoole.ini
installed=$extension_dir/swoole.so

ours() { [ -f "$ini" ] && grep -qF "$mark" "$ini"; }

# As root only where that is needed: a PHP built under one's home wants nobody's help.
write() {
    if [ -w "$extension_dir" ] && [ -w "$scan_dir" ]; then "$@"; else as_root "$@"; fi
}

uninstall() {
    ours || die "nothing to do: $ini was not written by make install"
    write rm -f "$ini" "$installed"
    say "Removed $ini and $installed"
}

# Files in which another line already loads an extension of this name.
other_inis() {
    local file
    { "$php" -r 'echo php_ini_loaded_file(), "\n", str_replace(",", "\n", (string) php_ini_scanned_files());' 2>/dev/null || true; } |
        while read -r file; do
            if [ -z "$file" ] || [ "$file" = "$ini" ]; then continue; fi
            if grep -Eqs '^[[:space:]]*extension[[:space:]]*=[[:space:]]*"?([^;"]*/)?(open)?swoole(\.so)?"?[[:space:]]*(;|$)' "$file"; then
                echo "$file"
            fi
        done
}

install_it() {
    local others
    others=$(other_inis)
    [ -z "$others" ] || die "Swoole is already switched on in: $(echo "$others" | tr '\n' ' ')
Two extensions of this name cannot be loaded together. Remove that one first
(for a Debian package: apt-get remove php-swoole; from PECL: pecl uninstall swoole and delete the line)."
    # The C++ one needs libstdc++, this one does not.
    if [ -f "$installed" ] && ! ours && grep -aq 'libstdc++\.so' "$installed"; then
        die "$installed is the C++ Swoole. Remove it first (pecl uninstall swoole)."
    fi

    "$php" -n -d "extension=$SO" -r 'exit(extension_loaded("swoole") ? 0 : 1);' ||
        die "$("$php" -n -r 'echo "PHP ", PHP_VERSION;') does not load ${SO#"$ROOT"/}"

    write install -m 644 "$SO" "$installed.new"
    write mv -f "$installed.new" "$installed"
    say "Installed $installed"

    if [ -z "$scan_dir" ] || [ ! -d "$scan_dir" ]; then
        say "This PHP reads no folder of ini files. Add this line to $("$php" -r 'echo php_ini_loaded_file() ?: PHP_CONFIG_FILE_PATH . "/php.ini";'):"
        say "  extension=swoole"
        return
    fi
    printf '%s\nextension=swoole\n' "$mark" | write tee "$ini" >/dev/null
    say "Wrote $ini"

    if ! "$php" -r 'exit(extension_loaded("swoole") ? 0 : 1);' >/dev/null 2>&1; then
        "$php" -v >&2 || true
        write rm -f "$ini"
        die "PHP does not load it (see above); $ini was removed again"
    fi
    "$php" -r 'echo "PHP ", PHP_VERSION, " loads swoole ", phpversion("swoole"), ".\n";'
}

case ${1:-install} in
    install) install_it ;;
    uninstall) uninstall ;;
    *) die "usage: install.sh [install|uninstall]" ;;
esac
