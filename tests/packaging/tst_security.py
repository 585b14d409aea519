#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/security.md says who can do what: each sentence names tests, and each of them is there and is run by ctest.

Usage: tst_security.py PAGE BUILD [unittest's options]
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

PAGE = pathlib.Path()
BUILD = pathlib.Path()

SENTENCE = re.compile(r"^- (?:Can|Cannot)\b")
TEST = re.compile(r"`(tst_\w+)(?:::(\w+))?`")


def claims(text):
    """[(sentence, [(test, function or '')])] of the page's lists."""
    return [(TEST.sub("", line).strip("- ").strip(), TEST.findall(line)) for line in text.splitlines() if line.startswith("- ")]


def registered():
    """The command of each test that ctest runs."""
    shown = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, check=True, capture_output=True, text=True)
    tests = json.loads(shown.stdout)["tests"]
    disabled = lambda test: any(p["name"] == "DISABLED" and p["value"] for p in test.get("properties", []))
    return {test["name"]: test["command"] for test in tests if test.get("command") and not disabled(test)}


def functions(command):
    """The test functions of a Qt Test program."""
    listed = subprocess.run([command[0], "-functions"], capture_output=True, text=True, timeout=60, check=False)
    return set(re.findall(r"^(\w+)\(\)$", listed.stdout + listed.stderr, re.MULTILINE))


class Security(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.claims = claims(PAGE.read_text(encoding="utf-8"))

    def test_each_sentence_says_can_or_cannot_and_names_a_test(self):
        self.assertGreater(len(self.claims), 30)
        for sentence, tests in self.claims:
            with self.subTest(sentence):
                self.assertRegex("- " + sentence, SENTENCE)
                self.assertTrue(tests, "no test")

    def test_each_test_is_there_and_run(self):
        commands = registered()
        named = {}
        for _, tests in self.claims:
            for test, function in tests:
                named.setdefault(test, set()).add(function)
        for test, wanted in sorted(named.items()):
            with self.subTest(test):
                self.assertIn(test, commands, "ctest runs no such test")
                missing = wanted - {""} - functions(commands[test])
                self.assertFalse(missing, f"{test} has no such function")

    def test_what_is_not_there_is_found(self):
        self.assertEqual(claims("- Cannot fly. `tst_sky::limit`\n- Can walk.\ntext `tst_x`"),
                         [("Cannot fly.", [("tst_sky", "limit")]), ("Can walk.", [])])
        known = next(name for name in registered() if name == "tst_access")
        self.assertNotIn("noSuchFunction", functions(registered()[known]))
        self.assertIn("hosts", functions(registered()[known]))


if __name__ == "__main__":
    PAGE, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
