#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a clone to a running Sluice: installs what lacks, builds, starts.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/run.sh [--headless] [--build-only] [-- SLUICED-OPTION...]

Installs the Debian packages that lack, builds build/release and starts Sluice: on a desktop the console with an engine of
its own and a demo feed, elsewhere the engine alone.

  --headless    the engine alone, even where there is a display; needs none of the console's packages
  --build-only  stop after the build
  -- ...        everything after it goes to sluiced, for example:
                packaging/run.sh --headless -- --listen 127.0.0.1:9000 --set timeouts.heartbeat=5s
TEXT
}

headless=no
build_only=no
engine_options=()
while (($# > 0)); do
    case "$1" in
        --headless) headless=yes ;;
        --build-only) build_only=yes ;;
        -h | --help)
            usage
            exit 0
            ;;
        --)
            shift
            engine_options=("$@")
            break
            ;;
        *)
            usage >&2
            die "unknown option '$1'"
            ;;
    esac
    shift
done

# Without a display there is nobody to look at the console.
[[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || headless=yes

# Nobody needs the tests or the bench peers to run Sluice; where test.sh has built them, they stay.
targets=(sluiced sluicectl)
packages=("${build_packages[@]}")
if [[ $headless == no ]]; then
    targets+=(sluice)
    packages+=("${console_packages[@]}")
fi

ensure_packages "to build Sluice" "${packages[@]}"
# A build that was configured before the console's packages came knows nothing of it.
if [[ $headless == no && -f build/release/build.ninja ]] &&
    ! ninja -C build/release -t query sluice >/dev/null 2>&1; then
    rm build/release/build.ninja
fi
build release "${targets[@]}"
[[ $build_only == yes ]] && exit 0

if [[ $headless == no ]]; then
    ((${#engine_options[@]} == 0)) ||
        die "options after -- are sluiced's: give --headless too, or set them in the console's page Tuning"
    say "Starting the console"
    exec build/release/bin/sluice
fi

sluiced=build/release/bin/sluiced
# sluiced knows best what its options and its file come to. If they are wrong, it says so itself below.
settings="$("$sluiced" --check-config --demo "${engine_options[@]}" 2>/dev/null)" || settings=""
if [[ $settings == 'configuration is valid'* ]]; then
    address="$(sed -n 's/^listen\.public = //p' <<<"$settings" | tr -d '"')"
    address="${address:-127.0.0.1:8080}"
    # A wildcard is an address to listen on, not one to connect to.
    address="${address/#0.0.0.0:/127.0.0.1:}"
    address="${address/#\[::\]:/[::1]:}"
    cat <<TEXT
Sluice on http://$address
  watch    curl -N http://$address/stream/demo
  publish  curl -d 'hello' http://$address/publish/demo
  browser  http://$address/demo
  stop     Ctrl-C or SIGTERM (again: at once)
TEXT
fi
# exec: signals reach the engine itself, and its exit status is ours.
exec "$sluiced" --demo "${engine_options[@]}"
