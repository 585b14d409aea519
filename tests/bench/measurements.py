# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What compare.py lets `sluicectl load` do to a server."""

import typing

CHANNELS_1000 = {"clients": 9000, "channels": 1000, "publishers": 4, "size": 100}
BIG_EVENTS = {"rate": 20, "size": 4096}
PACED = "what the pacer reached in 'publish'"
# measurement: the options of sluicectl load
MEASUREMENTS = {
    "fanout": {"clients": 9500, "rate": 5, "size": 100, "probe": True},
    "saturation": {"clients": 9500, "rate": 100, "size": 100, "probe": True},
    "growth-small": {"clients": 1000, "rate": 5, "size": 100},
    "growth-large": {"clients": 15000, "rate": 5, "size": 100},
    "publish": {**CHANNELS_1000, "rate": 20000},
    "publish-latency": {**CHANNELS_1000, "rate": PACED},
    "healthy": {"clients": 8100, **BIG_EVENTS},
    "stalled": {"clients": 9000, "stalled": 900, **BIG_EVENTS},
    "hold": {"clients": 10000},
    # Few connects in flight: with the usual 256, memory per stream varies twice as much from run to run.
    "connect": {"clients": 9500, "connects": 32},
}


class Trial(typing.NamedTuple):
    """A measurement as a contest takes it."""

    measurement: str
    servers: list[str]
    seconds: int             # how long it publishes, or holds
    times: int = 1           # how often in one run
    is_pinned: bool = False  # server and generator share one core

    @property
    def name(self):
        return f"{self.measurement}, one core" if self.is_pinned else self.measurement

    def options(self, pace):
        options = dict(MEASUREMENTS[self.measurement])
        if options.get("rate") == PACED:
            options["rate"] = pace
        if self.seconds:
            options["duration" if "rate" in options else "hold"] = f"{self.seconds}s"
        return options


class Contest(typing.NamedTuple):
    """Who is measured, in what and how often."""

    trials: list[Trial]
    runs: int
    pacer: str         # the server whose publishes/s all are offered when latency is measured
    pace: float = 1    # this share of them
