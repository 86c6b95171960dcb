#!/bin/sh
# Installs what is missing to build, try and test linli on Debian and its relatives: `deps.sh [build] [demo] [test]`, all
# three by default. Says what and why before it does, uses sudo only where it must, and is silent where nothing is missing.
set -eu

# A line: purpose, package (or packages of which one is enough), what for.
wanted='
build gcc|clang                the compiler
build libc6-dev                the C library to build with
build make                     the build
build libncurses-dev           the screen
build libsqlite3-dev           the record
build libcurl4-gnutls-dev|libcurl4-openssl-dev|libcurl4-nss-dev   push and pull
build libmicrohttpd-dev        the hub
build libgnutls28-dev          TLS of the hub
build libjansson-dev           JSON
build libsodium-dev            hashes and signatures
build libzstd-dev              compression
build libminizip-dev           workbooks in: the archive
build zlib1g-dev               which that one leaves to others
build libexpat1-dev            workbooks in: what is in it
build libxlsxwriter-dev        workbooks out
build gettext                  messages in Chinese
demo  libvterm-dev             the demo without a terminal
demo  openssl                  a throw-away certificate for the hub of demo and tests
demo  curl                     to see that the hub answers
test  libcmocka-dev            unit tests
test  libvterm-dev             tests of the screen
test  sqlite3                  tests that look into the record
test  curl                     tests that speak to the hub
test  ncurses-term             tests on terminals of other kinds
test  faketime                 tests with a wrong clock
test  zsh                      completion in zsh
test  fish                     completion in fish
test  clang-format             the format of the code
'

purposes="${*:-build demo test}"
if ! command -v dpkg-query > /dev/null; then
    echo "deps: no dpkg here, so nothing was checked or installed; linli needs: $(echo "$wanted" | awk 'NF {print $2}' | sort -u | tr '\n' ' ')" >&2
    exit 0
fi

installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' \
    $(echo "$wanted" | awk 'NF {gsub(/\|/, " ", $2); print $2}') 2> /dev/null || true)"
missing=''
is_missing() { # true where none of the packages in $1 (a|b|c) is installed
    for one in $(echo "$1" | tr '|' ' '); do
        case "$installed" in *" installed:$one "*) return 1 ;; esac
    done
}
while read -r purpose packages why; do
    case " $purposes " in *" ${purpose:-none} "*) ;; *) continue ;; esac
    is_missing "$packages" || continue
    package=${packages%%|*}
    case " $missing " in *" $package "*) continue ;; esac
    missing="$missing $package"
    [ "$missing" = " $package" ] && echo "linli needs packages that are not installed:"
    printf '  %-22s to %s: %s\n' "$package" "$purpose" "$why"
done << LIST
$wanted
LIST
[ -n "$missing" ] || exit 0

as_root=''
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "deps: cannot install: not root, and there is no sudo: run as root: apt-get install$missing" >&2
        exit 1
    fi
    as_root='sudo env DEBIAN_FRONTEND=noninteractive'
    echo "sudo may ask for your password, to run apt-get install."
fi
export DEBIAN_FRONTEND=noninteractive
install() {
    # shellcheck disable=SC2086 # words on purpose
    $as_root apt-get install -y -q --no-install-recommends $missing
}
echo "apt-get install$missing"
install || { $as_root apt-get update -q && install; } || {
    echo "deps: apt-get could not install:$missing: see above: install them by hand, then try again" >&2
    exit 1
}
