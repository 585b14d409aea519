#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sluice beside nchan, Node.js and a naive floor, or beside another build of itself, in one run on this machine: prints
# one Markdown table. Installs what lacks and builds; compare.py measures. See compare.sh --help.

called_from="$PWD"
source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/lib.sh"

peers=yes
for option in "$@"; do
    case "$option" in
        -h | --help) exec python3 tests/bench/compare.py --help ;;
        --against | --against=*) peers=no ;;
    esac
done
ensure_packages "to build Sluice" "${build_packages[@]}"
if [[ $peers == yes ]]; then
    ensure_packages "to compare Sluice with nchan" "${bench_packages[@]}"
    ensure_command node nodejs "to compare Sluice with Node.js"
    build release sluiced sluicectl sluice-bench-floor
else
    build release sluiced sluicectl
fi
# BUILD is named from where the caller stands.
cd "$called_from"
exec python3 "$SLUICE_ROOT/tests/bench/compare.py" "$@"
