#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what the console costs: its start, each page before an engine full of streams, its memory over ten minutes,
and what an engine inside the console costs more than one of its own process. Prints Markdown tables.

    tests/bench/console.py [--quick] [--only start,pages,memory,embedded] [--bin build/release/bin]

The engine, the load and the console are processes of their own, on loopback. QT_QPA_PLATFORM=xcb draws on the display,
judged as on a GPU; else it is drawn offscreen by the software renderer, on the GUI thread: what a frame is spent on is
printed then, and not judged.
"""

import argparse
import json
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
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
FRAME = re.compile(r"rendered .*?in (\d+)ms(.*)")
PART = re.compile(r"(polish|sync|render|swap)=(\d+)")
ROWS = re.compile(r"sluice\.requests: GET .*/(?:streams|disconnects|channels)\?.*\blimit=(\d+)")
TICKS = os.sysconf("SC_CLK_TCK")
PLATFORM = os.environ.get("QT_QPA_PLATFORM", "offscreen")
PAGES = ["overview", "streams", "channels", "tuning", "capacity", "drain", "load", "doctor", "journal"]


def progress(text):
    print(text, file=sys.stderr, flush=True)


def verdict(work, figure, target, reached, good):
    return f"| {work} | {figure} | {target} | {reached} | {'pass' if good else '**FAIL**'} |"


# --- the processes ---------------------------------------------------------------------------------------------


class Process:
    """A program from its start to the end of the `with` block."""

    def __init__(self, *command, **how):
        self.process = subprocess.Popen([str(word) for word in command], text=True, **how)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def threads(self):
        return pathlib.Path(f"/proc/{self.pid}/task").iterdir()

    def cpu_seconds(self, thread=None):
        """Of one thread, else of all that live."""
        return sum(self.thread_seconds(task) for task in self.threads() if thread in (None, int(task.name)))

    def worker_seconds(self):
        """Of the engine's workers, by the scheduler's own clock in nanoseconds."""
        return sum(int((task / "schedstat").read_text().split()[0]) for task in self.threads()
                   if (task / "comm").read_text().startswith("worker-")) / 1e9

    def resident_mib(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text())[1]) / 1024

    @staticmethod
    def thread_seconds(task):
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


class Engine(Process):
    def __init__(self, options):
        super().__init__(options.bin / "sluiced", "--set", "listen.public=127.0.0.1:0", "--set", "listen.admin=127.0.0.1:0",
                         "--set", "metrics.interval=250ms", "--set", "listen.backlog=16384", stderr=subprocess.PIPE)
        line = self.process.stderr.readline()
        ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", line)]
        if len(ports) != 2:
            sys.exit(f"console bench: the engine did not start: {line}")
        self.public, self.admin = ports
        threading.Thread(target=self.process.stderr.read, daemon=True).start()


class Console(Process):
    """Reads the scene graph's own timing, the charts' repaints and the requests from the console's log."""

    def __init__(self, options, *arguments):
        self.home = tempfile.TemporaryDirectory()
        super().__init__(options.bin / "sluice", *arguments, env=environment(self.home.name), stderr=subprocess.PIPE,
                         stdout=subprocess.DEVNULL)
        self.other = []
        self.forget()
        threading.Thread(target=self.read, daemon=True).start()

    def __exit__(self, *error):
        super().__exit__(*error)
        self.home.cleanup()

    def forget(self):
        self.frames, self.parts, self.repaints, self.most_repaints, self.most_rows = [], {}, 0, 0, 0

    def read(self):
        for line in self.process.stderr:
            if frame := FRAME.search(line):
                self.frames.append(int(frame[1]))
                for name, milliseconds in PART.findall(frame[2]):
                    self.parts[name] = self.parts.get(name, 0) + int(milliseconds)
                self.most_repaints, self.repaints = max(self.most_repaints, self.repaints), 0
            elif "sluice.charts: repaint" in line:
                self.repaints += 1
            elif rows := ROWS.search(line):
                self.most_rows = max(self.most_rows, int(rows[1]))
            else:
                self.other.append(line.rstrip())

    def settle(self, seconds):
        time.sleep(seconds)
        if self.process.poll() is not None:
            sys.exit(f"console bench: sluice ended with {self.process.returncode}: " + "\n".join(self.other[-5:]))


