#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sluice beside nchan, Node.js and a naive floor, in one run on this machine: prints one Markdown table.
# Installs what lacks and builds; compare.py measures. See compare.sh --help.

source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/lib.sh"

for option in "$@"; do
    if [[ $option == -h || $option == --help ]]; then exec python3 tests/bench/compare.py --help; fi
done
ensure_packages "to build Sluice" "${build_packages[@]}"
ensure_packages "to compare Sluice with nchan" "${bench_packages[@]}"
ensure_command node nodejs "to compare Sluice with Node.js"
build release sluiced sluicectl sluice-bench-floor
exec python3 tests/bench/compare.py "$@"
