# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
#
# What run.sh, test.sh and lint.sh share: the package lists, the installer, the build. Sourced, never run.

set -euo pipefail

SLUICE_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$SLUICE_ROOT"

# One list per purpose, so that whoever only runs Sluice does not install what only its tests need.
# "a|b" takes the first name that this system knows: releases name some packages differently.
build_packages=(
    build-essential      # compiler, linker, libc headers
    cmake ninja-build
    qt6-base-dev         # Qt Core, Network and Test
    qt6-httpserver-dev   # the front door's HTTP parser and router
    qt6-websockets-dev   # qt6-httpserver-dev's CMake files ask for it
    libtomlplusplus-dev  # the settings file
    prometheus-cpp-dev   # the text of /metrics
    libexpected-dev      # tl::expected: errors as values
    libhttp-parser-dev   # decodes chunked request bodies
    libsystemd-dev       # readiness, watchdog and passed sockets of a service
    pkg-config           # finds libsystemd
)
# The console besides; where these lack, CMake leaves it out and says so.
console_packages=(
    qt6-declarative-dev qt6-charts-dev
    qtkeychain-qt6-dev   # tokens of saved connections
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools # its translations
    qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-layouts qml6-module-qtquick-shapes
    qml6-module-qtquick-templates qml6-module-qtquick-window qml6-module-qtqml-workerscript qml6-module-qtcharts
    qml6-module-qtquick-dialogs qml6-module-qt-labs-folderlistmodel
    libarchive-dev       # incident bundles
    fonts-roboto-unhinted # the console's type: its figures are equally wide
)
test_packages=(
    ccache               # rebuilds of what was built before
    mold                 # links two hundred tests
    qml6-module-qttest   # the console's pages
    desktop-file-utils appstream # judge the desktop entry and the metainfo
    clang                # the fuzz targets; the next line is libFuzzer and clang's sanitizers
    "libclang-rt-dev|libclang-rt-14-dev"
    chromium             # the demo page, and EventSource, in a real browser
    curl python3
    python3-seccomp      # the unit's filter of system calls, around an engine
    systemd              # systemd-analyze judges the units, systemd-socket-activate passes sockets
    mandoc               # judges the manual pages
    prometheus           # scrapes an engine; promtool judges /metrics, the alert rules and their tests
    nginx libnginx-mod-stream haproxy  # the proxies in front of an engine, with the configurations that Sluice writes
    iproute2             # ip: a network namespace whose peer vanishes
    procps               # sysctl judges the generated kernel settings
)
# Proxies for tests too, which are unpacked into build/ and never installed: Debian starts such a service at once, and
# at each boot. With the libraries that a machine may lack.
unpacked_packages=(
    apache2-bin "libapr1|libapr1t64" "libaprutil1|libaprutil1t64"
    caddy
    varnish libvarnishapi3 libjemalloc2
    squid squid-common squid-langpack libecap3 libnetfilter-conntrack3 libnfnetlink0 libltdl7
    "libtdb1|libtdb1t64"
    lighttpd
)
lint_packages=(
    "clang-format-14|clang-format"
    "clang-tidy-14|clang-tidy"
    clazy shellcheck python3 git
)
bench_packages=(
    nginx libnginx-mod-nchan  # the peer from Debian
    curl python3
)

# Text to the person at the terminal goes to stderr, so that stdout stays the program's own.
say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
die() {
    printf 'sluice: %s\n' "$*" >&2
    exit 1
}
if [[ ! -t 2 ]]; then
    say() { printf '==> %s\n' "$*" >&2; }
fi

# step NAME COMMAND...: runs it, and where SLUICE_MINUTES names a file (.ci/run) writes down how many seconds it took.
step() {
    local name="$1" began=$SECONDS status=0
    shift
    "$@" || status=$?
    [[ -z "${SLUICE_MINUTES-}" ]] || printf '%s\t%s\n' "$name" "$((SECONDS - began))" >>"$SLUICE_MINUTES"
    return $status
}