def environment(home):
    rules = "qt.scenegraph.time.renderloop=true;sluice.charts=true;sluice.requests=true"
    result = {**os.environ, "QT_QPA_PLATFORM": PLATFORM, "QT_LOGGING_RULES": rules, "QT_MESSAGE_PATTERN":
              "%{category}: %{message}", "HOME": home, "XDG_CONFIG_HOME": home, "XDG_RUNTIME_DIR": home}
    if PLATFORM == "offscreen":
        result["QT_QUICK_BACKEND"] = "software"
    return result


def load(options, port, *arguments, **how):
    url = f"http://127.0.0.1:{port}"
    return Process(options.bin / "sluicectl", "load", "--url", f"{url}/stream/bench%CH%", "--publish-url",
                   f"{url}/publish/bench%CH%", "--size", 100, *arguments, **how)


class Full:
    """An engine full of streams, with 100 events a second over 100 channels."""

    def __init__(self, options):
        self.options = options

    def __enter__(self):
        progress(f"  an engine with {self.options.streams:,} streams")
        self.engine = Engine(self.options)
        self.load = load(self.options, self.engine.public, "--clients", self.options.streams, "--channels", 100, "--rate", 100,
                         "--duration", "1h", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(8)
        return self.engine

    def __exit__(self, *error):
        self.load.__exit__(*error)
        self.engine.__exit__(*error)


# --- the measurements ------------------------------------------------------------------------------------------


def start(options):
    """From the process's start to a chart with live figures on the screen, with an engine of its own."""
    runs = 3 if options.quick else 5
    progress(f"start: {runs} runs")
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as home:
            said = subprocess.run([options.bin / "sluice", "--print-start-time"], env=environment(home), text=True,
                                  capture_output=True, check=True).stdout
        seconds.append(float(re.search(r"first live chart after ([\d.]+) s", said)[1]))
    reached = statistics.median(seconds)
    yield verdict("start, with an engine of its own", f"first live chart, median of {runs}", "below 1.5 s",
                  f"{reached:.2f} s", reached < 1.5)


def pages(options):
    judged = PLATFORM != "offscreen"
    lines, gui_most, frame_most, charts_most, rows_most = [], 0, 0, 0, 0
    with Full(options) as engine:
        for page in options.pages.split(","):
            progress(f"  page {page}")
            with Console(options, "--connect", f"http://127.0.0.1:{engine.admin}", "--page", page) as console:
                console.settle(10)  # until it is filled; its past is fetched only once
                console.forget()
                gui, whole, begin = console.cpu_seconds(console.pid), console.cpu_seconds(), time.monotonic()
                console.settle(options.seconds)
                elapsed = time.monotonic() - begin
                gui = 100 * (console.cpu_seconds(console.pid) - gui) / elapsed
                whole = 100 * (console.cpu_seconds() - whole) / elapsed
                frames = sorted(console.frames) or [0]
                dominant = max(console.parts, key=console.parts.get, default="-")
                share = 100 * console.parts.get(dominant, 0) / max(1, sum(console.parts.values()))
                lines.append(f"| {page} | {gui:.1f} | {whole:.1f} | {len(frames) / elapsed:.1f} "
                             f"| {statistics.median(frames):.0f} | {frames[-1]} | {sum(frame > 50 for frame in frames)} "
                             f"| {dominant} {share:.0f} % | {console.most_repaints} | {console.most_rows or '-'} "
                             f"| {console.resident_mib():.0f} |")
                gui_most, frame_most = max(gui_most, gui), max(frame_most, frames[-1])
                charts_most, rows_most = max(charts_most, console.most_repaints), max(rows_most, console.most_rows)
    print(f"{options.streams:,} streams, 100 events/s, a snapshot every 0.25 s, {PLATFORM}"
          f"{'' if judged else ', software renderer'}, {options.seconds} s a page\n")
    print("| page | GUI thread, % of a core | process, % of a core | frames/s | median frame, ms | longest, ms | over 50 ms "
          "| dominated by | most charts a frame | most rows asked for | resident, MiB |")
    print("|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|")
    print("\n".join(lines) + "\n", flush=True)
    work = f"all pages, {options.streams:,} streams"
    if judged:
        yield verdict(work, "GUI thread of the busiest", "below 15 % of a core", f"{gui_most:.1f} %", gui_most < 15)
        yield verdict(work, "longest frame", "at most 50 ms", f"{frame_most} ms", frame_most <= 50)
    yield verdict(work, "charts repainted for one frame", "at most 1", charts_most, charts_most <= 1)
    yield verdict(work, "rows asked for at once", "at most 200", rows_most, 0 < rows_most <= 200)


def memory(options):
    warm, seconds = (20, 60) if options.quick else (60, 600)
    progress(f"memory: {seconds} s")
    with Full(options) as engine, Console(options, "--connect", f"http://127.0.0.1:{engine.admin}") as console:
        console.settle(warm)
        before = console.resident_mib()
        console.settle(seconds)
        after = console.resident_mib()
    yield verdict(f"{seconds // 60} min of the overview, {options.streams:,} streams", "resident memory",
                  "flat: at most 5 % more", f"{before:.0f} MiB, then {after:.0f}", after <= 1.05 * before)


def embedded(options):
    """Workers' CPU and latency of the same load on the engine inside a console that draws it, and on sluiced."""
    streams, seconds, runs = (1_000, 5, 2) if options.quick else (5_000, 15, 5)
    progress(f"embedded: {runs} runs of {streams} streams on either")
    found = {"sluice": [], "sluiced": []}
    for _ in range(runs):
        with Engine(options) as engine:
            found["sluiced"].append(delivery(options, engine, engine.public, streams, seconds))
        with Console(options) as console:
            console.settle(5)
            found["sluice"].append(delivery(options, console, public_port(console.pid), streams, seconds))
    work = f"engine in the console, {streams:,} streams, 5 events/s"
    for index, (figure, unit) in enumerate((("workers' CPU per delivery", "us"), ("median latency", "ms"), ("p99 latency", "ms"))):
        inside, alone = (statistics.median(run[index] for run in found[name]) for name in ("sluice", "sluiced"))
        yield verdict(work, figure, "within 10 % of sluiced's", f"{inside:.2f} {unit}, sluiced {alone:.2f}",
                      inside <= 1.1 * alone)
    lost = max(run[3] for run in found["sluice"])
    yield verdict(work, "events lost in the worst run", "0", lost, lost == 0)


def delivery(options, server, port, streams, seconds):
    """us of the workers per delivery, median and p99 in ms, events lost."""
    report = pathlib.Path(tempfile.gettempdir()) / f"sluice-console-bench-{os.getpid()}.json"
    with report.open("w+") as output, load(options, port, "--clients", streams, "--hold", "3s", "--rate", 5, "--duration",
                                           f"{seconds}s", "--json", stdout=output, stderr=subprocess.DEVNULL) as generator:
        time.sleep(3)  # connected, and nothing published yet
        before = server.worker_seconds()
        generator.process.wait()
        spent = server.worker_seconds() - before
        output.seek(0)
        said = json.load(output)
    report.unlink()
    latency = said["latency_ms"]
    return 1e6 * spent / said["delivered"], latency["p50"], latency["p99"], said["expected"] - said["delivered"]


def public_port(pid):
    """The port of the engine inside this process where its demo is served."""
    inodes = set()
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(os.readlink(entry))
        except FileNotFoundError:
            pass
    ports = set()
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
            ports.add(int(fields[1].partition(":")[2], 16))
    for port in ports:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo", timeout=2) as answer:
                if answer.status == 200:
                    return port
        except OSError:
            pass
    sys.exit(f"console bench: the console's engine serves no demo on any of its ports {sorted(ports)}")


def main():
    parser = argparse.ArgumentParser(prog="console.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few streams and short runs: a look, not a result")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/release/bin", help="where the programs are")
    parser.add_argument("--only", default="start,pages,memory,embedded", help="which measurements, with commas")
    parser.add_argument("--pages", default=",".join(PAGES), help="which pages, with commas")
    parser.add_argument("--streams", type=int, help="before the console (default 15000)")
    parser.add_argument("--seconds", type=int, help="measured on each page (default 30)")
    options = parser.parse_args()
    options.streams = options.streams or (2_000 if options.quick else 15_000)
    options.seconds = options.seconds or (5 if options.quick else 30)
    measurements = {"start": start, "pages": pages, "memory": memory, "embedded": embedded}
    if unknown := set(options.only.split(",")) - set(measurements):
        parser.error(f"--only {', '.join(sorted(unknown))}: it is one or more of {', '.join(measurements)}")
    rows = [row for name in options.only.split(",") for row in measurements[name](options)]
    print("| work | figure | to reach | reached | |\n|---|---|---|--:|---|")
    print("\n".join(rows))
    sys.exit(any("FAIL" in row for row in rows))


main()
