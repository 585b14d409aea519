#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Looks for tests that fail now and then: repeats those that wait for time, ports and processes, while busy loops take the
# machine's cores. A test that fails once is a fault, and its first failure ends its repetitions and is printed.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/flakes.sh [--times N] [--loops N] [--preset NAME] [-- CTEST-OPTION...]

  --times N      how often each test runs (50)
  --loops N      busy loops beside them (2)
  --preset NAME  the build to test, which must be there: release, asan, ... (release)
  -- ...         goes to ctest; without it the tests labelled integration or browser run: -- -R tst_drain
TEXT
}

times=50
loops=2
preset=release
select=(-L 'integration|browser')
while (($# > 0)); do
    case "$1" in
        --times) times="${2:?--times needs a number}"; shift ;;
        --loops) loops="${2:?--loops needs a number}"; shift ;;
        --preset) preset="${2:?--preset needs a name}"; shift ;;
        -h | --help) usage; exit 0 ;;
        --) shift; select=("$@"); break ;;
        *) usage >&2; die "unknown option '$1'" ;;
    esac
    shift
done

busy=()
cleanup() { ((${#busy[@]} == 0)) || kill "${busy[@]}" 2>/dev/null || true; }
trap cleanup EXIT
for ((i = 0; i < loops; ++i)); do
    while :; do :; done &
    busy+=($!)
done

export SLUICE_NO_SKIP=1
say "Each test $times times, beside $loops busy loops"
ctest --preset "$preset" --repeat "until-fail:$times" --parallel "$((2 * $(nproc)))" "${select[@]}" </dev/null
