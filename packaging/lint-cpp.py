#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy and clazy over the files named on standard input, two at a time.

Most of the work is not our code but Qt's and the library's headers, which every check visits again for every file. So
files are looked at in groups: one generated source includes them all, and clazy, a plugin of clang, rides in
clang-tidy. Files whose helpers have the same names go to different groups, and what does not compile in its group
leaves it. What is found names the file and the line as ever. Up to four files are not grouped: only then a file that
forgets an include, which another file of its group has, does not compile.

The analyzer gives up on a function after 75000 states instead of 225000. That is a third of its time, and the blocks
of code that it reaches are the same; it tries fewer combinations of what was decided on the way there. --thorough has
neither groups nor that limit.

A file that was clean is not looked at again until it, a header of ours that it includes, the checks or the tools change:
the results are kept in ~/.cache/sluice-lint by content, file by file, so a fresh clone profits too.
"""

import argparse
import concurrent.futures
import functools
import glob
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.M)
FINDING = re.compile(r"(?P<file>/[^:\n]+):\d+:\d+: (?:warning|error): ")
CLAZY_CHECKS = "level0,level1"
# The analyzer takes a file that is included for the source it is, not for a header, only if the name of the one that
# includes it has this word (AnalysisManager::isInCodeFile).
UNIT = "UnifiedSource.cpp"
LINES_PER_GROUP = 2500
ANALYZER_STATES = 75000

# A fault for each way in which a file can be looked at, found before anything else is: a tool that has gone blind after
# an upgrade must not call all of it clean.
PROBES = {
    "Probe.h": """struct QString { QString(); QString(const QString &); ~QString(); };
struct Strings { const QString *begin() const; const QString *end() const; };
inline int *zero() { return 0; }
inline void each(const Strings &strings) { for (QString s : strings) static_cast<void>(&s); }
""",
    "Probe.cpp": """#include "Probe.h"
int *none() { return 0; }
int dereferenced(bool yes) { int *p = nullptr; if (yes) p = new int(1); return *p; }
int freed() { int *p = new int(1); delete p; return *p; }
void all(const Strings &strings) { for (QString s : strings) static_cast<void>(&s); }
""",
}
TIDY_PROBES = ["Probe.h:3:.*modernize-use-nullptr", "Probe.cpp:2:.*modernize-use-nullptr",
               "Probe.cpp:3:.*clang-analyzer-core.NullDereference", "Probe.cpp:4:.*clang-analyzer-cplusplus.NewDelete"]
CLAZY_PROBES = ["Probe.h:4:.*-Wclazy-range-loop-reference", "Probe.cpp:5:.*-Wclazy-range-loop-reference"]


def first_installed(*names):
    for name in names:
        try:
            return name, subprocess.run([name, "--version"], capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
    sys.exit(f"lint-cpp: none of {', '.join(names)} is installed")


class Linters:
    """clang-tidy and clazy, both over one source at a time."""

    def __init__(self, scratch, thorough):
        self.tidy, tidy_version = first_installed("clang-tidy-14", "clang-tidy")
        self.clazy, clazy_version = first_installed("clazy-standalone")
        self.versions = tidy_version + clazy_version
        self.scratch = scratch
        self.thorough = thorough
        self.plugin = next(iter(glob.glob("/usr/lib/*/ClazyPlugin.so") + glob.glob("/usr/lib/ClazyPlugin.so")), None)

    def prove(self):
        """Finds the probes, and whether clazy can ride in clang-tidy, which takes both of one LLVM."""
        folder = self.scratch / "core"  # a name that the header filters let pass
        folder.mkdir()
        for name, text in PROBES.items():
            (folder / name).write_text(text)
        files = [folder / "Probe.cpp"]
        arguments = ["c++", "-std=c++20", "-DQT_CORE_LIB", "-c"]
        for plugin in dict.fromkeys((self.plugin, None)):
            self.plugin = plugin
            for grouped in (True, False):
                said = self.run(files, arguments, ROOT, grouped)
                missed = [probe for probe in TIDY_PROBES + CLAZY_PROBES if not re.search(probe, said)]
                if missed:
                    break
            if not missed:
                return
        sys.exit(f"lint-cpp: the tools no longer find {', '.join(missed)}; they say:\n{said}")

    def run(self, files, arguments, directory, grouped):
        """What both say about the files; nothing when they are clean."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as name:
            folder = pathlib.Path(name)
            source = files[0]
            if grouped:
                source = folder / UNIT
                source.write_text("".join(f'#include "{file}" // NOLINT\n' for file in files))
            (folder / "compile_commands.json").write_text(json.dumps(
                [{"directory": str(directory), "file": str(source), "arguments": [*arguments, str(source)]}]))
            # The compiler's own warnings are the build's business.
            tidy = [self.tidy, "--quiet", "-p", folder, f"--config-file={ROOT}/.clang-tidy",
                    "--extra-arg=-Wno-everything"]
            if not self.thorough:
                tidy += [f"--extra-arg={word}" for word in
                         ("-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={ANALYZER_STATES}")]
            ours = f"^({ROOT}|{self.scratch})/(core|app|ui)/.*"
            commands = [tidy]
            if self.plugin:
                # clang-tidy drops a "-Xclang -add-plugin -Xclang name" that it recognizes, hence the word in between;
                # and what clazy says counts for it as a warning of the compiler.
                tidy += [f"--load={self.plugin}", "--checks=clang-diagnostic-warning"]
                for words in (["-add-plugin", "clazy"], ["-plugin-arg-clazy", CLAZY_CHECKS],
                              ["-plugin-arg-clazy", "only-qt"]):
                    between = f"--extra-arg={words[0]}", "--extra-arg=-Wno-everything", "--extra-arg=-Xclang"
                    tidy += ["--extra-arg=-Xclang", *between, f"--extra-arg={words[1]}"]
            else:
                commands.append([self.clazy, "-p", folder, f"--checks={CLAZY_CHECKS}", "--only-qt",
                                 f"--header-filter={ours}", "--extra-arg=-Wno-everything", "--extra-arg=-Wno-error"])
            said = ""
            for command in commands:
                result = subprocess.run([str(word) for word in [*command, source]], capture_output=True, text=True,
                                        cwd=ROOT, env={**os.environ, "CLAZY_HEADER_FILTER": ours})
                out = result.stdout + result.stderr
                if result.returncode != 0 or FINDING.search(out):
                    said += out
                if "clang-diagnostic-error" in said:
                    break  # clazy would say it all again
            return said