is_installed() { [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

# The first of "a|b" that is installed, else the first that apt can install, else nothing.
pick_package() {
    local names name
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        if is_installed "$name"; then
            echo "$name"
            return
        fi
    done
    for name in "${names[@]}"; do
        if grep -q '^  Candidate: [^(]' <<<"$(LC_ALL=C apt-cache policy "$name" 2>/dev/null)"; then
            echo "$name"
            return
        fi
    done
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "root is needed for: $*   (install sudo, or run that line as root, then run this again)"
    fi
}

apt_lists_are_fresh=no
update_apt_lists() {
    [[ $apt_lists_are_fresh == yes ]] && return
    note "apt-get update"
    as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 ||
        note "apt-get update had errors; going on with the lists that there are"
    apt_lists_are_fresh=yes
}

# ensure_packages "why" package...: installs what lacks and says so; costs one dpkg query when nothing does.
ensure_packages() {
    local why="$1" entry name missing=() chosen=()
    shift
    for entry in "$@"; do
        local found=no
        IFS='|' read -ra names <<<"$entry"
        for name in "${names[@]}"; do
            if is_installed "$name"; then found=yes; fi
        done
        [[ $found == yes ]] || missing+=("$entry")
    done
    [[ ${#missing[@]} == 0 ]] && return

    if ! command -v apt-get >/dev/null; then
        note "no apt-get here; going on without checking for: ${missing[*]} ($why)"
        return
    fi
    say "Installing ${#missing[@]} Debian package(s) $why: ${missing[*]}"
    update_apt_lists
    for entry in "${missing[@]}"; do
        name="$(pick_package "$entry")"
        [[ -n $name ]] || die "this system's package lists have none of '$entry', needed $why"
        chosen+=("$name")
    done
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 install --no-install-recommends "${chosen[@]}" >&2 ||
        die "apt-get could not install: ${chosen[*]}"
}

# unpack_packages DIRECTORY "why" package...: downloads and unpacks what is not there yet, installs and starts nothing.
unpack_packages() {
    local directory="$1" why="$2" entry name names=()
    shift 2
    [[ "$(cat "$directory/unpacked" 2>/dev/null)" == "$*" ]] && return
    if ! command -v apt-get >/dev/null; then
        note "no apt-get here; going on without: $* ($why)"
        return
    fi
    say "Unpacking $# Debian package(s) into $directory $why; none is installed or started"
    update_apt_lists
    for entry in "$@"; do
        name="$(pick_package "$entry")"
        [[ -n $name ]] || die "this system's package lists have none of '$entry', needed $why"
        names+=("$name")
    done
    rm -rf "$directory"
    mkdir -p "$directory/packages"
    # apt's own user fetches, and need not be let into this folder: that is only a warning of its.
    (cd "$directory/packages" && apt-get -qq -o APT::Sandbox::User=root download "${names[@]}" >&2) ||
        die "apt-get could not download: ${names[*]}"
    for name in "$directory"/packages/*.deb; do
        dpkg-deb -x "$name" "$directory/root" || die "cannot unpack $name"
    done
    rm -rf "$directory/packages"
    echo "$*" >"$directory/unpacked"
}

# A command that may come from elsewhere than Debian's package (node from its own repository, say).
ensure_command() {
    local command="$1" package="$2" why="$3"
    command -v "$command" >/dev/null || ensure_packages "$why" "$package"
}

# As many compilers as there are cores, but no more than memory holds at about 1.5 GiB each.
build_jobs() {
    local cores memory_kib by_memory
    cores="$(nproc)"
    memory_kib="$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)"
    by_memory=$((memory_kib / 1572864))
    ((by_memory < 1)) && by_memory=1
    echo $((by_memory < cores ? by_memory : cores))
}

use_ccache() {
    command -v ccache >/dev/null || return 0
    # Two clones of one commit share their objects: paths count from the clone's root.
    export CCACHE_BASEDIR="$SLUICE_ROOT" CCACHE_NOHASHDIR=1
    # Without these ccache passes by whatever takes a precompiled header; __TIME__ stands in none of ours.
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    export CMAKE_CXX_COMPILER_LAUNCHER="${CMAKE_CXX_COMPILER_LAUNCHER-ccache}"
}

# configure PRESET: only when a CMake file is newer than the last configuration.
configure() {
    local build="build/$1"
    if [[ -f $build/build.ninja ]] && [[ -z "$(find . -path ./build -prune -o -path ./.git -prune -o \
        \( -name CMakeLists.txt -o -name '*.cmake' -o -name CMakePresets.json \) \
        -newer "$build/build.ninja" -print -quit)" ]]; then
        return
    fi
    say "Configuring build/$1"
    cmake --preset "$1" >"/tmp/sluice-configure-$1.$$" 2>&1 || {
        cat "/tmp/sluice-configure-$1.$$" >&2
        rm -f "/tmp/sluice-configure-$1.$$"
        die "cmake could not configure the preset '$1'"
    }
    rm -f "/tmp/sluice-configure-$1.$$"
}

# build PRESET [target...]
build() {
    local preset="$1"
    shift
    local targets=()
    (($# > 0)) && targets=(--target "$@")
    use_ccache
    configure "$preset"
    # Nothing to do: say nothing.
    if [[ "$(ninja -C "build/$preset" -n "$@" 2>/dev/null)" == *'no work to do'* ]]; then
        return
    fi
    say "Building build/$preset"
    NINJA_STATUS='[%f/%t %es] ' cmake --build "build/$preset" --parallel "$(build_jobs)" "${targets[@]}" >&2
}
