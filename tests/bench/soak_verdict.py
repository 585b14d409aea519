#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the result of tests/bench/soak.sh as Markdown, from the JSON of `sluicectl load`. The verdict is that of
the JSON; nothing is judged here."""

import argparse
import json
import os
import platform


def share(value):
    return f"{value * 100:.3g} %"


UNITS = {"share": share, "ms": lambda value: f"{value:.3g} ms", "events": lambda value: f"{value:,.0f}"}
NAMES = {
    "connect_failures": "clients that did not connect",
    "drop_rate": "streams that dropped",
    "published": "events published",
    "loss": "deliveries lost",
    "duplicates": "events delivered twice",
    "p99": "p99 latency",
    "rss_growth": "growth of memory",
}


def rows(verdict):
    for threshold in verdict["thresholds"]:
        unit = UNITS[threshold["unit"]]
        rule = threshold["rule"].replace("_", " ")
        measured = "not measured" if threshold["measured"] is None else unit(threshold["measured"])
        yield (f"| {NAMES.get(threshold['name'], threshold['name'])} | {rule} {unit(threshold['asked'])} "
               f"| {measured} | {'pass' if threshold['passed'] else '**MISSED**'} |")


def machine():
    with open("/proc/cpuinfo") as cpuinfo:
        models = [line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")]
    with open("/etc/os-release") as release:
        names = [line.split("=", 1)[1].strip().strip('"') for line in release if line.startswith("PRETTY_NAME")]
    return (f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), shared by the engine and the "
            f"load; {names[0] if names else platform.system()}, kernel {platform.release()}")


def lines(report, options):
    verdict, latency, rss, returns = report["verdict"], report["latency_ms"], report["rss"], report["reconnect"]

    partial = " (partial: it was interrupted)" if report["interrupted"] else ""
    yield f"**{'Passed' if verdict['passed'] else 'MISSED'}**{partial}, {options.date}, commit {options.commit}.\n"
    yield "| | asked | measured | |\n|---|---|--:|---|"
    yield from rows(verdict)
    yield (f"\n{report['connected']:,} streams for {report['duration_seconds']:.0f} s; {report['published']:,} events "
           f"published, {report['delivered']:,} of {report['expected']:,} deliveries made; "
           f"{returns['churned']:,} streams left, {returns['returned']:,} came back and had "
           f"{returns['replayed']:,} events made up for.")
    if latency["p50"] is not None:
        yield (f"Latency p50 {latency['p50']:.1f} ms, p90 {latency['p90']:.1f} ms, p99 {latency['p99']:.1f} ms, "
               f"longest {latency['max']:.1f} ms.")
    if rss["baseline_kib"] is not None:
        yield (f"Resident memory {rss['baseline_kib'] / 1024:.1f} MiB at most in the first tenth, "
               f"{rss['highest_kib'] / 1024:.1f} MiB at most from there on.")
    yield f"{machine()}; load before {options.load}."


def write_page(path, text):
    """Puts the text between the markers of the page and leaves the rest of it alone."""
    begin, end = "<!-- soak:begin -->\n", "<!-- soak:end -->\n"
    with open(path, encoding="utf-8") as file:
        before, found, rest = file.read().partition(begin)
    _, found_too, after = rest.partition(end)
    if not found or not found_too:
        raise SystemExit(f"soak_verdict.py: {path} has no lines '{begin.strip()}' and '{end.strip()}'")
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + begin + text + end + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report")
    for option in ("date", "commit", "load"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--write", metavar="PAGE", help="put the result between the soak markers of this page too")
    options = parser.parse_args()
    with open(options.report, encoding="utf-8") as file:
        text = "\n".join(lines(json.load(file), options)) + "\n"
    print(text, end="")
    if options.write:
        write_page(options.write, text)


main()
