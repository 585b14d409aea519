# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two builds of Sluice beside each other, for compare.py: how long each is measured, and the verdict."""

import functools
import statistics

from figures import FIGURES, number, ratio

THIS, THAT = "sluice", "against"
BUILDS = [THIS, THAT]
ROWS = list(dict.fromkeys(figure.row for figure in FIGURES.values() if figure.rule))
# What is offered when latency is measured, of what the other build can publish: about nchan's part of it.
PACE = 0.55
# All rows, five runs of both builds, in less than 20 minutes.
SECONDS = {
    "fanout": 8,
    "saturation": 5,
    "publish": 5,
    "publish-latency": 5,
    "stalled": 5,
    "hold": 15,
}

# Where the work is another than beside peers.
WORK = {
    "publish p99": f"the same, offered {PACE:.0%} of what that build reached",
    "hold CPU": f"10,000 idle streams for {SECONDS['hold']} s",
}


def values_of(figure, results, build):
    """One value per run; nothing when a run gave none: a median must not hide a run that failed."""
    def of_run(run, measurement, *keys):
        found = results[measurement][build][run]
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    runs = max(len(builds[build]) for builds in results.values())
    values = [figure.value(functools.partial(of_run, run)) for run in range(runs)]
    return [] if None in values else values


def judge(results, chosen):
    """The rows of the table."""
    rows = []
    for key, figure in FIGURES.items():
        if figure.row not in chosen or figure.rule is None:
            continue
        ours, theirs = (values_of(figure, results, build) for build in BUILDS)
        is_known = bool(ours and theirs)
        rows.append({
            "row": figure.row, "work": WORK.get(key, figure.work), "figure": figure.name, "target": figure.rule.value,
            "ratio": ratio(statistics.median(ours), statistics.median(theirs)) if is_known else None,
            "this": ours, "that": theirs, "pass": is_known and figure.rule.holds(ours, theirs)})
    return rows


def median(values):
    return number(statistics.median(values)) if values else "not measured"


def spread(values):
    """How far the runs lie apart, in percent of their median."""
    share = ratio(max(values) - min(values), statistics.median(values)) if values else None
    return "" if share is None else f"{100 * share:.1f} %"


def table(rows):
    lines = ["| work | figure | to reach | this | that | ratio | | spread of this | of that | runs of this | of that |",
             "|---|---|---|--:|--:|--:|---|--:|--:|---|---|"]
    for row in rows:
        runs = [row["this"], row["that"]]
        cells = [row["work"], row["figure"], row["target"], *map(median, runs),
                 "" if row["ratio"] is None else f"{row['ratio']:.3f}", "pass" if row["pass"] else "**MISS**",
                 *map(spread, runs), *(", ".join(map(number, values)) for values in runs)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
