#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine under the shipped unit's sandbox, as systemd would build it: its filter of system calls, another user
without rights, a file system that is read-only but for the state directory, no new privileges. What an operator does in a
day is done there: change, save, reload, rotate a token, record, drain.

Usage: tst_sandbox.py UNIT SLUICED [unittest's options]; root only.
"""

import ctypes
import errno
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

UNIT = pathlib.Path()
SLUICED = pathlib.Path()
NOBODY = 65533  # as DynamicUser: a number that owns nothing

CLONE_NEWNS = 0x00020000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18


def directives(name):
    """The values of a directive of the unit, in their order."""
    return [line.split("=", 1)[1].strip() for line in UNIT.read_text(encoding="utf-8").splitlines()
            if line.startswith(name + "=")]


def calls_of(word):
    """The system calls that a word of SystemCallFilter= means; sets hold sets."""
    if not word.startswith("@"):
        return {word}
    shown = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter", word], check=True, capture_output=True,
                           text=True)
    calls = set()
    for line in shown.stdout.splitlines():
        if line.startswith("    ") and not line.strip().startswith("#"):
            calls |= calls_of(line.strip())
    return calls


def allowed_calls():
    """What the SystemCallFilter= lines leave, in their order."""
    allowed = set()
    for line in directives("SystemCallFilter"):
        takes = line.startswith("~")
        for word in line.lstrip("~").split():
            allowed = allowed - calls_of(word) if takes else allowed | calls_of(word)
    return allowed


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def enter(state, calls):
    """Becomes what the service is; called in the child."""
    import seccomp  # pylint: disable=import-outside-toplevel; Debian's python3-seccomp
    libc = ctypes.CDLL(None, use_errno=True)
    mount = lambda source, target, flags, kind=None: check(libc.mount(source, target, kind, flags, None))
    check(libc.unshare(CLONE_NEWNS))
    mount(b"none", b"/", MS_REC | MS_PRIVATE)
    place = os.fsencode(state)
    mount(place, place, MS_BIND)
    mount(b"/", b"/", MS_BIND | MS_REC)
    os.chdir("/")
    mount(b"none", b"/", MS_REMOUNT | MS_BIND | MS_RDONLY)
    check(libc.prctl(38, 1, 0, 0, 0))  # PR_SET_NO_NEW_PRIVS
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    for call in sorted(calls):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except RuntimeError:  # a call that this architecture does not have
            pass
    rules.load()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Sandbox(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("only root may become another user and mount")
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("this machine lets nobody mount")
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="sluice-sandbox-"))
        self.addCleanup(shutil.rmtree, self.state, True)
        os.chmod(self.state, 0o755)
        (self.state / "recordings").mkdir()
        self.token = self.state / "admin-token"
        # Root's, and outside of what the service may write.
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="sluice-sandbox-etc-"))
        self.addCleanup(shutil.rmtree, self.root, True)
        os.chmod(self.root, 0o755)
        self.config = self.root / "sluice.toml"
        self.public, self.admin = free_port(), free_port()
        self.rotate("first-token-of-the-test")
        self.config.write_text(f'[listen]\npublic = "127.0.0.1:{self.public}"\nadmin = "127.0.0.1:{self.admin}"\n'
                               f'[auth]\nadmin_token_file = "{self.token}"\n[metrics]\ninterval = "250ms"\n')
        for path in (self.state, *self.state.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        self.log = (self.state.parent / (self.state.name + ".log")).open("w+b")
        self.addCleanup(os.unlink, self.log.name)
        self.addCleanup(self.log.close)
        calls = allowed_calls()
        self.assertIn("epoll_wait", calls)
        self.assertNotIn("fchown", calls)
        self.engine = subprocess.Popen([str(SLUICED), "--config", str(self.config)], stderr=self.log, stdout=self.log,
                                       env=dict(os.environ, STATE_DIRECTORY=f"{self.state}:{self.state}/recordings"),
                                       preexec_fn=lambda: enter(self.state, calls))
        self.addCleanup(self.end)
        self.eventually(lambda: self.call("GET", "settings")[0] == 200)

    def end(self):
        if self.engine.poll() is None:
            self.engine.kill()
            self.engine.wait()

    def said(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def rotate(self, token):
        self.secret = token
        self.token.write_text(token + "\n")
        os.chmod(self.token, 0o600)

    def eventually(self, holds):
        for _ in range(600):
            if holds():
                return
            self.assertIsNone(self.engine.poll(), self.said())
            time.sleep(0.05)
        self.fail(self.said())

    def call(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=10)
        fields = {"Authorization": "Bearer " + self.secret}
        if body is not None:
            fields["Content-Type"] = "application/json"
        try:
            link.request(method, "/api/v1/" + path, None if body is None else json.dumps(body), fields)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            link.close()

    def test_an_operators_day(self):
        about = pathlib.Path(f"/proc/{self.engine.pid}/status").read_text()
        for line in ("Seccomp:\t2", "NoNewPrivs:\t1", f"Uid:\t{NOBODY}\t{NOBODY}"):
            self.assertIn(line, about)
        # A change, saved apart: the configuration is root's.
        configuration = self.config.read_text()
        saved = self.state / "saved-settings.toml"
        self.assertEqual(self.call("PATCH", "settings", {"timeouts.heartbeat": "7s"})[0], 200)
        status, answer = self.call("POST", "settings/save", {})
        self.assertEqual(status, 200, answer)
        self.assertIn('heartbeat = "7s"', saved.read_text())
        self.assertEqual(os.stat(saved).st_uid, NOBODY)
        status, answer = self.call("POST", "settings/save", {"to_file": True})
        self.assertEqual(status // 100, 5, answer)
        self.assertIn("sluice.toml", answer)
        self.assertEqual(self.config.read_text(), configuration)
        self.assertTrue(saved.exists())
        # A reload by the signal that ExecReload= sends.
        saved.write_text(saved.read_text().replace('"7s"', '"8s"'))
        self.engine.send_signal(signal.SIGHUP)
        self.eventually(lambda: '"timeouts.heartbeat":"8s"' in self.call("GET", "settings")[1].replace(" ", "")
                        or "was read again" in self.said())
        # A token that is rotated in its file.
        old = self.secret
        self.rotate("second-token-of-the-test")
        self.engine.send_signal(signal.SIGHUP)
        self.eventually(lambda: self.call("GET", "settings")[0] == 200)
        self.secret, new = old, self.secret
        self.assertEqual(self.call("GET", "settings")[0], 401)
        self.secret = new
        # A recording.
        self.assertEqual(
            self.call("PATCH", "settings", {"recording.csv_directory": str(self.state / "recordings")})[0], 200)
        self.eventually(lambda: any(f.stat().st_size > 3000 for f in (self.state / "recordings").glob("*.csv*")))
        # What is not its own it cannot write, and says so.
        status, answer = self.call("PATCH", "settings", {"recording.csv_directory": "/etc"})
        self.assertIn(status, (200, 422), answer)
        # The doctor and the diagnosis read what the sandbox leaves to be read.
        self.assertEqual(self.call("GET", "doctor")[0], 200)
        self.assertEqual(self.call("GET", "diagnosis")[0], 200)
        # A drain that exits.
        self.assertEqual(self.call("POST", "drain", {"grace": "0", "then": "exit"})[0] // 100, 2)
        self.assertEqual(self.engine.wait(60), 0, self.said())


if __name__ == "__main__":
    UNIT, SLUICED = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
