# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of compare.py: of which measurements each is made, and what another build of Sluice must not be worse
in. Beside which peers a figure is judged, compare.py knows."""

import enum
import statistics
import typing

SLACK = 0.03  # what a median may be worse than the other build's


class Rule(enum.Enum):
    """What a figure of one build must keep to beside the same figure of another."""

    COST = "at most 3 % more"
    YIELD = "at most 3 % less"
    TAIL = "not above its worst run"

    def holds(self, ours, theirs):
        """For the values of all runs of either build."""
        median = statistics.median(ours)
        if self is Rule.TAIL:
            # A p99 swings by more than 3 % from run to run, so a median within the other's runs is no difference.
            return median <= max(theirs)
        if self is Rule.YIELD:
            return median >= (1 - SLACK) * statistics.median(theirs)
        return median <= (1 + SLACK) * statistics.median(theirs)


class Figure(typing.NamedTuple):
    """What one server is measured for, in one row or several."""

    row: str
    work: str
    name: str
    value: typing.Callable  # takes get(measurement, *keys), which may give None
    rule: Rule | None = None  # None: two builds are not compared in it


def ratio(a, b):
    return a / b if a is not None and b else None


def of(*where, scale=1):
    def value(get):
        found = get(*where)
        return None if found is None else found * scale
    return value


CPU = ("totals", "cpu_us_per_delivery")
P99 = ("latency_ms", "p99")
FIVE, HUNDRED = "9,500 streams, 5 events/s of 100 bytes", "the same, one publisher offers 100 events/s"
GROWTH = "from 1,000 to 15,000 streams, 5 events/s"
CHANNELS = "1,000 channels x 9 streams, 4 publishers, 20,000 publishes/s offered"
STALLED = "900 of 9,000 streams stalled, 4 KiB events at 20/s"
HOLD = "10,000 idle streams for 60 s"

FIGURES = {
    "fanout CPU": Figure("fanout", FIVE, "CPU per delivery, us", of("fanout", *CPU), Rule.COST),
    "fanout p99": Figure("fanout", FIVE, "p99, ms", of("fanout", *P99), Rule.TAIL),
    "fanout delivered": Figure("fanout", FIVE, "delivered", of("fanout", "delivered_ratio")),
    "saturation delivered": Figure("saturation", HUNDRED, "delivered", of("saturation", "delivered_ratio")),
    "saturation": Figure("saturation", HUNDRED, "deliveries/s", of("saturation", "deliveries_per_second"), Rule.YIELD),
    "stream memory": Figure("memory", "9,500 idle streams", "user memory per stream, KiB",
                            of("fanout", "totals", "kib_per_stream"), Rule.COST),
    "start memory": Figure("memory", "at start", "resident memory, MiB",
                           of("fanout", "totals", "rss_start_kib", scale=1 / 1024), Rule.COST),
    "connect CPU": Figure("connect", "9,500 connects", "CPU per connect, us",
                          of("fanout", "totals", "cpu_us_per_connect"), Rule.COST),
    "connect time": Figure("connect", "9,500 connects", "time for all, s", of("fanout", "connect_seconds")),
    "healthz at 5": Figure("healthz", "GET /healthz meanwhile, 5 events/s", "p99, ms",
                           of("fanout", "probe_ms", "p99"), Rule.TAIL),
    "healthz at 100": Figure("healthz", "GET /healthz meanwhile, 100 events/s", "p99, ms",
                             of("saturation", "probe_ms", "p99"), Rule.TAIL),
    "growth": Figure("growth", GROWTH, "growth of CPU per delivery",
                     lambda get: ratio(get("growth-large", *CPU), get("growth-small", *CPU))),
    "publish": Figure("publish", CHANNELS, "publishes/s", of("publish", "publish_rate"), Rule.YIELD),
    "publish p99": Figure("publish-latency", "the same, offered what nchan reached", "p99, ms",
                          of("publish-latency", *P99), Rule.TAIL),
    "stalled p99": Figure("stalled", STALLED, "p99 of the 8,100 healthy, ms", of("stalled", *P99), Rule.TAIL),
    "stalled memory": Figure("stalled", STALLED, "growth of resident memory, MB",
                             of("stalled", "totals", "rss_growth_kib", scale=1024 / 1e6)),
    "hold drops": Figure("hold", HOLD, "dropped", of("hold", "hold", "drops")),
    "hold CPU": Figure("hold", HOLD, "CPU, % of a core", of("hold", "hold", "cpu_percent"), Rule.COST),
}


def number(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
