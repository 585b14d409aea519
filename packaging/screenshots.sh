#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Pictures of every page of the console, dark and light, in two sizes, from a live engine under load.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/screenshots.sh [--pages "NAME..."] [--themes "NAME..."] [--sizes "WxH..."] [--text-scale FACTOR] DIR

Writes DIR/PAGE-THEME-SIZE.png for every page, dark and light, at 1280x800 and 1920x1080, from one engine under load;
takes about two minutes and needs no display.
TEXT
}

pages="overview streams channels tuning capacity drain load doctor journal"
themes="dark light"
sizes="1280x800 1920x1080"
scale=1
folder=
while (($# > 0)); do
    case "$1" in
        --pages) pages="${2:?--pages needs a value}"; shift ;;
        --themes) themes="${2:?--themes needs a value}"; shift ;;
        --sizes) sizes="${2:?--sizes needs a value}"; shift ;;
        --text-scale) scale="${2:?--text-scale needs a value}"; shift ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; die "unknown option '$1'" ;;
        *) folder="$1" ;;
    esac
    shift
done
[[ -n $folder ]] || { usage >&2; die "name the folder for the pictures"; }
mkdir -p "$folder"

ensure_packages "to build Sluice" "${build_packages[@]}" "${console_packages[@]}"
build release sluiced sluicectl sluice

work="$(mktemp -d)"
engine=
load=
finish() {
    [[ -z $load ]] || kill "$load" 2>/dev/null || true
    if [[ -n $engine ]]; then
        kill "$engine" 2>/dev/null || true
        wait "$engine" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

bin=build/release/bin
"$bin/sluiced" --demo --listen 127.0.0.1:0 --admin 127.0.0.1:0 --set metrics.interval=500ms --set drain.grace=0 \
    --set log.end_rate=0 2>"$work/log" &
engine=$!
for _ in $(seq 100); do
    addresses="$(sed -n 's|.*streams on http://\([0-9.:]*\), admin on http://\([0-9.:]*\),.*|\1 \2|p' "$work/log" 2>/dev/null)"
    [[ -z $addresses ]] || break
    kill -0 "$engine" 2>/dev/null || die "the engine did not start: $(cat "$work/log")"
    sleep 0.1
done
read -r public admin <<<"$addresses"
[[ -n ${admin:-} ]] || die "the engine did not say where it listens: $(cat "$work/log")"
say "An engine under load: streams on $public, admin on $admin"

"$bin/sluicectl" load --url "http://$public/stream/ch%CH%" --publish-url "http://$public/publish/ch%CH%" \
    --clients 1200 --channels 12 --rate 20 --size 300 --duration 1h >"$work/load" 2>&1 &
load=$!
sleep 8
kill -0 "$load" 2>/dev/null || die "the load did not start: $(cat "$work/load")"
# Something for the journal and the marks on the charts.
"$bin/sluicectl" set --admin "http://$admin" pool.max_streams=2000 --why 'room for the launch' >/dev/null
sleep 8
"$bin/sluicectl" set --admin "http://$admin" timeouts.heartbeat=5s --why 'the proxy cuts at 10 s' >/dev/null
sleep 12

picture() {
    local page="$1" theme="$2" size="$3"
    local name="$folder/$page-$theme-$size.png"
    "$bin/sluice" --connect "http://$admin" --page "$page" --theme "$theme" --size "$size" --text-scale "$scale" \
        --screenshot "$name" --after 4 2>"$work/$page-$theme-$size" ||
        die "no picture of $page: $(cat "$work/$page-$theme-$size")"
    # A window that complains has something to hide.
    grep -E '\.qml:[0-9]+' "$work/$page-$theme-$size" >&2 || true
}

running=0
for size in $sizes; do
    for theme in $themes; do
        for page in $pages; do
            picture "$page" "$theme" "$size" &
            running=$((running + 1))
            if ((running % 3 == 0)); then wait -n; fi
        done
    done
done
for job in $(jobs -p); do
    [[ $job == "$engine" || $job == "$load" ]] || wait "$job"
done
say "$(find "$folder" -name '*.png' -newer "$work/log" | wc -l) pictures in $folder"
