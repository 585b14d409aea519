#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints where the minutes of a run of .ci/run went, beside the budget, and fails when all of it took too long.

The budget is what a machine of 2 cores with empty caches may take. A step above it is only named, since a busy machine is
no fault of a commit; the run fails when it is above the last line's limit, because a CI that is stopped says nothing.
"""

import argparse
import pathlib
import sys


def table(path, convert):
    """Lines "name<TAB>number", comments and empty lines left out; the numbers of one name are added up."""
    rows = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, number = line.rsplit("\t", 1)
            rows[name] = rows.get(name, 0) + convert(number)
    return rows


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--budget", required=True, help="file: name, tab, minutes; the row 'limit' is for all")
    options.add_argument("--spent", required=True, help="file: name, tab, seconds")
    options.add_argument("--total", required=True, type=int, help="seconds of the whole run")
    given = options.parse_args()
    budget = table(given.budget, float)
    spent = table(given.spent, int)
    limit = budget.pop("limit")
    print(f"{'step':28} {'minutes':>8} {'budget':>8}", file=sys.stderr)
    for name in [*budget, *(name for name in spent if name not in budget)]:
        minutes = spent.get(name, 0) / 60
        allowed = budget.get(name)
        words = "" if allowed is None or minutes <= allowed else "  above its budget"
        words = "  has no budget" if allowed is None else words
        print(f"{name:28} {minutes:8.1f} {allowed if allowed is not None else '-':>8}{words}", file=sys.stderr)
    total = given.total / 60
    print(f"{'all':28} {total:8.1f} {sum(v for k, v in budget.items() if not k.endswith('(beside)')):8.1f}", file=sys.stderr)
    if total > limit:
        sys.exit(f"minutes: {total:.1f} minutes, and .ci/budget allows {limit:.0f}")


main()
