#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what governing an engine costs its streams, and prints one Markdown table: a drain, the admission of a
stream, and a snapshot of all figures.

    tests/bench/governing.py [--quick] [--bin build/release/bin]

Everything runs on loopback. Needs sluiced and sluice-bench-admission: build release sluiced sluice-bench-admission.
"""

import argparse
import http.client
import json
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def progress(text):
    print(text, file=sys.stderr, flush=True)


def row(work, figure, target, reached, unit, good):
    return {"work": work, "figure": figure, "target": target, "reached": f"{reached:.3g} {unit}", "pass": good}


def table(rows):
    lines = ["| work | figure | to reach | reached | |", "|---|---|---|--:|---|"]
    lines += [f"| {row['work']} | {row['figure']} | {row['target']} | {row['reached']} |"
              f" {'pass' if row['pass'] else '**FAIL**'} |" for row in rows]
    return "\n".join(lines)


# --- a drain ---------------------------------------------------------------------------------------------------


def drain(options):
    streams, rate = (1_000, 250) if options.quick else (10_000, 2_000)
    progress(f"drain: {streams} streams at {rate} a second")
    text = subprocess.run([sys.executable, HERE / "drain.py", options.bin / "sluiced", "--streams", str(streams),
                           "--rate", str(rate), "--json"], capture_output=True, text=True, check=True).stdout
    result = json.loads(text)
    work = f"drain of {streams:,} streams at {rate:,}/s"
    held = result["rate"] / rate
    slower = result["p99_during_ms"] / result["p99_before_ms"]
    lost = streams - result["complete"] + result["resets"]
    yield row(work, "rate held, share of what was asked", "0.9 to 1.1", held, "x", 0.9 <= held <= 1.1)
    yield row(work, "p99 of the remaining", "at most 1.5 x before", slower, "x before", slower <= 1.5)
    yield row(work, "incomplete, not told or reset", "0", lost, "", lost == 0 and result["exit"] == 0)


# --- admission -------------------------------------------------------------------------------------------------


def admission(options):
    progress("admission")
    text = subprocess.run([options.bin / "sluice-bench-admission", "100000" if options.quick else "1000000"],
                          capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^(.*?) {2,}(\d) threads? +CPU +(\d+) ns", text, re.M)
    if len(found) != 4:
        sys.exit(f"governing: sluice-bench-admission says what is not understood: {text}")
    for clients, threads, nanoseconds in found:
        cost = int(nanoseconds) / 1000
        yield row(f"admission, every cap and rate on, {clients}, {threads} thread{'s' * (threads != '1')}",
                  "CPU of an admit and a leave", "below 1 us", cost, "us", cost < 1)


# --- a snapshot ------------------------------------------------------------------------------------------------


class Engine:
    """An engine with idle streams, from readiness to the end of the `with` block."""

    def __init__(self, options, streams):
        self.program, self.streams = options.bin / "sluiced", streams

    def __enter__(self):
        self.process = subprocess.Popen([self.program, "--set", "listen.public=127.0.0.1:0", "--set",
                                         "listen.admin=127.0.0.1:0", "--set", "listen.backlog=16384"],
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", line)]
        if len(ports) != 2:
            sys.exit(f"governing: the engine did not start: {line}")
        self.admin = ports[1]
        self.clients = []
        request = b"GET /stream/idle HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        for _ in range(self.streams):
            client = socket.create_connection(("127.0.0.1", ports[0]))
            client.sendall(request)
            self.clients.append(client)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for client in self.clients:
            client.close()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.admin)
        connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"governing: {method} {path}: {answer.status} {text}")
        return json.loads(text)

    def worker_seconds(self):
        """CPU time of the workers' threads, by the scheduler's own clock in nanoseconds."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            if (task / "comm").read_text().startswith("worker-"):
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9


def snapshot(options):
    streams, seconds, rounds = (1_000, 4, 2) if options.quick else (15_000, 30, 5)
    progress(f"snapshot: {streams} streams, {rounds} rounds of twice {seconds} s")
    intervals = {"250ms": 0.25, "10s": 10}
    costs = []
    with Engine(options, streams) as engine:
        while engine.call("GET", "/api/v1/snapshot")["active_streams"] < streams:
            time.sleep(0.1)
        for _ in range(rounds):
            spent = {}
            for interval in intervals:
                engine.call("PATCH", "/api/v1/settings", {"metrics.interval": interval})
                time.sleep(0.5)
                before, began = engine.worker_seconds(), time.monotonic()
                time.sleep(seconds)
                spent[interval] = (engine.worker_seconds() - before) / (time.monotonic() - began)
            # What the workers do anyhow, heartbeats and ticks, is in both.
            more = 1 / intervals["250ms"] - 1 / intervals["10s"]
            costs.append(1000 * (spent["250ms"] - spent["10s"]) / more)
    cost = statistics.median(costs)
    yield row(f"a snapshot of {streams:,} streams", "CPU of all workers' threads", "below 1 ms", cost, "ms", cost < 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer streams and short runs: a look, not a result")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/release/bin", help="where the programs are")
    parser.add_argument("--only", choices=["drain", "admission", "snapshot"], action="append")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    rows = []
    for name, measure in {"drain": drain, "admission": admission, "snapshot": snapshot}.items():
        if not options.only or name in options.only:
            rows += measure(options)
    print(table(rows))
    sys.exit(0 if all(one["pass"] for one in rows) else 1)


main()
