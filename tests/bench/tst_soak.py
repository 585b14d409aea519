#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof run tests/bench/soak.sh, short and small: it starts, judges, writes its result down, and says what is wrong
with its options before it spends five minutes. How fast this machine is, is not judged here.
Environment: PROGRAMS (the folder of sluiced and sluicectl)."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a busy machine may miss in a run of five seconds.
OF_THE_MACHINE = {"p99", "rss_growth"}
BEGIN, END = "<!-- soak:begin -->\n", "<!-- soak:end -->\n"


class Soak(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sluice-soak-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.page = self.folder / "page.md"
        shutil.copy(ROOT / "docs/proof.md", self.page)

    def soak(self, *options):
        command = [ROOT / "tests/bench/soak.sh", "--programs", os.environ["PROGRAMS"], "--out", self.folder / "out",
                   "--page", self.page, *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)

    def test_holds_judges_and_writes(self):
        before = self.page.read_text(encoding="utf-8")
        run = self.soak("--seconds", "5", "--clients", "200", "--churn", "5%", "--write")
        self.assertIn(run.returncode, (0, 6), run.stdout + run.stderr)

        report = json.loads((self.folder / "out/report.json").read_text(encoding="utf-8"))
        self.assertEqual(report["connected"], 200)
        self.assertGreater(report["delivered"], 0)
        self.assertGreater(report["reconnect"]["returned"], 0)
        thresholds = {one["name"]: one for one in report["verdict"]["thresholds"]}
        self.assertLessEqual(OF_THE_MACHINE | {"drop_rate", "loss", "connect_failures"}, set(thresholds))
        missed = {name for name, one in thresholds.items() if not one["passed"]}
        self.assertLessEqual(missed, OF_THE_MACHINE, run.stdout)
        self.assertEqual(run.returncode, 6 if missed else 0)
        self.assertEqual(report["verdict"]["passed"], not missed)

        # What is printed, what is left, and what stands in the page are one text.
        self.assertIn("**MISSED**" if missed else "**Passed**", run.stdout)
        self.assertIn("200 streams for 5 s", run.stdout)
        self.assertEqual((self.folder / "out/proof.md").read_text(encoding="utf-8"), run.stdout)
        after = self.page.read_text(encoding="utf-8")
        self.assertEqual(after[:after.index(BEGIN)], before[:before.index(BEGIN)])
        self.assertEqual(after[after.index(END):], before[before.index(END):])
        self.assertEqual(after[after.index(BEGIN) + len(BEGIN):after.index(END)], run.stdout)
        self.assertIn("<html", (self.folder / "out/report.html").read_text(encoding="utf-8"))
        self.assertGreater(len((self.folder / "out/timeline.csv").read_text(encoding="utf-8").splitlines()), 3)

    def assert_refused(self, words, *options):
        run = self.soak(*options)
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        for word in words:
            self.assertIn(word, run.stderr)
        self.assertFalse((self.folder / "out/report.json").exists())

    def test_says_what_is_wrong_before_it_starts(self):
        self.assert_refused(["--seconds", "'0'"], "--seconds", "0")
        self.assert_refused(["--clients", "'many'"], "--clients", "many")
        self.assert_refused(["--clients", "needs a value"], "--clients")
        self.assert_refused(["--client"], "--client", "5")
        if subprocess.run(["bash", "-c", "ulimit -Hn"], capture_output=True, text=True,
                          check=True).stdout.strip() != "unlimited":
            self.assert_refused(["100000000 streams", "prlimit"], "--clients", "100000000")
        self.page.write_text("no markers\n", encoding="utf-8")
        self.assert_refused(["<!-- soak:begin -->", str(self.page)], "--write")
        self.assertEqual(self.page.read_text(encoding="utf-8"), "no markers\n")


class K6(unittest.TestCase):
    def test_script_is_javascript(self):
        node = shutil.which("node") or shutil.which("nodejs")
        self.assertIsNotNone(node, "node is not installed (Debian package nodejs)")
        with tempfile.TemporaryDirectory() as folder:
            # k6 takes modules by the name .js, Node.js by .mjs.
            module = pathlib.Path(folder) / "sluice-load.mjs"
            shutil.copy(ROOT / "resources/k6/sluice-load.js", module)
            good = subprocess.run([node, "--check", module], capture_output=True, text=True, check=False)
            self.assertEqual(good.returncode, 0, good.stderr)
            with module.open("a", encoding="utf-8") as file:
                file.write("export function (\n")
            bad = subprocess.run([node, "--check", module], capture_output=True, text=True, check=False)
            self.assertNotEqual(bad.returncode, 0)


if __name__ == "__main__":
    unittest.main()
