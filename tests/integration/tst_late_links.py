#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that the rules allow, and readers on links with a round trip of up to 200 ms: nobody who reads is cut, and
nobody misses anything without being told.

Each case draws settings, sizes, batches, readers, a round trip, and a rate of at most 0.7 x what the slowest healthy link
carries (send_buffer / round trip). The readers live in a network namespace of their own; a process forwards packets late
between two TUN devices, so that acknowledgements are late too. A byte relay would not do: it acknowledges at once.

Usage: tst_late_links.py SLUICED [unittest's options]; root only. SLUICE_SEED replays a run, SLUICE_CASES says how many.
"""

import ctypes
import fcntl
import heapq
import json
import mmap
import os
import pathlib
import random
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

SLUICED = pathlib.Path()
CLONE_NEWNET = 0x40000000
HERE, THERE = "10.214.9.1", "10.214.9.2"
KIB, MIB = 1 << 10, 1 << 20
MOST_RATE = 1.5 * MIB  # what Python forwards and reads without strain
PATIENCE = 120


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


class Network:
    """Two network namespaces, joined by a process that holds each packet for half a round trip."""

    def __init__(self):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._root = self._current()
        check(self._libc.unshare(CLONE_NEWNET))
        self.engine_side = self._current()
        here = self._device(HERE)
        check(self._libc.unshare(CLONE_NEWNET))
        self.reader_side = self._current()
        there = self._device(THERE)
        self.enter(self._root)
        # Shared with the forwarder: half of the round trip, and by how much the latest packet was later than that.
        self._shared = mmap.mmap(-1, 16)
        self._forwarder = os.fork()
        if self._forwarder == 0:
            try:
                forward(here, there, self._shared)
            finally:
                os._exit(1)
        os.close(here)
        os.close(there)

    @staticmethod
    def _current():
        return os.open("/proc/thread-self/ns/net", os.O_RDONLY)

    @staticmethod
    def _device(address):
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, 0x400454CA, struct.pack("16sH", b"late0", 0x1001))  # TUNSETIFF, IFF_TUN | IFF_NO_PI
        for line in ("link set lo up", f"addr add {address}/24 dev late0", "link set late0 txqueuelen 20000 up"):
            subprocess.run(["ip", *line.split()], check=True, capture_output=True)
        return device

    def enter(self, namespace):
        check(self._libc.setns(namespace, CLONE_NEWNET))

    def within(self, namespace, work):
        """What @work makes, sockets or processes, belongs to the namespace."""
        self.enter(namespace)
        try:
            return work()
        finally:
            self.enter(self._root)

    def set_round_trip(self, seconds):
        self._shared[:16] = struct.pack("dd", seconds / 2, 0.0)

    def lateness(self):
        return struct.unpack("dd", self._shared[:16])[1]

    def close(self):
        os.kill(self._forwarder, signal.SIGKILL)
        os.waitpid(self._forwarder, 0)


def forward(here, there, shared):
    """Never returns."""
    waiting, order = [], 0
    poll = select.poll()
    for device in (here, there):
        poll.register(device, select.POLLIN)
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 1.0
        ready = poll.poll(pause * 1000)
        delay, late = struct.unpack("dd", shared[:16])
        for device, _ in ready:
            for _ in range(64):
                try:
                    packet = os.read(device, 65536)
                except BlockingIOError:
                    break
                order += 1
                heapq.heappush(waiting, (time.monotonic() + delay, order, there if device == here else here, packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            due, _, device, packet = heapq.heappop(waiting)
            if now - due > late:
                late = now - due
                shared[8:16] = struct.pack("d", late)
            try:
                os.write(device, packet)
            except OSError:
                pass  # what a network drops is sent again


class Reader:
    """One stream, read when it is asked to."""

    def __init__(self, network, port, channel, last_id=None):
        self.received = []  # numbers, in their order
        self.missed = 0     # as told
        self.gap = False
        self.last_id = last_id
        self.status = 0
        self.ended = False
        self._buffer = b""
        self._event = {}
        self._chunks = b""
        self.socket = network.within(network.reader_side, socket.socket)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * MIB)
        self.socket.setblocking(False)
        self.socket.connect_ex((HERE, port))
        resume = f"Last-Event-ID: {last_id}\r\n" if last_id else ""
        # HTTP/1.0: the bytes of events as they are, without chunks.
        self._request = f"GET /stream/{channel} HTTP/1.0\r\nHost: {HERE}:{port}\r\n{resume}\r\n".encode()

    def want(self):
        return select.POLLOUT if self._request else select.POLLIN

    def on_ready(self):
        try:
            if self._request:
                self._request = self._request[self.socket.send(self._request):]
                return
            bytes_in = self.socket.recv(256 * KIB)
        except BlockingIOError:
            return
        except OSError:
            bytes_in = b""
        if not bytes_in:
            self.ended = True
            return
        self._buffer += bytes_in
        if not self.status:
            head, blank, rest = self._buffer.partition(b"\r\n\r\n")
            if not blank:
                return
            self.status = int(head.split()[1])
            self._buffer = rest
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._on_line(line)

    def _on_line(self, line):
        if line:
            name, _, value = line.partition(b":")
            self._event[name] = value[1:] if value.startswith(b" ") else value
            return
        event, self._event = self._event, {}
        if b"id" in event:
            self.last_id = event[b"id"].decode()
        if event.get(b"event") == b"missed":
            self.missed += json.loads(event[b"data"])["missed"]
        elif event.get(b"event") == b"gap":
            self.gap = True
        elif b"data" in event and event[b"data"][:1].isdigit():
            self.received.append(int(event[b"data"].split(b" ", 1)[0]))

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
        self.ended = True


class Case:
    """What is drawn, and from it alone what happens."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self.seed = seed
        self.round_trip = draw.choice([0, 2, 10, 40, 100, 200]) / 1000
        self.policy = draw.choice(["disconnect", "disconnect", "pause", "pause", "drop-oldest", "coalesce"])
        send_buffer = draw.choice([8, 16, 64, 256, 1024]) * KIB
        self.max_body = draw.choice([64 * KIB, 256 * KIB, MIB, 2 * MIB])
        high = draw.choice([1, 4, 16, 64, 1024]) * KIB
        self.history_bytes = draw.choice([0, 64 * KIB, MIB, 8 * MIB])
        self.history_count = draw.choice([0, 5, 1000])
        self.workers = draw.choice([1, 2])
        self.rate = min(MOST_RATE, draw.uniform(0.2, 0.7) * send_buffer / max(self.round_trip, 0.001))
        # Not longer on the way than some seconds: a test of an hour finds nothing that a hundred short ones do not.
        largest = int(min(self.max_body - 100, 2 * self.rate))
        self.size = max(16, int(largest ** draw.uniform(0.3, 1)))
        self.batch = draw.choice([1, 1, 3, 20]) if self.size * 20 < min(self.max_body, 2 * self.rate) else 1
        self.count = max(4, min(2000, int(3 * self.rate / self.size)))
        self.readers = draw.randint(1, 4)
        self.names = draw.choice([1, 3])
        self.leaver_goes_at = draw.uniform(0.2, 0.7)
        self.away = draw.uniform(0, 1)
        self.settings = {
            "engine.workers": self.workers, "backpressure.policy": self.policy,
            "backpressure.send_buffer": send_buffer, "backpressure.unsent_low_water": min(send_buffer, draw.choice(
                [1, 16, 256]) * KIB), "backpressure.high_water_mark": high,
            "backpressure.low_water_mark": draw.choice([1, high // 4, high]),
            "publish.max_body": self.max_body, "history.bytes": self.history_bytes, "history.count": self.history_count,
            "history.total_bytes": max(32 * MIB, 2 * (self.history_bytes + max(self.max_body, high))),
            "publish.max_in_flight": 64 * MIB, "streams.retry": "100ms", "timeouts.heartbeat": "1s",
            "listen.allowed_hosts": HERE, "auth.publish_token": "a-token-of-this-test-alone",
            "auth.admin_token": "another-token-of-this-test",
        }

    def options(self):
        sized = {"backpressure.send_buffer", "backpressure.unsent_low_water", "backpressure.high_water_mark",
                 "backpressure.low_water_mark", "publish.max_body", "history.bytes", "history.total_bytes",
                 "publish.max_in_flight"}
        return [word for key, value in self.settings.items() for word in ("--set", f"{key}={value}" + (
            "B" if key in sized and value else ""))]

    def __str__(self):
        return (f"seed {self.seed}: {self.policy}, round trip {self.round_trip * 1000:.0f} ms, {self.count} events of "
                f"{self.size} B in batches of {self.batch} at {self.rate / KIB:.0f} KiB/s to {self.readers} readers; "
                + " ".join(f"{key}={value}" for key, value in self.settings.items() if "token" not in key))


class Run:
    """One case, from start to end."""

    def __init__(self, network, case):
        self.network, self.case = network, case
        self.accepted = []  # numbers that were published, in their order
        self.log = tempfile.TemporaryFile()
        network.set_round_trip(case.round_trip)
        ports = network.within(network.engine_side, free_ports)
        self.port = ports[0]
        self.engine = network.within(network.engine_side, lambda: subprocess.Popen(
            [str(SLUICED), "--listen", f"0.0.0.0:{ports[0]}", "--admin", f"127.0.0.1:{ports[1]}", *case.options()],
            stdout=self.log, stderr=self.log))
        self.publisher = None
        self.healthy, self.leaver, self.sleeper = [], None, None
        self.returned = None
        self.sleeps = False

    def close(self):
        for reader in [*self.healthy, self.leaver, self.sleeper, self.returned]:
            if reader is not None:
                reader.socket.close()
        if self.publisher is not None:
            self.publisher.close()
        self.engine.kill()
        self.engine.wait()
        self.log.close()

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def serve(self, seconds):
        """Lets everybody read whatever is there for so long."""
        end = time.monotonic() + seconds
        while True:
            poll, by_descriptor = select.poll(), {}
            for reader in [*self.healthy, self.leaver, self.sleeper, self.returned]:
                if reader is None or reader.ended or (reader is self.sleeper and self.sleeps):
                    continue
                by_descriptor[reader.socket.fileno()] = reader
                poll.register(reader.socket, reader.want())
            left = end - time.monotonic()
            ready = poll.poll(max(0.0, left) * 1000)
            for descriptor, _ in ready:
                by_descriptor[descriptor].on_ready()
            if left <= 0:
                return

    def until(self, holds, why):
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end or self.engine.poll() is not None:
                raise AssertionError(f"{why}\n{self.case}\n{self.said()[-3000:]}")
            self.serve(0.05)

    def connect(self):
        for _ in range(400):
            link = self.network.within(self.network.engine_side, lambda: socket.socket())
            if link.connect_ex(("127.0.0.1", self.port)) == 0:
                link.settimeout(PATIENCE)
                self.publisher = link
                return
            link.close()
            if self.engine.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the engine does not start\n{self.case}\n{self.said()}")

    def publish(self, numbers):
        """Until all of it is accepted; a paused channel says when to come again."""
        case, left = self.case, list(numbers)
        padding = "x" * case.size
        while left:
            if case.batch == 1:
                body = f"{left[0]} {padding}".encode()
                path, kind = f"/publish/a?event=n{left[0] % case.names}", "text/plain"
            else:
                body = "".join(json.dumps({"data": f"{n} {padding}", "event": f"n{n % case.names}"}) + "\n"
                               for n in left).encode()
                path, kind = "/publish/a", "application/x-ndjson"
            self.publisher.sendall((f"POST {path} HTTP/1.1\r\nHost: {HERE}:{self.port}\r\nContent-Type: {kind}\r\n"
                                    "Authorization: Bearer a-token-of-this-test-alone\r\n"
                                    f"Content-Length: {len(body)}\r\n\r\n").encode() + body)
            status, answer = self.answer()
            if case.batch == 1:
                taken = [status == 202]
            else:
                results = [json.loads(line) for line in answer.splitlines()] if answer else []
                taken = [result.get("status", status) in (200, 202) or "id" in result for result in results]
            if status not in (202, 207, 503):
                raise AssertionError(f"a publish was answered {status}: {answer[:300]!r}\n{case}")
            self.accepted += [number for number, ok in zip(left, taken) if ok]
            left = [number for number, ok in zip(left, taken) if not ok]
            if left:
                self.serve(0.05)

    def answer(self):
        link = self.publisher
        bytes_in = b""
        while b"\r\n\r\n" not in bytes_in or len(bytes_in.partition(b"\r\n\r\n")[2]) < int(
                (re.search(rb"(?i)content-length: *(\d+)", bytes_in) or [0, 0])[1]):
            poll = select.poll()
            poll.register(link, select.POLLIN)
            while not poll.poll(0):
                self.serve(0.002)
            part = link.recv(256 * KIB)
            if not part:
                raise AssertionError(f"the publisher's connection ended\n{self.case}\n{self.said()[-2000:]}")
            bytes_in += part
        head, _, body = bytes_in.partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def play(self):
        case = self.case
        self.connect()
        make = lambda last_id=None: Reader(self.network, self.port, "a", last_id)
        self.healthy = [make() for _ in range(case.readers)]
        self.leaver, self.sleeper = make(), make()
        self.until(lambda: all(r.status == 200 for r in [*self.healthy, self.leaver, self.sleeper]), "no stream opens")
        self.returns_at, start = None, time.monotonic()
        first = 0
        while first < case.count:
            numbers = range(first, min(case.count, first + case.batch))
            self.publish(numbers)
            first = numbers[-1] + 1
            share = first / case.count
            self.sleeps = 0.2 < share < 0.6 and case.policy != "pause"
            if share >= case.leaver_goes_at and not self.leaver.ended and self.leaver.last_id:
                self.leaver.reset()
                self.returns_at = time.monotonic() + case.away
            if self.returned is None and self.returns_at and time.monotonic() >= self.returns_at:
                self.returned = make(self.leaver.last_id)
            due = start + first * case.size / case.rate
            self.serve(max(0.0, due - time.monotonic()))
        self.sleeps = False
        if self.returned is None and self.returns_at:
            self.serve(max(0.0, self.returns_at - time.monotonic()))
            self.returned = make(self.leaver.last_id)
        # One that everybody who is there must see, whoever came back late included.
        self.until(lambda: self.returned is None or self.returned.status == 200, "who came back gets no answer")
        self.publish([case.count])
        self.until(lambda: all(r.ended or self.has_last(r) for r in [*self.healthy, self.returned, self.sleeper] if r),
                   "the last event does not come")
        self.serve(2 * case.round_trip + 0.05)

    def has_last(self, reader):
        return bool(reader.received) and reader.received[-1] == self.accepted[-1]

    def judge(self):
        """What is wrong; nothing if nothing is."""
        wrong, case, all_of_it = [], self.case, self.accepted
        keeps_all = case.policy in ("disconnect", "pause")
        for index, reader in enumerate(self.healthy):
            name = f"healthy reader {index}"
            if keeps_all:
                if reader.ended:
                    wrong.append(f"{name} was cut after {len(reader.received)} of {len(all_of_it)}")
                elif reader.received != all_of_it:
                    wrong.append(f"{name} got {len(reader.received)} of {len(all_of_it)}: {hole(reader, all_of_it)}")
            else:
                wrong += self.judge_skipping(name, reader, all_of_it)
        if not keeps_all:
            wrong += self.judge_skipping("the sleeper", self.sleeper, all_of_it)
        if self.returned is not None:
            wrong += self.judge_return(all_of_it)
        return wrong

    def judge_skipping(self, name, reader, wanted):
        wrong = []
        if reader.received != sorted(set(reader.received)):
            wrong.append(f"{name} got events twice or out of order")
        if reader.ended:
            # By coalesce alone, where the names are too many for the mark; it said so by ending.
            return wrong if self.case.policy == "coalesce" else [*wrong, f"{name} was cut"]
        lacks = [number for number in wanted if number not in set(reader.received)]
        if self.case.policy == "drop-oldest" and len(lacks) != reader.missed:
            wrong.append(f"{name} lacks {len(lacks)} events and was told {reader.missed}")
        if self.case.policy == "coalesce":
            newest = {number % self.case.names: number for number in wanted}
            wrong += [f"{name} lacks {n}, the newest of its name" for n in newest.values() if n in lacks]
        return wrong

    def judge_return(self, all_of_it):
        case, before, after = self.case, self.leaver.received, self.returned
        if after.ended and case.policy != "coalesce":
            return ["who came back was cut"]
        if not after.received or not before:
            return []
        wrong = []
        if after.received[0] <= before[-1]:
            wrong.append("who came back got events twice")
        between = [n for n in all_of_it if before[-1] < n < after.received[0]]
        if case.policy in ("disconnect", "pause"):
            if between and not after.gap:
                wrong.append(f"who came back lacks {len(between)} events and was told nothing")
            # What an end by the engine or a cut lacked is kept as far as history.bytes has room.
            lacked = [n for n in all_of_it if n > before[-1]]
            if after.gap and len(lacked) < case.history_count and len(lacked) * (case.size + 200) < case.history_bytes:
                wrong.append(f"who came back was told a gap although {len(lacked)} events fit into history")
        elif case.policy == "drop-oldest" and not after.gap and len(between) > after.missed:
            wrong.append(f"who came back lacks {len(between)} events and was told {after.missed}")
        return wrong


def hole(reader, wanted):
    for index, number in enumerate(wanted):
        if index >= len(reader.received) or reader.received[index] != number:
            got = reader.received[index] if index < len(reader.received) else "nothing"
            return f"{got} stands where {number} belongs"
    return "more than was published"


def free_ports():
    taken = [socket.socket() for _ in range(2)]
    for one in taken:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


class LateLinks(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("a network namespace needs root")
        try:
            self.network = Network()
        except OSError as error:
            self.skipTest(f"no TUN devices in network namespaces here: {error}")
        self.addCleanup(self.network.close)

    def play(self, case):
        """Whether it could be judged: where this machine held packets back itself, the link was not the one drawn."""
        run = Run(self.network, case)
        try:
            run.play()
            wrong, said = run.judge(), run.said()[-2000:]
        finally:
            run.close()
        late = self.network.lateness()
        if wrong and late > max(0.02, case.round_trip / 2):
            print(f"  not judged, packets were up to {late * 1000:.0f} ms late: {'; '.join(wrong)}", flush=True)
            return False
        self.assertEqual(wrong, [], f"\n{case}\n{said}")
        return True

    def test_nobody_who_reads_is_cut_and_nothing_is_missed_untold(self):
        seed = int(os.environ.get("SLUICE_SEED") or random.randrange(1 << 32))
        cases = int(os.environ.get("SLUICE_CASES") or 6)
        print(f"SLUICE_SEED={seed} SLUICE_CASES={cases} replays this", flush=True)
        judged = 0
        for index in range(cases):
            case = Case(seed + index)
            print(f"  {case}", flush=True)
            judged += any(self.play(case) for _ in range(3))
        self.assertGreater(judged, 0, "no case could be judged: this machine is too busy")


if __name__ == "__main__":
    SLUICED = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
