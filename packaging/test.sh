#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds and runs the tests: as released, under ThreadSanitizer, the fuzz targets, and under ASan + UBSan.
# ctest's summary of the last build is the last thing printed.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/test.sh [--quick] [--preset NAME] [-- CTEST-OPTION...]

Installs the Debian packages that lack, unpacks those of other proxies into build/other-proxies (none is installed or
started), then builds and tests these presets, in this order:

  release   all tests, built as users run it
  tsan      the tests labelled "tsan", under ThreadSanitizer
  fuzz      the fuzz targets, a short run each (clang)
  asan      core, integration and one pass of the console, under AddressSanitizer and UndefinedBehaviorSanitizer

  --quick        release only
  --preset NAME  that preset only (also: dev)
  -- ...         everything after it goes to ctest, for example: -- -R tst_pump --repeat until-fail:10
TEXT
}

presets=(release tsan fuzz asan)
ctest_options=()
while (($# > 0)); do
    case "$1" in
        --quick) presets=(release) ;;
        --preset)
            presets=("${2:?--preset needs a name}")
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        --)
            shift
            ctest_options=("$@")
            break
            ;;
        *)
            usage >&2
            die "unknown option '$1'"
            ;;
    esac
    shift
done

install_what_lacks() {
    ensure_packages "to build Sluice" "${build_packages[@]}" "${console_packages[@]}"
    ensure_packages "to test Sluice" "${test_packages[@]}"
    ensure_command node nodejs "for the tests with clients of other makers"
    ensure_command npm npm "for the tests with clients of other makers"

    unpack_packages build/other-proxies "for the tests with other proxies" "${unpacked_packages[@]}"

    # npm's clients of event streams, and playwright-core, which drives Debian's Chromium and downloads no browser; as
    # the lock file says.
    local browser=tests/integration/browser
    if [[ ! $browser/node_modules/.package-lock.json -nt $browser/package-lock.json ]]; then
        say "Installing npm's clients of event streams, and what drives Chromium"
        npm ci --prefix "$browser" --no-audit --no-fund >&2
    fi
}

# The targets behind a preset's tests: its label decides, and a test is named after its target.
labelled_targets() {
    local name
    for name in $(ctest --preset "$1" -N | sed -n 's/^ *Test *#[0-9]*: //p'); do
        if ninja -C "build/$1" -t query "$name" >/dev/null 2>&1; then echo "$name"; fi
    done
}

# All that the preset's tests need, and nothing else; "release" is what users run, and is built whole.
build_for_tests() {
    local preset="$1" targets=()
    if [[ $preset != release && $preset != dev ]]; then
        use_ccache
        configure "$preset"
        mapfile -t targets < <(labelled_targets "$preset")
        [[ ${#targets[@]} -gt 0 ]] || die "the preset '$preset' selects no test"
    fi
    build "$preset" "${targets[@]}"
}

run_tests() {
    say "Testing build/$1 (after $SECONDS s)"
    # More at once than there are cores: most tests wait for clients and deadlines most of the time.
    ctest --preset "$1" --parallel "$((2 * $(nproc)))" "${ctest_options[@]}" </dev/null
}

step "packages" install_what_lacks
# All that tests need is here now: what lacks nevertheless is a failure and no skip (tests/integration/support/NeedTool.h).
export SLUICE_NO_SKIP=1
for preset in "${presets[@]}"; do
    step "build $preset" build_for_tests "$preset"
    step "test $preset" run_tests "$preset"
done
