#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Sluice beside nchan, Node.js and a naive floor, or beside another build of itself, and prints one Markdown
table.

Every server is started anew for every measurement, on a free port of 127.0.0.1, and driven by `sluicectl load`
in a process of its own. The servers take turns, so that a drift of the machine hits all alike; each value is
the median of the runs; of what must not be lost, that of the worst run. Everything measured is kept in
build/bench/compare.json, or build/bench/against.json. Exits with 1 when a figure is missed.
"""

import argparse
import functools
import glob
import http.client
import json
import os
import pathlib
import platform
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time

import against
from figures import FIGURES, P99, number, ratio
from measurements import Contest, Trial

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
BIN = ROOT / "build/release/bin"
OUT = ROOT / "build/bench"
TICKS = os.sysconf("SC_CLK_TCK")
TABLE_BEGIN, TABLE_END = "<!-- bench:begin -->", "<!-- bench:end -->"


def progress(text):
    print(text, file=sys.stderr, flush=True)


# --- the servers -----------------------------------------------------------------------------------------------


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx_configuration(port):
    modules = glob.glob("/usr/lib/nginx/modules/ngx_nchan_module.so")
    if not modules:
        sys.exit("compare: nchan's module is missing: install libnginx-mod-nchan")
    folder = OUT / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    text = (HERE / "nchan.conf.in").read_text()
    for name, value in {"MODULE": modules[0], "DIR": str(folder), "PORT": str(port),
                        "USER": "user root;" if os.getuid() == 0 else ""}.items():
        text = text.replace(f"@{name}@", value)
    configuration = folder / "nginx.conf"
    configuration.write_text(text)
    return ["nginx", "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")]


def engine(folder):
    return lambda port: [str(folder / "sluiced"), "--listen", f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{free_port()}"]


COMMANDS = {
    "sluice": engine(BIN),
    "floor": lambda port: [str(BIN / "sluice-bench-floor"), str(port)],
    "nchan": nginx_configuration,
    "node": lambda port: ["node", str(HERE / "node-peer.mjs"), str(port)],
}
SERVERS = list(COMMANDS)


class Server:
    """A server's process and its children, from readiness to the end of the `with` block."""

    def __init__(self, name):
        self.name = name
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        logs = OUT / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        self.log = open(logs / f"{self.name}.log", "ab")
        self.process = subprocess.Popen(COMMANDS[self.name](self.port), stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait_until_ready(self):
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
                connection.request("GET", "/healthz", headers={"Connection": "close"})
                if connection.getresponse().status == 200:
                    time.sleep(0.5)  # let it finish starting: its memory is measured from here on
                    return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"compare: {self.name} did not start; see {self.log.name}")

    def pin(self):
        """Keeps the server, with as many workers as it has started, on one core, and says which."""
        core = max(os.sched_getaffinity(0))
        for pid in self.pids():
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(task.name), {core})
        return core

    def pids(self):
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout
        return [self.process.pid] + [int(pid) for pid in children.split()]

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def busy_seconds():
    """Of all cores together, since the machine began."""
    user, nice, system, _, _, *others = map(int, open("/proc/stat").readline().split()[1:9])
    return sum((user, nice, system, *others)) / TICKS


def cpu_seconds(pids):
    """Of these processes, of this one and of the generators that have ended."""
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    stats = [pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(one.ru_utime + one.ru_stime for one in own) + sum(int(one[11]) + int(one[12]) for one in stats) / TICKS


def load(server, options, core=None):
    """One run of `sluicectl load` against a server; its JSON, or what went wrong."""
    command = [] if core is None else ["taskset", "-c", str(core)]
    command += [str(BIN / "sluicectl"), "load", "--json", "--url", f"{server.base}/stream/ch%CH%"]
    if options.get("rate"):
        command += ["--publish-url", f"{server.base}/publish/ch%CH%"]
    for name, value in options.items():
        if name == "probe":
            command += ["--probe-url", f"{server.base}/healthz"]
        else:
            command += [f"--{name}", str(value)]
    for pid in server.pids():
        command += ["--pid", str(pid)]
    before, begin = busy_seconds() - cpu_seconds(server.pids()), time.monotonic()
    with open(OUT / "logs/load.log", "ab") as log:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)
        log.write((" ".join(command) + "\n" + result.stderr + result.stdout + "\n").encode())
    # What other programs took meanwhile, of one core: a busy machine is not seen in the figures themselves.
    others = (busy_seconds() - cpu_seconds(server.pids()) - before) / (time.monotonic() - begin)
    try:
        return {**json.loads(result.stdout), "others_percent": max(0, 100 * others)}
    except ValueError:
        return {"failed": f"sluicectl load exited {result.returncode}: {result.stderr.strip()[-300:]}"}


