#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a source includes a header of a library that its own does not link, directly or through others.

The arrows are what CMake was told by target_link_libraries: it writes them to arrows.txt in the build directory when it
configures, a line a library: its folder, its name, and the targets that it links. A file belongs to the library of
the nearest folder above it; the mains in app/ belong to none.
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def arrows(build):
    """Targets by folder, and what each links."""
    folders, links = {}, {}
    for line in (build / "arrows.txt").read_text().splitlines():
        folder, name, *linked = line.split()
        links[name] = linked
        folders.setdefault(folder, name)
    return folders, links


def reachable(name, links, seen):
    if name not in seen:
        seen.add(name)
        for linked in links.get(name, []):
            reachable(linked, links, seen)
    return seen


def target_of(path, folders):
    for folder in path.relative_to(ROOT).parents:
        if str(folder) in folders:
            return folders[str(folder)]
    return None


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", required=True, help="build directory with an arrows.txt")
    folders, links = arrows((ROOT / options.parse_args().build).resolve())
    reach = {name: reachable(name, links, set()) for name in links}
    # Where a module of the console includes by bare names, which CMake's generated sources need too.
    bare = [ROOT / folder for folder in folders if folder.startswith("ui/")]
    bad = files = 0
    for top in ("core", "ui"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            files += 1
            own = target_of(path, folders)
            for name in INCLUDE.findall(path.read_text()):
                found = [base / name for base in (path.parent, ROOT / "core", *bare) if (base / name).is_file()]
                other = target_of(found[0].resolve(), folders) if found else None
                if other is not None and other != own and other not in reach.get(own, set()):
                    print(f"{path.relative_to(ROOT)}: includes {name} of {other}, which {own} does not link",
                          file=sys.stderr)
                    bad += 1
    print(f"    {files} files of {len(folders)} libraries, {bad} includes against the arrows", file=sys.stderr)
    sys.exit(1 if bad or files == 0 else 0)


main()
