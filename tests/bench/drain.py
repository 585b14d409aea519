#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drains one engine full of streams and prints whether it held its rate, whether each stream got everything
that was published before its end, and what the streams that were still there felt of it.

    tests/bench/drain.py build/bin/sluiced [--streams 10000] [--rate 2000] [--events 4] [--json]

Everything runs on loopback. The clients are one Python process, so only the ratio of its latencies counts.
"""

import argparse
import http.client
import json
import os
import re
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time

CHANNEL = "drain"
EVENT = re.compile(rb"data: (\d+) (\d+)\n")


def start_engine(program, rate):
    arguments = [program, "--set", "listen.public=127.0.0.1:0", "--set", "listen.admin=127.0.0.1:0",
                 "--set", f"drain.rate={rate}", "--set", "drain.grace=3s", "--set", "drain.deadline=10min",
                 "--set", "listen.backlog=16384"]
    engine = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
    line = engine.stderr.readline()
    ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", line)]
    if len(ports) != 2:
        sys.exit(f"the engine did not start: {line}")
    threading.Thread(target=engine.stderr.read, daemon=True).start()
    return engine, ports[0], ports[1]


class Publisher(threading.Thread):
    """Publishes numbered events, each with the time at which it was sent."""

    def __init__(self, port, per_second):
        super().__init__(daemon=True)
        self.port, self.per_second, self.accepted, self.stopping = port, per_second, 0, False

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        due = time.monotonic()
        while not self.stopping:
            try:
                connection.request("POST", f"/publish/{CHANNEL}", f"{self.accepted} {time.monotonic_ns()}")
                answer = connection.getresponse()
                answer.read()
                if answer.status != 202:
                    return
            except OSError:
                return
            self.accepted += 1
            due += 1 / self.per_second
            time.sleep(max(0, due - time.monotonic()))


class Gauge(threading.Thread):
    """Watches http_active_connections on the admin listener."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.samples = port, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        while True:
            try:
                connection.request("GET", "/metrics")
                text = connection.getresponse().read()
            except OSError:
                return
            found = re.search(rb"^http_active_connections(?:\{[^}]*\})? ([\d.e+]+)", text, re.M)
            if found:
                self.samples.append((time.monotonic(), float(found[1])))
            time.sleep(0.05)


class Clients:
    def __init__(self):
        self.poll, self.sockets, self.bytes = select.epoll(), {}, {}
        self.ended, self.resets, self.latencies = {}, 0, []

    def open(self, port, count):
        request = f"GET /stream/{CHANNEL} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        for _ in range(count):
            client = socket.create_connection(("127.0.0.1", port))
            client.sendall(request)
            client.setblocking(False)
            self.sockets[client.fileno()] = client
            self.bytes[client.fileno()] = []
            self.poll.register(client.fileno(), select.EPOLLIN)
        self.count = count

    def run(self, until):
        """Reads until the condition holds; notes each event's latency."""
        while not until():
            for descriptor, _ in self.poll.poll(0.2):
                try:
                    data = self.sockets[descriptor].recv(65536)
                except OSError:
                    data, self.resets = b"", self.resets + 1
                now = time.monotonic_ns()
                if not data:
                    self.poll.unregister(descriptor)
                    self.ended[descriptor] = time.monotonic()
                    self.sockets.pop(descriptor).close()
                    continue
                self.bytes[descriptor].append(data)
                found = EVENT.findall(data)
                if found:
                    self.latencies.append((time.monotonic(), (now - int(found[-1][1])) / 1e6))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def complete(chunks, least):
    text = b"".join(chunks)
    numbers = [int(number) for number, _ in EVENT.findall(text)]
    whole = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    told = text.count(b"event: shutdown\n") == 1 and text.endswith(b"0\r\n\r\n")
    return whole and told and numbers[0] == 0 and len(numbers) >= least


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sluiced")
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=2_000)
    parser.add_argument("--events", type=float, default=2, help="published per second")
    parser.add_argument("--calm", type=float, default=5, help="seconds before the drain")
    parser.add_argument("--json", action="store_true", help="one object instead of text")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    engine, port, admin = start_engine(options.sluiced, options.rate)
    clients = Clients()
    clients.open(port, options.streams)
    publisher, gauge = Publisher(port, options.events), Gauge(admin)
    publisher.start()
    gauge.start()
    began = time.monotonic()
    clients.run(lambda: time.monotonic() > began + options.calm)
    before = publisher.accepted
    told = time.monotonic()
    os.kill(engine.pid, signal.SIGTERM)
    clients.run(lambda: not clients.sockets)
    publisher.stopping = True
    status = engine.wait(timeout=60)

    curve = [(at, active) for at, active in gauge.samples
             if at > told and 0.1 * options.streams < active < 0.9 * options.streams]
    (first, most), (last, least) = curve[0], curve[-1]
    rate = (most - least) / (last - first)
    evicting = [(at, active) for at, active in gauge.samples if at > told and active < options.streams]
    start, end = evicting[0][0], max(clients.ended.values())
    calm = [latency for at, latency in clients.latencies if told - options.calm / 2 < at <= told]
    during = [latency for at, latency in clients.latencies if start < at < end]
    whole = sum(complete(chunks, before) for chunks in clients.bytes.values())
    if options.json:
        print(json.dumps({"rate": rate, "complete": whole, "resets": clients.resets, "exit": status,
                          "p99_before_ms": quantile(calm, 0.99), "p99_during_ms": quantile(during, 0.99)}))
        return
    print(f"rate held             {rate:8.0f} /s of {options.rate:.0f} ({100 * rate / options.rate:.1f} %)")
    print(f"streams complete      {whole:8d} of {options.streams}, told and ended by 0\\r\\n\\r\\n")
    print(f"resets                {clients.resets:8d}")
    print(f"p99 before            {quantile(calm, 0.99):8.1f} ms over {len(calm)} deliveries")
    print(f"p99 of the remaining  {quantile(during, 0.99):8.1f} ms over {len(during)} deliveries"
          f" ({quantile(during, 0.99) / quantile(calm, 0.99):.2f} x)")
    print(f"exit code             {status:8d}")


main()
