#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What nobody should have to say in a review: SPDX headers, formatting, clang-tidy, clazy, shellcheck, qmllint, targets read twice, words without a translation.
# Every check runs, then the script fails if one of them did.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: packaging/lint.sh [--fix] [--no-tidy | --only-tidy] [--thorough]

  --fix        let clang-format rewrite the files instead of complaining
  --no-tidy    leave out clang-tidy and clazy, the slow ones
  --only-tidy  only those
  --thorough   clang-tidy and clazy look at each file by itself, and the analyzer searches three times as deep
TEXT
}

fix=no
tidy=yes
others=yes
thorough=()
while (($# > 0)); do
    case "$1" in
        --fix) fix=yes ;;
        --no-tidy) tidy=no ;;
        --only-tidy) others=no ;;
        --thorough) thorough=(--thorough) ;;
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

install_what_lacks() {
    ensure_packages "to build Sluice" "${build_packages[@]}" "${console_packages[@]}"
    ensure_packages "to check the sources" "${lint_packages[@]}"
    # Before build/release is configured for qmllint, or the tests would be built there without them.
    ensure_packages "to build what qmllint reads" ccache mold
    ensure_packages "to check the QML files" qt6-declarative-dev-tools qml6-module-qtqml qml6-module-qtqml-models
}
step "packages" install_what_lacks

# What git knows, or would know at the next commit; ours only.
sources() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do
    if [[ -f $f ]]; then echo "$f"; fi
done; }

failed=()
check() {
    local name="$1"
    shift
    say "$name"
    if ! step "lint: $name" "$@"; then failed+=("$name"); fi
}

spdx_headers() {
    sources '*.cpp' '*.h' '*.def' '*.cmake' '*CMakeLists.txt' '*.sh' '*.py' '*.mjs' '*.js' '*.qml' \
        '*.html' '*.css' '*.svg' '*.md' '*.in' '*.toml' '*.yml' '*.supp' .ci/run .clang-format .clang-tidy |
        xargs -r head -v -n 5 | awk '
            function judge() {
                if (file == "") return
                if (!copyright) { print "    " file ": no SPDX-FileCopyrightText in its first five lines"; bad = 1 }
                if (!license) { print "    " file ": no SPDX-License-Identifier in its first five lines"; bad = 1 }
            }
            /^==> .* <==$/ { judge(); file = substr($0, 5, length($0) - 8); copyright = license = 0 }
            /SPDX-FileCopyrightText: / { copyright = 1 }
            /SPDX-License-Identifier: / { license = 1 }
            END { judge(); exit bad }' >&2
}

formatting() {
    local tool=clang-format-14
    # Another version formats differently; only the one of Debian 12 decides.
    if ! command -v "$tool" >/dev/null; then
        if [[ "$(clang-format --version)" != *'version 14.'* ]]; then
            note "left out: $(clang-format --version) is not version 14, which formats these sources"
            return
        fi
        tool=clang-format
    fi
    if [[ $fix == yes ]]; then
        sources '*.cpp' '*.h' | xargs -r "$tool" -i
        return
    fi
    local said
    # shellcheck disable=SC2016 # for the shell that xargs runs
    said="$(sources '*.cpp' '*.h' | xargs -r -P "$(nproc)" -n 50 \
        sh -c 'said="$("$0" --dry-run --Werror "$@" 2>&1)" || echo "$said" | grep "^[^ ].*: error:" || echo "$said"' "$tool" |
        sed -E 's/:[0-9]+:[0-9]+: error: code should be clang-formatted.*/: not formatted; packaging\/lint.sh --fix formats it/' |
        sort -u)"
    [[ -z $said ]] || {
        note "${said//$'\n'/$'\n'    }"
        return 1
    }
}

shell_scripts() { sources '*.sh' .ci/run | xargs -r shellcheck -x -P SCRIPTDIR; }

arrows() {
    configure lint
    python3 packaging/lint-arrows.py --build build/lint
}

# A request's target is taken apart once, by core/http/Target for the RequestGuard: whoever reads the same bytes a second time
# may read them differently, and lets through what was judged as something else.
request_targets() {
    local found
    found="$(
        sources 'core/http/*' 'core/engine/*' 'core/server/*' | grep -E '[.](cpp|h)$' | grep -vE '^core/http/Target[.]' |
            xargs -r grep -nE "[hH]ead(\\(\\))?[.]target\\b|Target::parse\\(|fromPercentEncoding|[pP]ercentDecod|QUrlQuery|\\brequest[.](url|query)\\(|'[%?]'" |
            grep -vE "^core/http/RequestGuard[.]cpp:|^core/http/(HttpClient|HttpRequest)[.]cpp:|^core/server/admin/AdminRouter[.]cpp:[0-9]+:.*Target::parse\\(pattern\\)"
    )" || true
    [[ -z $found ]] || {
        note "takes a request's target apart beside core/http/Target:"
        echo "$found" >&2
        return 1
    }
}

cpp_analysis() {
    configure lint
    sources 'core/*.cpp' 'app/*.cpp' 'ui/*.cpp' | python3 packaging/lint-cpp.py --build build/lint "${thorough[@]}"
}

qml() {
    local tool found
    found="$(sources 'ui/*.qml' | xargs -r grep -nE '^[[:space:]]*Shape \{')" || true
    [[ -z $found ]] || {
        note "a Shape outside ui/controls/DrawnAnew, which says why not:"
        echo "$found" >&2
        return 1
    }
    for tool in /usr/lib/qt6/bin/qmllint qmllint6 qmllint; do
        if command -v "$tool" >/dev/null; then break; fi
    done
    # Judged where the build has put them: only there the modules, their singletons and their C++ types are known.
    # It exits with 0 after warnings, so what it says decides. Left out is what qmllint 6.4 cannot know: the ids around
    # a delegate (needs ComponentBehavior, Qt 6.5), deferred contentItems, and properties behind "var" and "url".
    use_ccache
    build release sluice
    local said
    said="$(sources 'ui/*.qml' | sed -E 's|^ui/([a-z])|build/release/qml/Sluice/\U\1|' |
        xargs -r "$tool" -I build/release/qml --unqualified disable --deferred-property-id disable \
            --property disable --type disable 2>&1)" || true
    [[ -z $said ]] || {
        echo "$said" >&2
        return 1
    }
}

translations() { packaging/translations.sh --check; }

if [[ $others == yes ]]; then
    check "SPDX headers" spdx_headers
    check "clang-format" formatting
    check "shellcheck" shell_scripts
    check "arrows between libraries" arrows
    check "request targets" request_targets
    check "qmllint" qml
    check "translations" translations
fi
if [[ $tidy == yes ]]; then
    check "clang-tidy and clazy" cpp_analysis
fi

[[ ${#failed[@]} == 0 ]] || die "lint failed: $(IFS=,; echo "${failed[*]}")"
say "Lint is clean"
