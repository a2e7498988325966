#!/usr/bin/env bash
# The phpt suite with the PHP of another Debian release, in a root folder of its own: `make test-php84`.
# Builds the extension there against that PHP, so it also shows that the sources compile for it.
#   test-in-debian.sh trixie                      everything in php-tests/
#   PHPT=php-tests/channel test-in-debian.sh trixie
# Needs root (chroot and a mount namespace). The folder is kept in target/debian/ for the next time.
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

suite=${1:?which Debian release? for example: trixie}
root=$TARGET/debian/$suite
packages='php-cli,php-dev,clang,libclang-dev,build-essential,pkg-config,ca-certificates,procps'

[ "$(id -u)" -eq 0 ] || exec sudo --preserve-env=PHPT,PHPT_JOBS,PROFILE "$0" "$@"

if [ ! -e "$root/.complete" ]; then
    have debootstrap || apt-get install -y -q debootstrap </dev/null
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include="$packages" "$suite" "$root" http://deb.debian.org/debian </dev/null
    touch "$root/.complete"
fi

cargo_home=${CARGO_HOME:-$HOME/.cargo}
rustup_home=${RUSTUP_HOME:-$HOME/.rustup}
grep -qs localhost "$root/etc/hosts" || echo "127.0.0.1 localhost" >>"$root/etc/hosts"
mkdir -p "$root/src" "$root/cargo" "$root/rustup"

# The mounts live in a namespace of their own and go with it, however the tests end.
step "phpt on Debian $suite, $(chroot "$root" php -n -r 'echo "PHP ", PHP_VERSION;')"
export ROOT root cargo_home rustup_home suite
# shellcheck disable=SC2016  # expanded inside
unshare --mount --propagation private bash -euc '
    mount --bind "$ROOT" "$root/src"
    mount --bind "$cargo_home" "$root/cargo"
    mount --bind "$rustup_home" "$root/rustup"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
        CARGO_HOME=/cargo RUSTUP_HOME=/rustup PATH=/cargo/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        CARGO_TARGET_DIR="/src/target/debian/build-$suite" PROFILE="${PROFILE:-quick}" \
        PHPT="${PHPT:-php-tests}" PHPT_JOBS="${PHPT_JOBS:-}" \
        bash -c "cd /src && scripts/build.sh && scripts/test.sh phpt"
'