# --- what is measured --------------------------------------------------------------------------------------------

# measurement: its servers, all or some
PEERS = {
    "fanout": SERVERS,
    "saturation": SERVERS,
    "growth-small": ["sluice", "floor"],
    "growth-large": ["sluice", "floor"],
    "publish": ["sluice", "nchan"],
    "publish-latency": ["sluice", "nchan"],
    "healthy": ["sluice"],
    "stalled": ["sluice"],
    "hold": ["sluice"],
}
# What --only takes, and the measurements that the row needs.
ROWS = {
    "fanout": ["fanout"],
    "saturation": ["saturation"],
    "memory": ["fanout"],
    "connect": ["fanout"],
    "healthz": ["fanout", "saturation"],
    "growth": ["growth-small", "growth-large"],
    "publish": ["publish"],
    "publish-latency": ["publish", "publish-latency"],
    "stalled": ["healthy", "stalled"],
    "hold": ["hold"],
}


def contest_of_peers(chosen, runs, quick):
    wanted = [name for name in PEERS if any(name in ROWS[row] for row in chosen)]
    seconds = {name: 3 if quick else 10 for name in wanted} | {"hold": 5 if quick else 60}
    return Contest([Trial(name, PEERS[name], seconds[name]) for name in wanted], runs, "nchan")


def measure(contest):
    """results[trial][server] is a list of one JSON for each time that it was measured."""
    results = {trial.name: {server: [] for server in trial.servers} for trial in contest.trials}
    for run in range(contest.runs):
        for trial in contest.trials:
            for _ in range(trial.times):
                measure_once(trial, contest, results, f"run {run + 1}/{contest.runs}")
    return results


def measure_once(trial, contest, results, run):
    """Every server once."""
    published = results.get("publish", {}).get(contest.pacer)
    pace = round(published[-1].get("publish_rate", 0) * contest.pace) if published else 0
    # Each time another server is the first.
    turn = len(results[trial.name][trial.servers[0]]) % len(trial.servers)
    for name in trial.servers[turn:] + trial.servers[:turn]:
        with Server(name) as server:
            core = server.pin() if trial.is_pinned else None
            begin = time.monotonic()
            result = load(server, trial.options(pace or 1), core)
        progress(f"  {run}  {trial.name:<16} {name:<7} {time.monotonic() - begin:5.1f} s  "
                 + result.get("failed", summary(result)))
        results[trial.name][name].append(result)


def summary(result):
    parts = [f"{result.get('connected', 0)} streams"]
    if result.get("delivered"):
        parts += [f"{100 * result['delivered_ratio']:.2f} % delivered", f"p99 {result['latency_ms']['p99']:.1f} ms",
                  f"{result['totals']['cpu_us_per_delivery']:.2f} us/delivery"]
    return ", ".join(parts)


# --- what is to be reached -----------------------------------------------------------------------------------------


# A median must not hide one run that lost something.
WORST = {"delivered_ratio": min, "drops": max}


class Medians:
    """Medians over the runs; None where a run failed or a key is absent."""

    def __init__(self, results):
        self.results = results

    def __call__(self, measurement, server, *keys):
        values = []
        for result in self.results.get(measurement, {}).get(server, []):
            for key in keys:
                result = result.get(key) if isinstance(result, dict) else None
            if result is None:
                return None
            values.append(result)
        return WORST.get(keys[-1], statistics.median)(values) if values else None


