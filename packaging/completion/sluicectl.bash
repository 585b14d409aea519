# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Completion for sluicectl and sluiced in bash. It knows nothing itself: sluicectl says what may come next, and for
# sluiced its own --help and --print-config do, so that it fits whatever version is installed.

# The words of the line up to the cursor, apart by spaces only: bash itself would split at '=' and ':' too.
_sluice_words() {
    local line="${COMP_LINE:0:COMP_POINT}"
    read -ra _sluice_words <<<"$line"
    [[ "$line" != *[[:space:]] ]] || _sluice_words+=("")
}

# Fills COMPREPLY from the candidates on standard input, and gives bash only what stands behind the last '=' or ':',
# because that is all it replaces. A candidate that ends with '=' wants a value, not a space.
_sluice_reply() {
    local word="${_sluice_words[-1]}" candidate prefix
    prefix="${word%"${word##*[=:]}"}"
    COMPREPLY=()
    while IFS= read -r candidate; do
        if [[ "$candidate" == ":file" ]]; then
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
            compopt -o filenames 2>/dev/null
            continue
        fi
        [[ "$candidate" != *= ]] || compopt -o nospace 2>/dev/null
        COMPREPLY+=("${candidate#"$prefix"}")
    done
}

_sluicectl() {
    local -a _sluice_words
    _sluice_words
    _sluice_reply < <("$1" __complete "${_sluice_words[@]:1}" 2>/dev/null)
}

# Every setting as key=, from the commented file that sluiced prints.
_sluiced_settings() {
    "$1" --print-config 2>/dev/null |
        sed -nE -e 's/^\[(.*)\]$/[\1]/p' -e 's/^#([a-z_]+) = .*/\1/p' |
        awk '/^\[/ { group = substr($0, 2, length($0) - 2); next } { print group "." $0 "=" }'
}

_sluiced() {
    local -a _sluice_words
    local word previous
    _sluice_words
    word="${_sluice_words[-1]}"
    previous="${_sluice_words[-2]:-}"
    case "$previous" in
        --config) _sluice_reply <<<":file" ;;
        --set) _sluice_reply < <(_sluiced_settings "$1" | grep -F -- "$word" | grep "^${word//./\\.}") ;;
        --listen | --admin) COMPREPLY=() ;;
        *)
            _sluice_reply < <("$1" --help 2>/dev/null | sed -nE 's/^ +(--[a-z-]+).*/\1/p' |
                grep -e "^$word")
            ;;
    esac
}

complete -F _sluicectl sluicectl
complete -F _sluiced sluiced
