#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the console costs while it watches an engine full of streams: CPU of its GUI thread and of the process, frames
and what they were spent on, resident memory over time. One line a page.

    tests/bench/console.py build/release/bin [--streams 15000] [--seconds 30] [--pages overview,streams]

The engine, the load and the console are processes of their own, on loopback. Without a GPU the software renderer
draws, on the GUI thread: its share is what "render" says.
"""

import argparse
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

FRAME = re.compile(r"rendered .*?in (\d+)ms(.*)")
PART = re.compile(r"(polish|sync|render|swap)=(\d+)")
TICKS = os.sysconf("SC_CLK_TCK")


def start_engine(programs):
    engine = subprocess.Popen([programs / "sluiced", "--set", "listen.public=127.0.0.1:0",
                               "--set", "listen.admin=127.0.0.1:0", "--set", "metrics.interval=250ms",
                               "--set", "listen.backlog=16384"], stderr=subprocess.PIPE, text=True)
    line = engine.stderr.readline()
    ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", line)]
    if len(ports) != 2:
        sys.exit(f"console bench: the engine did not start: {line}")
    threading.Thread(target=engine.stderr.read, daemon=True).start()
    return engine, ports


def start_load(programs, port, streams):
    url = f"http://127.0.0.1:{port}"
    return subprocess.Popen([programs / "sluicectl", "load", "--url", f"{url}/stream/ch%CH%", "--publish-url",
                             f"{url}/publish/ch%CH%", "--clients", str(streams), "--channels", "100", "--rate", "100",
                             "--size", "100", "--duration", "1h"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Frames(threading.Thread):
    """Reads the scene graph's own timing from the console's log."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream, self.whole, self.parts, self.other = stream, [], {}, []

    def run(self):
        for line in self.stream:
            frame = FRAME.search(line)
            if frame:
                self.whole.append(int(frame[1]))
                for name, milliseconds in PART.findall(frame[2]):
                    self.parts.setdefault(name, []).append(int(milliseconds))
            else:
                self.other.append(line.rstrip())


def thread_seconds(pid, tid):
    fields = pathlib.Path(f"/proc/{pid}/task/{tid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def process_seconds(pid):
    return sum(thread_seconds(pid, task.name) for task in pathlib.Path(f"/proc/{pid}/task").iterdir())


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def watch(programs, admin, page, seconds, home):
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                   "QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true", "HOME": home, "XDG_CONFIG_HOME": home,
                   "XDG_RUNTIME_DIR": home}
    if environment["QT_QPA_PLATFORM"] == "offscreen":
        environment["QT_QUICK_BACKEND"] = "software"
    console = subprocess.Popen([programs / "sluice", "--connect", f"http://127.0.0.1:{admin}", "--page", page],
                               env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    frames = Frames(console.stderr)
    frames.start()
    try:
        time.sleep(10)  # until it is filled; its past is fetched only once
        if console.poll() is not None:
            sys.exit(f"console bench: sluice ended with {console.returncode}: " + "\n".join(frames.other[-5:]))
        first = len(frames.whole)
        parts_first = {name: len(times) for name, times in frames.parts.items()}
        gui, whole, memory, begin = (thread_seconds(console.pid, console.pid), process_seconds(console.pid),
                                     resident_mib(console.pid), time.monotonic())
        time.sleep(seconds)
        elapsed = time.monotonic() - begin
        gui = thread_seconds(console.pid, console.pid) - gui
        whole = process_seconds(console.pid) - whole
        grown = resident_mib(console.pid) - memory
        drawn = sorted(frames.whole[first:]) or [0]
        shares = {name: sum(times[parts_first.get(name, 0):]) for name, times in frames.parts.items()}
        dominant = max(shares, key=shares.get) if shares else "-"
        print(f"| {page} | {100 * gui / elapsed:.1f} | {100 * whole / elapsed:.1f} | {len(drawn) / elapsed:.1f} "
              f"| {statistics.median(drawn):.0f} | {drawn[-1]} | {sum(frame > 50 for frame in drawn)} "
              f"| {dominant} {100 * shares.get(dominant, 0) / max(1, sum(shares.values())):.0f} % "
              f"| {memory:.0f} | {grown:+.1f} |", flush=True)
    finally:
        console.send_signal(signal.SIGTERM)
        try:
            console.wait(10)
        except subprocess.TimeoutExpired:
            console.kill()


def main():
    parser = argparse.ArgumentParser(prog="console.py", description=__doc__.split("\n")[0])
    parser.add_argument("programs", type=pathlib.Path, help="folder of sluice, sluiced and sluicectl")
    parser.add_argument("--streams", type=int, default=15000)
    parser.add_argument("--seconds", type=int, default=30, help="measured on each page")
    parser.add_argument("--pages", default="overview,streams,channels,tuning,journal")
    options = parser.parse_args()
    engine, (public, admin) = start_engine(options.programs)
    load = start_load(options.programs, public, options.streams)
    try:
        time.sleep(5)
        print(f"{options.streams:,} streams, a snapshot every 0.25 s, "
              f"{os.environ.get('QT_QPA_PLATFORM', 'offscreen, software renderer')}\n")
        print("| page | GUI thread, % of a core | process, % of a core | frames/s | median frame, ms | longest, ms "
              "| over 50 ms | dominated by | resident, MiB | growth, MiB |\n|---|--:|--:|--:|--:|--:|--:|---|--:|--:|")
        with tempfile.TemporaryDirectory() as home:
            for page in options.pages.split(","):
                watch(options.programs, admin, page, options.seconds, home)
    finally:
        load.terminate()
        load.wait()
        engine.terminate()
        engine.wait()


main()