def findings(said):
    """What the tools said as (files that it is about, text), a finding each."""
    result = []
    for line in said.splitlines():
        found = FINDING.match(line)
        if found:
            result.append((found["file"], [line]))
        elif not re.match(r"\d+ warnings?( and \d+ errors?)? (generated|treated)|Suppressed|Use -header|Error while proc|$",
                          line):
            if not result:
                result.append(("", []))
            result[-1][1].append(line)
    # clang-tidy gives clazy's findings the name of some check of its own.
    return [(file, re.sub(r"(\[-Wclazy-[\w-]+\]) \[.*\]$", r"\1", "\n".join(lines), flags=re.M))
            for file, lines in result]


def included(path, folders, seen):
    """The file and all of our own headers below it."""
    if path in seen:
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        for folder in [path.parent, *folders]:
            candidate = (folder / name.decode()).resolve()
            if candidate.is_file():
                included(candidate, folders, seen)
                break
    return seen


@functools.cache
def names_at_margin(path):
    """Names of our namespaces that a source or header declares: whatever stands at the margin."""
    names = set()
    for line in path.read_text().splitlines():
        line = line.removeprefix("[[nodiscard]] ")
        if not re.match(r"[A-Za-z_]", line) or re.match(r"(namespace|using namespace|return|public|private)\b", line):
            continue
        found = (re.match(r"(?:class|struct|union|enum(?: class)?) (\w+)", line)
                 or re.match(r"[^({=;]*?(?<![:\w])(\w+)\s*[({=;\[]", line))
        if found:
            names.add(found[1])
    return names


class Source:
    def __init__(self, path, command):
        self.path = path
        self.lines = path.read_bytes().count(b"\n")
        self.directory = command["directory"]
        words = command.get("arguments") or shlex.split(command["command"])
        self.arguments, skip = [], False
        for word in words:
            # Folders of generated headers differ from target to target; until something is built there are none.
            if skip or word == command["file"] or (word.startswith("-I") and not os.path.isdir(word[2:])):
                skip = False
            elif word == "-o":
                skip = True
            else:
                self.arguments.append(word)
        folders = [pathlib.Path(word[2:]) for word in self.arguments if word.startswith(f"-I{ROOT}/")]
        self.parts = included(path, folders, set())
        self.known = frozenset().union(*(names_at_margin(part) for part in self.parts if part != path))
        self.helpers = names_at_margin(path) - self.known

    def bears(self, other):
        """Whether no helper of one means something else to the other."""
        return not (self.helpers & other.helpers or self.helpers & other.known or self.known & other.helpers)


