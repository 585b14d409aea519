#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh FILE: runs one of the tests beside it. A part that lacks is a failure that names it, never a test less.

set -euo pipefail
cd "${BASH_SOURCE[0]%/*}"

lacks() {
    echo "$1 lacks: $2; packaging/test.sh installs all that the tests need" >&2
    exit 1
}

node="$(command -v node || command -v nodejs)" || lacks node "Debian package nodejs"
# Each that package.json names: an older npm ci leaves out what was added since.
for package in $("$node" -p 'Object.keys(require("./package.json").devDependencies).join(" ")'); do
    [[ -d node_modules/$package ]] || lacks "npm's $package" "npm ci --prefix $PWD"
done
[[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || lacks "${CHROMIUM:-/usr/bin/chromium}" "Debian package chromium"
command -v curl >/dev/null || lacks curl "Debian package curl"
exec "$node" --test "$1"