def judge(median):
    """The rows of the table: values by server, what was reached, and whether that is good."""
    def judged(figure, target, reached, good, unit=""):
        values = {server: FIGURES[figure].value(functools.partial(of_server, server)) for server in SERVERS}
        return {"row": FIGURES[figure].row, "work": FIGURES[figure].work, "figure": FIGURES[figure].name,
                "target": target, "values": values, "reached": reached, "unit": unit,
                "pass": reached is not None and bool(good(reached))}

    of_server = lambda server, measurement, *keys: median(measurement, server, *keys)
    at_most = lambda limit: lambda value: value <= limit
    at_least = lambda limit: lambda value: value >= limit
    below = lambda limit: lambda value: value < limit

    sluice = lambda figure: FIGURES[figure].value(functools.partial(of_server, "sluice"))
    beside = lambda figure, peer: ratio(sluice(figure), FIGURES[figure].value(functools.partial(of_server, peer)))

    peers_p99 = [median("fanout", peer, *P99) for peer in ("nchan", "node")]
    best_peer = min(peers_p99) if None not in peers_p99 else None
    yield judged("fanout CPU", "at most 1.15 x the floor", beside("fanout CPU", "floor"), at_most(1.15), "x the floor")
    yield judged("fanout p99", "at most 1.1 x the floor", beside("fanout p99", "floor"), at_most(1.1), "x the floor")
    yield judged("fanout p99", "below nchan's and Node's", ratio(sluice("fanout p99"), best_peer), below(1),
                 "x the better")
    yield judged("fanout p99", "below 100 ms", sluice("fanout p99"), below(100), "ms")
    yield judged("fanout delivered", "100 %", sluice("fanout delivered"), at_least(1))

    yield judged("saturation delivered", "100 %", sluice("saturation delivered"), at_least(1))
    yield judged("saturation", "at least 6 x nchan", beside("saturation", "nchan"), at_least(6), "x nchan")

    yield judged("stream memory", "at most 0.5 KiB", sluice("stream memory"), at_most(0.5), "KiB")
    yield judged("start memory", "at most 40 MiB", sluice("start memory"), at_most(40), "MiB")
    yield judged("connect CPU", "at most 2 x nchan", beside("connect CPU", "nchan"), at_most(2), "x nchan")
    yield judged("connect time", "below 1 s", sluice("connect time"), below(1), "s")
    yield judged("healthz at 5", "at most 10 ms", sluice("healthz at 5"), at_most(10), "ms")
    yield judged("healthz at 100", "at most 50 ms", sluice("healthz at 100"), at_most(50), "ms")

    yield judged("growth", "at most 1.1 x the floor's", beside("growth", "floor"), at_most(1.1), "x the floor")

    yield judged("publish", "at least 1.5 x nchan", beside("publish", "nchan"), at_least(1.5), "x nchan")
    yield judged("publish p99", "not above nchan's", beside("publish p99", "nchan"), at_most(1), "x nchan")

    yield judged("stalled p99", "at most 1.3 x without stalled ones",
                 ratio(sluice("stalled p99"), median("healthy", "sluice", *P99)), at_most(1.3), "x without")
    yield judged("stalled memory", "below 20 MB", sluice("stalled memory"), below(20), "MB")

    yield judged("hold drops", "0", sluice("hold drops"), at_most(0))
    yield judged("hold CPU", "below 2 %", sluice("hold CPU"), below(2), "%")


def shown(row, server):
    value = row["values"].get(server)
    if value is not None and row["figure"] == "delivered":
        return percent(value)
    return number(value)


def percent(value):
    # Never rounds a loss up to 100 %.
    return "100 %" if value >= 1 else f"{int(value * 10000) / 100:.2f} %"


def table(rows):
    lines = ["| work | figure | to reach | reached | | Sluice | floor | nchan | Node |",
             "|---|---|---|--:|---|--:|--:|--:|--:|"]
    for row in rows:
        if row["reached"] is None:
            reached = "not measured"
        elif row["figure"] == "delivered":
            reached = percent(row["reached"])
        else:
            reached = f"{number(row['reached'])} {row['unit']}".strip()
        cells = [row["work"], row["figure"], row["target"], reached, "pass" if row["pass"] else "**FAIL**"]
        lines.append("| " + " | ".join(cells + [shown(row, server) for server in SERVERS]) + " |")
    return "\n".join(lines)


# --- the machine ---------------------------------------------------------------------------------------------------


def output_of(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    return (result.stdout + result.stderr).strip() if result.returncode == 0 else "unknown"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
                 platform.machine())
    system = next((line.split("=", 1)[1].strip().strip('"') for line in open("/etc/os-release")
                   if line.startswith("PRETTY_NAME")), platform.system())
    return {
        "cpu": model, "cores": os.cpu_count(), "system": system, "kernel": platform.release(),
        "load_before": os.getloadavg()[0],
        "commit": output_of("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"),
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "nginx": output_of("nginx", "-v").rpartition("/")[2],
        "nchan": output_of("dpkg-query", "-W", "-f", "${Version}", "libnginx-mod-nchan"),
        "node": output_of("node", "--version").lstrip("v"),
    }


