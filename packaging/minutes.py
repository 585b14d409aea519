#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints where the minutes of a run of .ci/run went, beside the budget, and fails when all of it took too long.

The budget is what a machine of 2 cores with empty caches may take. A step above it is only named, since a busy machine is
no fault of a commit; the run fails when it is above the limit, because a CI that is stopped says nothing.
"""

import argparse
import pathlib
import sys


def rows(path):
    """Lines of cells that tabs divide; comments and empty lines left out."""
    lines = pathlib.Path(path).read_text().splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--budget", required=True,
                         help="file: name, minutes, and 'beside' for what runs beside other steps; 'limit' is for all")
    options.add_argument("--spent", required=True, help="file: name, seconds; a name may come more than once")
    options.add_argument("--total", required=True, type=int, help="seconds of the whole run")
    given = options.parse_args()
    budget = {name: (float(minutes), "beside" in rest) for name, minutes, *rest in rows(given.budget)}
    limit, _ = budget.pop("limit")
    spent = {}
    for name, seconds in rows(given.spent):
        spent[name] = spent.get(name, 0) + int(seconds) / 60

    def line(name, minutes, allowed, words=""):
        print(f"{name:30} {minutes:8.1f} {allowed:>8}  {words}".rstrip(), file=sys.stderr)

    print(f"{'step':30} {'minutes':>8} {'budget':>8}", file=sys.stderr)
    for name, (allowed, beside) in budget.items():
        words = ["beside others"] if beside else []
        words += ["above its budget"] if spent.get(name, 0) > allowed else []
        line(name, spent.pop(name, 0), f"{allowed:.1f}", ", ".join(words))
    for name, minutes in spent.items():
        line(name, minutes, "-", "not in .ci/budget")
    total = given.total / 60
    line("all", total, f"{sum(allowed for allowed, beside in budget.values() if not beside):.1f}", f"limit {limit:.0f}")
    if total > limit:
        sys.exit(f"minutes: {total:.1f} minutes, and .ci/budget allows {limit:.0f}")


main()
