#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Sluice beside nchan, Node.js and a naive floor, and prints one Markdown table.

Every server is started anew for every measurement, on a free port of 127.0.0.1, and driven by `sluicectl load`
in a process of its own. The servers take turns, so that a drift of the machine hits all alike; each value is
the median of the runs; of what must not be lost, that of the worst run. Everything measured is kept in
build/bench/compare.json.
"""

import argparse
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
BIN = ROOT / "build/release/bin"
OUT = ROOT / "build/bench"
README_BEGIN, README_END = "<!-- bench:begin -->", "<!-- bench:end -->"


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


COMMANDS = {
    "sluice": lambda port: [str(BIN / "sluiced"), "--listen", f"127.0.0.1:{port}",
                            "--admin", f"127.0.0.1:{free_port()}"],
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


def load(server, options):
    """One run of `sluicectl load` against a server; its JSON, or what went wrong."""
    command = [str(BIN / "sluicectl"), "load", "--json", "--url", f"{server.base}/stream/ch%CH%"]
    if options.get("rate"):
        command += ["--publish-url", f"{server.base}/publish/ch%CH%"]
    for name, value in options.items():
        if name == "probe":
            command += ["--probe-url", f"{server.base}/healthz"]
        else:
            command += [f"--{name}", str(value)]
    for pid in server.pids():
        command += ["--pid", str(pid)]
    with open(OUT / "logs/load.log", "ab") as log:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)
        log.write((" ".join(command) + "\n" + result.stderr + result.stdout + "\n").encode())
    try:
        return json.loads(result.stdout)
    except ValueError:
        return {"failed": f"sluicectl load exited {result.returncode}: {result.stderr.strip()[-300:]}"}


# --- what is measured --------------------------------------------------------------------------------------------

CHANNELS_1000 = {"clients": 9000, "channels": 1000, "publishers": 4, "size": 100}
BIG_EVENTS = {"rate": 20, "size": 4096}
# measurement: (its servers, the options of sluicectl load)
MEASUREMENTS = {
    "fanout": (SERVERS, {"clients": 9500, "rate": 5, "size": 100, "probe": True}),
    "saturation": (SERVERS, {"clients": 9500, "rate": 100, "size": 100, "probe": True}),
    "growth-small": (["sluice", "floor"], {"clients": 1000, "rate": 5, "size": 100}),
    "growth-large": (["sluice", "floor"], {"clients": 15000, "rate": 5, "size": 100}),
    "publish": (["sluice", "nchan"], {**CHANNELS_1000, "rate": 20000}),
    "publish-latency": (["sluice", "nchan"], {**CHANNELS_1000, "rate": "what nchan reached in 'publish'"}),
    "healthy": (["sluice"], {"clients": 8100, **BIG_EVENTS}),
    "stalled": (["sluice"], {"clients": 9000, "stalled": 900, **BIG_EVENTS}),
    "hold": (["sluice"], {"clients": 10000, "hold": "60s", "rate": 0}),
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


def measure(wanted, runs, quick):
    """results[measurement][server] is a list of one JSON per run."""
    results = {name: {server: [] for server in MEASUREMENTS[name][0]} for name in wanted}
    for run in range(runs):
        for name in wanted:
            servers, options = MEASUREMENTS[name]
            options = {**options, "duration": "3s" if quick else "10s"}
            if name == "hold":
                del options["duration"], options["rate"]
                options["hold"] = "5s" if quick else options["hold"]
            if name == "publish-latency":
                options["rate"] = round(results["publish"]["nchan"][run].get("publish_rate", 0)) or 1
            # Each run begins with another server.
            turn = run % len(servers)
            for server_name in servers[turn:] + servers[:turn]:
                with Server(server_name) as server:
                    begin = time.monotonic()
                    result = load(server, options)
                progress(f"  run {run + 1}/{runs}  {name:<16} {server_name:<7} {time.monotonic() - begin:5.1f} s  "
                         + result.get("failed", summary(result)))
                results[name][server_name].append(result)
    return results


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


def ratio(a, b):
    return a / b if a is not None and b else None


def judged(row, work, figure, target, values, reached, good, unit=""):
    """One row of the table: values by server, what was reached, and whether that is good."""
    known = reached is not None
    return {"row": row, "work": work, "figure": figure, "target": target, "values": values, "reached": reached,
            "unit": unit, "pass": bool(known and good(reached))}


def judge(median):
    def all_servers(measurement, *keys):
        return {server: median(measurement, server, *keys) for server in MEASUREMENTS[measurement][0]}

    def rows_of(measurement, row, work, figure, target, keys, reached, good, unit=""):
        return judged(row, work, figure, target, all_servers(measurement, *keys), reached, good, unit)

    at_most = lambda limit: lambda value: value <= limit
    at_least = lambda limit: lambda value: value >= limit

    cpu = ("totals", "cpu_us_per_delivery")
    p99 = ("latency_ms", "p99")
    five, hundred = "9,500 streams, 5 events/s of 100 bytes", "the same, one publisher offers 100 events/s"
    sluice = lambda measurement, *keys: median(measurement, "sluice", *keys)
    against = lambda measurement, server, *keys: ratio(sluice(measurement, *keys), median(measurement, server, *keys))

    peers_p99 = [median("fanout", peer, *p99) for peer in ("nchan", "node")]
    best_peer = min(peers_p99) if None not in peers_p99 else None
    yield rows_of("fanout", "fanout", five, "CPU per delivery, us", "at most 1.15 x the floor", cpu,
                  against("fanout", "floor", *cpu), at_most(1.15), "x the floor")
    yield rows_of("fanout", "fanout", five, "p99, ms", "at most 1.1 x the floor", p99,
                  against("fanout", "floor", *p99), at_most(1.1), "x the floor")
    yield rows_of("fanout", "fanout", five, "p99, ms", "below nchan's and Node's", p99,
                  ratio(sluice("fanout", *p99), best_peer), lambda value: value < 1, "x the better")
    yield rows_of("fanout", "fanout", five, "p99, ms", "below 100 ms", p99, sluice("fanout", *p99),
                  lambda value: value < 100, "ms")
    yield rows_of("fanout", "fanout", five, "delivered", "100 %", ("delivered_ratio",),
                  sluice("fanout", "delivered_ratio"), at_least(1), "")

    yield rows_of("saturation", "saturation", hundred, "delivered", "100 %", ("delivered_ratio",),
                  sluice("saturation", "delivered_ratio"), at_least(1), "")
    yield rows_of("saturation", "saturation", hundred, "deliveries/s", "at least 6 x nchan", ("deliveries_per_second",),
                  against("saturation", "nchan", "deliveries_per_second"), at_least(6), "x nchan")

    idle = "9,500 idle streams"
    yield rows_of("fanout", "memory", idle, "user memory per stream, KiB", "at most 0.5 KiB",
                  ("totals", "kib_per_stream"), sluice("fanout", "totals", "kib_per_stream"), at_most(0.5), "KiB")
    start = all_servers("fanout", "totals", "rss_start_kib")
    start = {server: ratio(value, 1024) for server, value in start.items()}
    yield judged("memory", "at start", "resident memory, MiB", "at most 40 MiB", start, start["sluice"], at_most(40),
                 "MiB")
    connect_cpu = ("totals", "cpu_us_per_connect")
    yield rows_of("fanout", "connect", "9,500 connects", "CPU per connect, us", "at most 2 x nchan", connect_cpu,
                  against("fanout", "nchan", *connect_cpu), at_most(2), "x nchan")
    yield rows_of("fanout", "connect", "9,500 connects", "time for all, s", "below 1 s", ("connect_seconds",),
                  sluice("fanout", "connect_seconds"), lambda value: value < 1, "s")
    yield rows_of("fanout", "healthz", "GET /healthz meanwhile, 5 events/s", "p99, ms", "at most 10 ms",
                  ("probe_ms", "p99"), sluice("fanout", "probe_ms", "p99"), at_most(10), "ms")
    yield rows_of("saturation", "healthz", "GET /healthz meanwhile, 100 events/s", "p99, ms", "at most 50 ms",
                  ("probe_ms", "p99"), sluice("saturation", "probe_ms", "p99"), at_most(50), "ms")

    growth = {server: ratio(median("growth-large", server, *cpu), median("growth-small", server, *cpu))
              for server in ("sluice", "floor")}
    yield judged("growth", "from 1,000 to 15,000 streams, 5 events/s", "growth of CPU per delivery",
                 "at most 1.1 x the floor's", growth, ratio(growth["sluice"], growth["floor"]), at_most(1.1),
                 "x the floor")

    channels = "1,000 channels x 9 streams, 4 publishers, 20,000 publishes/s offered"
    yield rows_of("publish", "publish", channels, "publishes/s", "at least 1.5 x nchan", ("publish_rate",),
                  against("publish", "nchan", "publish_rate"), at_least(1.5), "x nchan")
    yield rows_of("publish-latency", "publish-latency", "the same, offered what nchan reached", "p99, ms",
                  "not above nchan's", p99, against("publish-latency", "nchan", *p99), at_most(1), "x nchan")

    stalled = "900 of 9,000 streams stalled, 4 KiB events at 20/s"
    yield judged("stalled", stalled, "p99 of the 8,100 healthy, ms", "at most 1.3 x without stalled ones",
                 {"sluice": sluice("stalled", *p99)}, ratio(sluice("stalled", *p99), sluice("healthy", *p99)),
                 at_most(1.3), "x without")
    growth_kib = sluice("stalled", "totals", "rss_growth_kib")
    growth_mb = None if growth_kib is None else growth_kib * 1024 / 1e6
    yield judged("stalled", stalled, "growth of resident memory, MB", "below 20 MB", {"sluice": growth_mb}, growth_mb,
                 lambda value: value < 20, "MB")

    hold = "10,000 idle streams for 60 s"
    yield rows_of("hold", "hold", hold, "dropped", "0", ("hold", "drops"), sluice("hold", "hold", "drops"),
                  at_most(0), "")
    yield rows_of("hold", "hold", hold, "CPU, % of a core", "below 2 %", ("hold", "cpu_percent"),
                  sluice("hold", "hold", "cpu_percent"), lambda value: value < 2, "%")


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


def caption(facts, runs, quick):
    return (f"{facts['cores']} cores ({facts['cpu']}), shared by the server and the load generator; "
            f"{facts['system']}, kernel {facts['kernel']}; nginx {facts['nginx']} with nchan {facts['nchan']}, "
            f"2 workers; Node.js {facts['node']}; {'one short run' if quick else f'medians of {runs}'}; "
            f"commit {facts['commit']}, {facts['date']}.")


def write_readme(text):
    readme = ROOT / "README.md"
    content = readme.read_text()
    before, begin, rest = content.partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    if not begin or not end:
        sys.exit(f"compare: README.md has no {README_BEGIN} ... {README_END}")
    readme.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def main():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one run of 3 s each: a look, not a result")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs per value (default 3)")
    parser.add_argument("--only", action="append", choices=ROWS, metavar="ROW",
                        help=f"this row only, may be repeated: {', '.join(ROWS)}")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md too")
    options = parser.parse_args()
    runs = 1 if options.quick else max(1, options.runs)

    # Whoever stops the comparison stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < 15500:
        sys.exit(f"compare: the descriptor limit is {hard}; 15,000 streams need 15,500 (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    OUT.mkdir(parents=True, exist_ok=True)
    for old in glob.glob(str(OUT / "logs/*.log")):
        os.remove(old)

    chosen = options.only or list(ROWS)
    wanted = [name for name in MEASUREMENTS if any(name in ROWS[row] for row in chosen)]
    facts = machine()
    if facts["load_before"] > 0.5:
        progress(f"compare: the machine is busy (load {facts['load_before']:.2f}): figures will suffer")
    results = measure(wanted, runs, options.quick)
    rows = [row for row in judge(Medians(results)) if row["row"] in chosen]

    text = table(rows) + "\n\n" + caption(facts, runs, options.quick)
    (OUT / "compare.json").write_text(json.dumps({"machine": facts, "runs": runs, "quick": options.quick,
                                                  "rows": rows, "results": results}, indent=1))
    (OUT / "compare.md").write_text(text + "\n")
    if options.readme:
        write_readme(text)
    print(text)
    missed = sum(not row["pass"] for row in rows)
    progress(f"compare: {len(rows) - missed} of {len(rows)} figures reached; details in build/bench/compare.json")
    sys.exit(1 if missed else 0)


main()
