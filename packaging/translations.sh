#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings the translation catalogues up to date with the words in ui/; what is new in them has to be translated then,
# with linguist or any editor.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/translations.sh [--check]

Runs lupdate over ui/ into resources/translations/*.ts and says how many words are still to be translated.

  --check  change nothing; fail when a word in ui/ is not in a catalogue, or not translated
TEXT
}

check=no
while (($# > 0)); do
    case "$1" in
        --check) check=yes ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "unknown option '$1'" ;;
    esac
    shift
done

ensure_packages "to translate the console" "${console_packages[@]}"
lupdate=/usr/lib/qt6/bin/lupdate
[[ -x $lupdate ]] || lupdate=lupdate

bad=0
for catalogue in resources/translations/*.ts; do
    target="$catalogue"
    if [[ $check == yes ]]; then
        target="$(mktemp --suffix=".${catalogue##*/}")"
        cp "$catalogue" "$target"
    fi
    plurals=()
    # Our words are English already; only "%n thing(s)" needs a form for one and a form for many.
    [[ $catalogue != *_en.ts ]] || plurals=(-pluralonly)
    "$lupdate" "${plurals[@]}" -silent -no-obsolete -locations none ui -ts "$target" >&2
    open="$(grep -c 'type="unfinished"' "$target" || true)"
    note "$catalogue: $open to be translated"
    if [[ $check == yes ]]; then
        ((open == 0)) || bad=1
        rm -f "$target"
    fi
done
((bad == 0)) || die "run packaging/translations.sh and translate what is new"