def grouped(sources, jobs):
    """The sources in groups of the same flags that bear each other, largest first."""
    limit = min(LINES_PER_GROUP, sum(source.lines for source in sources) * 1.2 / jobs)
    groups = []
    for source in sorted(sources, key=lambda source: (source.arguments, source.path)):
        for group in reversed(groups):
            if (group[0].arguments == source.arguments and sum(other.lines for other in group) + source.lines <= limit
                    and all(source.bears(other) for other in group)):
                group.append(source)
                break
        else:
            groups.append([source])
    return sorted(groups, key=lambda group: -sum(source.lines for source in group))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", required=True, help="build directory with a compile_commands.json")
    options.add_argument("--thorough", action="store_true",
                         help="each file by itself, and the analyzer without a limit of ours; several times as long")
    options.add_argument("--jobs", type=int, default=os.cpu_count(), help="at once; as many as there are cores")
    chosen = options.parse_args()
    build = (ROOT / chosen.build).resolve()

    files = [(ROOT / line.strip()).resolve() for line in sys.stdin if line.strip()]
    commands = {entry["file"]: entry for entry in json.loads((build / "compile_commands.json").read_text())}
    unbuilt = [path for path in files if str(path) not in commands]
    for path in unbuilt:
        print(f"    {path.relative_to(ROOT)}: not part of the build", file=sys.stderr)
    sources = [Source(path, commands[str(path)]) for path in files if path not in unbuilt]

    with tempfile.TemporaryDirectory(dir=build, prefix="lint-") as scratch:
        sys.exit(1 if look_at(sources, Linters(pathlib.Path(scratch), chosen.thorough), chosen) or unbuilt else 0)


def look_at(sources, linters, chosen):
    """True when something was found."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "sluice-lint"
    cache.mkdir(parents=True, exist_ok=True)
    common = hashlib.sha256()
    for part in (linters.versions, (ROOT / ".clang-tidy").read_bytes(), pathlib.Path(__file__).read_bytes()):
        common.update(part)
    common.update(str(chosen.thorough).encode())
    for source in sources:
        key = common.copy()
        key.update("\0".join(source.arguments).replace(f"{ROOT}/", "").encode())
        for part in sorted(source.parts):
            key.update(str(part.relative_to(ROOT)).encode() + b"\0" + part.read_bytes())
        source.stamp = cache / key.hexdigest()

    todo = [source for source in sources if not source.stamp.exists()]
    if not todo:
        return False
    linters.prove()
    alone = chosen.thorough or len(todo) <= 4
    groups = [[source] for source in todo] if alone else grouped(todo, chosen.jobs)

    lock = threading.Lock()
    told = set()
    done = 0

    def tell(group, found):
        """Says what was found, and remembers the sources that it does not touch."""
        nonlocal done
        about = {file for file, _ in found}
        with lock:
            done += len(group)
            first = group[0].path.relative_to(ROOT)
            name = first if len(group) == 1 else f"{first} and {len(group) - 1} more"
            print(f"    [{done}/{len(todo)}] {name}: {'findings' if found else 'clean'}", file=sys.stderr)
            for _, text in found:
                if text not in told:
                    told.add(text)
                    print(text.replace(f"{ROOT}/", ""), file=sys.stderr)
        for source in group:
            if not about or ("" not in about and not about & {str(part) for part in source.parts}):
                source.stamp.touch()

    def look(group):
        found = findings(linters.run([source.path for source in group], group[0].arguments, group[0].directory,
                                     grouped=len(group) > 1))
        # A tool that fell over, or a finding that belongs to none of the sources: which of them it is, one by one.
        strange = any(not any(file in map(str, source.parts) for source in group) for file, _ in found)
        broken = {file for file, text in found if "clang-diagnostic-error" in text}
        if len(group) == 1 or not (strange or broken):
            return tell(group, found)
        apart = [source for source in group if str(source.path) in broken]
        if not apart or len(apart) == len(group):
            apart = group[:len(group) // 2]
        with lock:
            for source in apart:
                print(f"    {source.path.relative_to(ROOT)}: does not compile with its group, so without it",
                      file=sys.stderr)
        look(apart)
        look([source for source in group if source not in apart])

    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        for _ in pool.map(look, groups):
            pass
    return bool(told)


if __name__ == "__main__":
    main()