def machine_text(facts):
    return (f"{facts['cores']} cores ({facts['cpu']}), shared by the server and the load generator; "
            f"{facts['system']}, kernel {facts['kernel']}")


def runs_text(runs, quick):
    return "one short run" if quick else f"medians of {runs}"


def caption(facts, runs, quick):
    return (f"{machine_text(facts)}; nginx {facts['nginx']} with nchan {facts['nchan']}, "
            f"2 workers; Node.js {facts['node']}; {runs_text(runs, quick)}; commit {facts['commit']}, {facts['date']}.")


def write_table(text):
    page = ROOT / "docs" / "figures.md"
    content = page.read_text()
    before, begin, rest = content.partition(TABLE_BEGIN)
    _, end, after = rest.partition(TABLE_END)
    if not begin or not end:
        sys.exit(f"compare: docs/figures.md has no {TABLE_BEGIN} ... {TABLE_END}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def folder_of(build):
    """The folder with sluiced of a build, named by itself or by the folder above it."""
    for folder in (build, build / "bin"):
        if (folder / "sluiced").is_file():
            return folder.resolve()
    raise argparse.ArgumentTypeError(f"no sluiced in {build} nor in {build / 'bin'}")


def compare_peers(chosen, facts, options):
    runs = 1 if options.quick else max(1, options.runs or 3)
    results = measure(contest_of_peers(chosen, runs, options.quick))
    rows = [row for row in judge(Medians(results)) if row["row"] in chosen]
    text = table(rows) + "\n\n" + caption(facts, runs, options.quick)
    keep("compare", text, {"machine": facts, "runs": runs, "quick": options.quick, "rows": rows, "results": results})
    if options.write:
        write_table(text)
    return rows


def compare_builds(chosen, facts, options):
    runs = 1 if options.quick else max(1, options.runs or 5)
    COMMANDS[against.THAT] = engine(options.against)
    results = measure(against.contest(chosen, runs, options.quick))
    rows = against.judge(results, chosen, runs)
    text = (against.table(rows) + f"\n\nThis: commit {facts['commit']}; that: {options.against}. "
            f"{machine_text(facts)}; {runs_text(runs, options.quick)}; {against.others(results)}; {facts['date']}.")
    keep("against", text, {"machine": facts, "against": str(options.against), "runs": runs, "quick": options.quick,
                           "rows": rows, "results": results})
    return rows


def keep(name, text, everything):
    (OUT / f"{name}.json").write_text(json.dumps(everything, indent=1))
    (OUT / f"{name}.md").write_text(text + "\n")
    print(text)


def main():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=lambda text: folder_of(pathlib.Path(text)), metavar="BUILD",
                        help="compare the sluiced of this tree with that of BUILD (a build directory, or its bin), by "
                             "turns, instead of with peers")
    parser.add_argument("--quick", action="store_true", help="one run of 3 s each: a look, not a result")
    parser.add_argument("--runs", type=int, metavar="N", help="runs per value (default 3; with --against 5)")
    parser.add_argument("--only", action="append", choices=ROWS, metavar="ROW",
                        help=f"this row only, may be repeated: {', '.join(ROWS)}")
    parser.add_argument("--write", action="store_true", help="write the table into docs/figures.md too")
    options = parser.parse_args()
    if options.against and options.write:
        parser.error("docs/figures.md has the table of the peers: --write does not go with --against")
    rows_there_are = against.ROWS if options.against else list(ROWS)
    chosen = options.only or rows_there_are
    for row in chosen:
        if row not in rows_there_are:
            parser.error(f"--only {row}: two builds are not compared in it, only in {', '.join(rows_there_are)}")

    # Whoever stops the comparison stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < 15500:
        sys.exit(f"compare: the descriptor limit is {hard}; 15,000 streams need 15,500 (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    OUT.mkdir(parents=True, exist_ok=True)
    for old in glob.glob(str(OUT / "logs/*.log")):
        os.remove(old)

    facts = machine()
    if facts["load_before"] > 0.5:
        progress(f"compare: the machine is busy (load {facts['load_before']:.2f}): figures will suffer")
    rows = (compare_builds if options.against else compare_peers)(chosen, facts, options)
    missed = sum(not row["pass"] for row in rows)
    progress(f"compare: {len(rows) - missed} of {len(rows)} figures reached; details in "
             f"build/bench/{'against' if options.against else 'compare'}.json")
    sys.exit(1 if missed else 0)


main()
