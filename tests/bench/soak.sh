#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The proof run: 10,000 streams for five minutes on a release engine, published to, 1 % of the clients leaving
# every second and coming back by Last-Event-ID. The verdict is sluicectl load's own: 0 % drops, nothing lost or
# delivered twice, p99 below 100 ms, stable memory. See docs/proof.md.

source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/lib.sh"

usage() {
    cat <<'TEXT'
Usage: tests/bench/soak.sh [--seconds N] [--clients N] [--rate R] [--churn SHARE] [--out DIR]
                           [--no-build] [--programs DIR] [--write] [--page FILE]

  --seconds N    how long to publish (default 300)
  --clients N    streams (default 10000)
  --rate R       events of 100 bytes per second, to all of them (default 5)
  --churn SHARE  of the clients, leaving every second to come back (default 1%)
  --out DIR      where report.json, report.html, timeline.csv and proof.md go (default build/soak)
  --no-build     take the programs as they are
  --programs DIR where sluiced and sluicectl are (default build/release/bin); no build
  --write        put the result between the soak markers of the page
  --page FILE    that page (default docs/proof.md)

Exits with 0 when the verdict is passed, 6 when a threshold was missed.
TEXT
}

seconds=300
clients=10000
rate=5
churn=1%
out=build/soak
build=yes
programs=build/release/bin
write=no
page=docs/proof.md
while (($# > 0)); do
    case "$1" in
        --seconds | --clients | --rate | --churn | --out | --programs | --page)
            (($# > 1)) || die "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            [[ $1 != --programs ]] || build=no
            shift
            ;;
        --write) write=yes ;;
        --no-build) build=no ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            die "unknown option '$1'"
            ;;
    esac
    shift
done
[[ $seconds =~ ^[1-9][0-9]*$ ]] || die "--seconds is '$seconds', but must be a whole number from 1"
[[ $clients =~ ^[1-9][0-9]*$ ]] || die "--clients is '$clients', but must be a whole number from 1"
verdict_options=()
if [[ $write == yes ]]; then
    # Said now, and not after five minutes.
    for marker in '<!-- soak:begin -->' '<!-- soak:end -->'; do
        grep -qxF -e "$marker" -- "$page" || die "--write needs the line '$marker' in $page"
    done
    verdict_options=(--write "$page")
fi

if [[ $build == yes ]]; then
    ensure_packages "to build Sluice" "${build_packages[@]}"
    build release sluiced sluicectl
fi
ensure_packages "to read the result" curl python3
sluiced="$programs/sluiced"
sluicectl="$programs/sluicectl"
for program in "$sluiced" "$sluicectl"; do [[ -x $program ]] || die "there is no $program; leave out --no-build and --programs"; done

# The engine needs a descriptor for each stream, some for itself, and one for a client that is just coming back.
needed=$((clients + clients / 50 + 512))
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
limit="$(ulimit -n)"
if [[ $limit != unlimited ]] && ((limit < needed)); then
    die "$clients streams need $needed descriptors for the engine, but it may have $limit (ulimit -Hn);" \
        "mend it with: sudo prlimit --pid \$\$ --nofile=$needed:$needed"
fi

mkdir -p "$out"
log="$out/sluiced.log"
"$sluiced" --listen 127.0.0.1:0 --admin 127.0.0.1:0 >"$log" 2>&1 &
engine=$!
# shellcheck disable=SC2317  # called by the trap
stop_engine() {
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
}
trap stop_engine EXIT

# It says its addresses in its first lines.
for ((tries = 0; tries < 150; tries++)); do
    kill -0 "$engine" 2>/dev/null || die "sluiced did not start; see $log"
    mapfile -t ports < <(grep -o '127\.0\.0\.1:[1-9][0-9]*' "$log" | sort -u -t: -k2 | cut -d: -f2)
    ((${#ports[@]} >= 2)) && break
    sleep 0.1
done
port=""
for candidate in "${ports[@]}"; do
    # Only the admin listener has /metrics.
    if [[ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$candidate/metrics")" != 200 ]]; then
        port="$candidate"
    fi
done
[[ -n $port ]] || die "sluiced says no address; see $log"
base="http://127.0.0.1:$port"

read -r load_before _ </proc/loadavg
say "Soak: $clients streams for $seconds s, $rate events/s, $churn churn a second (load before: $load_before)"
began="$(date -u '+%Y-%m-%d %H:%M UTC')"
status=0
"$sluicectl" load --url "$base/stream/soak" --publish-url "$base/publish/soak" --clients "$clients" \
    --rate "$rate" --size 100 --duration "${seconds}s" --churn "$churn" --reconnect --pid "$engine" \
    --max-drop-rate 0 --max-loss 0 --max-connect-failures 0 --p99 100ms --max-rss-growth 5% \
    --csv "$out/timeline.csv" --html "$out/report.html" --json >"$out/report.json" || status=$?
[[ -s $out/report.json ]] || die "sluicectl load exited with $status and reported nothing"

python3 tests/bench/soak_verdict.py "$out/report.json" --date "$began" --load "$load_before" \
    --commit "$(git describe --always --dirty --abbrev=10 2>/dev/null || echo unknown)" \
    "${verdict_options[@]}" | tee "$out/proof.md"
note "details: $out/report.html, $out/timeline.csv, $out/report.json"
exit "$status"
