#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy and clazy over the files named on standard input, two at a time.

A file that was clean is not looked at again until it, a header of ours that it includes, the checks or the
tools change: the results are kept in ~/.cache/sluice-lint by content, so a fresh clone profits too.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.M)
SEARCH = [ROOT / "core", ROOT / "ui", ROOT / "tests"]
CLAZY_CHECKS = "level0,level1"


def included(path, seen):
    """The file and all of our own headers below it."""
    if path in seen:
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        for folder in [path.parent, *SEARCH]:
            candidate = (folder / name.decode()).resolve()
            if candidate.is_file():
                included(candidate, seen)
                break
    return seen


def first_installed(*names):
    for name in names:
        try:
            return name, subprocess.run([name, "--version"], capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
    sys.exit(f"lint-cpp: none of {', '.join(names)} is installed")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", required=True, help="build directory with a compile_commands.json")
    build = (ROOT / options.parse_args().build).resolve()

    tidy, tidy_version = first_installed("clang-tidy-14", "clang-tidy")
    clazy, clazy_version = first_installed("clazy-standalone")
    database = (build / "compile_commands.json").read_text()
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "sluice-lint"
    cache.mkdir(parents=True, exist_ok=True)
    common = hashlib.sha256()
    for part in (tidy_version, clazy_version, CLAZY_CHECKS.encode(), (ROOT / ".clang-tidy").read_bytes(),
                 pathlib.Path(__file__).read_bytes(), (ROOT / "CMakeLists.txt").read_bytes()):
        common.update(part)

    def look_at(path):
        key = common.copy()
        for part in sorted(included(path, set())):
            key.update(str(part.relative_to(ROOT)).encode() + b"\0" + part.read_bytes())
        stamp = cache / key.hexdigest()
        if stamp.exists():
            return path, "cached", ""
        report = ""
        # The compiler's own warnings are the build's business.
        for command in ([tidy, "--quiet", "-p", build, "--extra-arg=-w", path],
                        [clazy, "-p", build, f"--checks={CLAZY_CHECKS}", "--only-qt",
                         f"--header-filter=^{ROOT}/(core|app|ui)/.*", "--extra-arg=-Wno-everything",
                         "--extra-arg=-Wno-error", path]):
            result = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT)
            findings = [line for line in (result.stdout + result.stderr).splitlines()
                        if not re.match(r"\d+ warnings? (generated|and)|Suppressed|Use -header|$", line)]
            if result.returncode != 0 or any("warning:" in line or "error:" in line for line in findings):
                report += "\n".join(findings) + "\n"
                if "clang-diagnostic-error" in report:
                    break  # clazy would say it all again
        if not report:
            stamp.touch()
        return path, "findings" if report else "clean", report

    files = [(ROOT / line.strip()).resolve() for line in sys.stdin if line.strip()]
    unbuilt = [path for path in files if str(path) not in database]
    for path in unbuilt:
        print(f"    {path.relative_to(ROOT)}: not part of the build", file=sys.stderr)
    bad = len(unbuilt)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        todo = [path for path in files if path not in unbuilt]
        for done, (path, verdict, report) in enumerate(pool.map(look_at, todo), 1):
            if verdict != "cached":
                print(f"    [{done}/{len(todo)}] {path.relative_to(ROOT)}: {verdict}", file=sys.stderr)
            if report:
                print(report.replace(f"{ROOT}/", ""), file=sys.stderr)
                bad += 1
    sys.exit(1 if bad else 0)


main()
