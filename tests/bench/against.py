# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two builds of Sluice beside each other, for compare.py: what is measured of them, and the verdict."""

import functools
import statistics

from figures import FIGURES, Rule, number, ratio
from measurements import Contest, Trial

THIS, THAT = "sluice", "against"
BUILDS = [THIS, THAT]

# What is offered when latency is measured, of what the other build can publish: about nchan's part of it.
PACE = 0.55
# Seconds; a whole number of heartbeats (15 s), which are most of the work of idle streams.
HOLD = 30
# All of them, five runs of both builds, in about 15 minutes. Costs are measured on one core, where neighbouring goes of
# one build lie half as far apart (CPU per delivery), and short and often, since a machine is slower for seconds at a time.
TRIALS = [
    Trial("fanout", BUILDS, 5),
    Trial("fanout", BUILDS, 2, times=4, is_pinned=True),
    Trial("connect", BUILDS, 0, times=5, is_pinned=True),
    Trial("saturation", BUILDS, 4, times=2),
    Trial("publish", BUILDS, 4, times=2),
    Trial("publish-latency", BUILDS, 4),
    Trial("stalled", BUILDS, 4),
    Trial("hold", BUILDS, HOLD, is_pinned=True),
]
# The figures that two builds are compared in, and the trial that shows each.
TRIAL_OF = {
    "fanout CPU": "fanout, one core",
    "fanout p99": "fanout",
    "saturation": "saturation",
    "stream memory": "connect, one core",
    "start memory": "connect, one core",
    "connect CPU": "connect, one core",
    "healthz at 5": "fanout",
    "healthz at 100": "saturation",
    "publish": "publish",
    "publish p99": "publish-latency",
    "stalled p99": "stalled",
    "hold CPU": "hold, one core",
}
ROWS = list(dict.fromkeys(FIGURES[key].row for key in TRIAL_OF))
# Where the work is another than beside peers.
WORK = {
    "publish p99": f"the same, offered {PACE:.0%} of what that build reached",
    "hold CPU": f"10,000 idle streams for {HOLD} s",
}


def contest(chosen, runs, quick):
    wanted = {trial for key, trial in TRIAL_OF.items() if FIGURES[key].row in chosen}
    if "publish-latency" in wanted:
        wanted.add("publish")  # its pace
    trials = [trial for trial in TRIALS if trial.name in wanted]
    if quick:
        trials = [trial._replace(seconds=min(trial.seconds, 3), times=1) for trial in trials]
    return Contest(trials, runs, THAT, PACE)


def value_of_run(rule, values):
    """Of what was measured several times in one run. Disturbances only ever cost, so of costs and yields the better half
    counts; of latencies the middle, since what is slow now and then may be the build itself."""
    if rule is Rule.TAIL:
        return statistics.median(values)
    better = sorted(values, reverse=rule is Rule.YIELD)[:(len(values) + 1) // 2]
    return statistics.mean(better)


def values_of(key, results, build, runs):
    """One value per run; nothing when one time gave none: a median must not hide what failed."""
    def found_in(result, _, *keys):
        for one in keys:
            result = result.get(one) if isinstance(result, dict) else None
        return result

    values = [FIGURES[key].value(functools.partial(found_in, result)) for result in results[TRIAL_OF[key]][build]]
    if None in values or not values:
        return []
    times = len(values) // runs
    return [value_of_run(FIGURES[key].rule, values[run * times:(run + 1) * times]) for run in range(runs)]


def judge(results, chosen, runs):
    """The rows of the table."""
    rows = []
    for key in TRIAL_OF:
        figure = FIGURES[key]
        if figure.row not in chosen:
            continue
        ours, theirs = (values_of(key, results, build, runs) for build in BUILDS)
        is_known = bool(ours and theirs)
        rows.append({
            "row": figure.row, "work": WORK.get(key, figure.work), "figure": figure.name, "target": figure.rule.value,
            "ratio": ratio(statistics.median(ours), statistics.median(theirs)) if is_known else None,
            "this": ours, "that": theirs, "pass": is_known and figure.rule.holds(ours, theirs)})
    return rows


def others(results):
    """How busy the machine was with something else."""
    percent = [result["others_percent"] for builds in results.values() for times in builds.values()
               for result in times if "others_percent" in result]
    if not percent:
        return "nothing was measured"
    return (f"other programs took {statistics.median(percent):.0f} % of a core in the middle of the measurements, "
            f"{max(percent):.0f} % in the most disturbed one")


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
