// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TomlShape.h"

#include <algorithm>

namespace sluice {

namespace {

/** Behind the string that begins at @p at, which may be of one line or of many (TOML 1.0, String). */
std::size_t behindString(std::string_view toml, std::size_t at)
{
    const char quote = toml[at];
    const std::string three(3, quote);
    const bool hasEscapes = quote == '"';
    const bool isLong = toml.substr(at).starts_with(three);
    for (at += isLong ? 3 : 1; at < toml.size(); ++at) {
        if (hasEscapes && toml[at] == '\\') {
            ++at;
        } else if (isLong && toml.substr(at).starts_with(three)) {
            // Up to two quotes more belong to the text, and would look like the next string.
            at += 3;
            for (int more = 0; more < 2 && at < toml.size() && toml[at] == quote; ++more)
                ++at;
            return at;
        } else if (!isLong && (toml[at] == quote || toml[at] == '\n')) {
            return at + 1;
        }
    }
    return toml.size();
}

TomlShapeFault faultAt(std::string_view toml, std::size_t at)
{
    const std::string_view before = toml.substr(0, at);
    const std::size_t lineBegin = before.rfind('\n') + 1; // npos + 1 is 0
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1, at - lineBegin + 1,
            "keys and brackets may be " + std::to_string(deepestToml) + " levels deep, and this goes deeper"};
}

} // namespace

std::optional<TomlShapeFault> tomlShapeFault(std::string_view toml)
{
    std::size_t brackets = 0;
    std::size_t dots = 0; // of the present key
    for (std::size_t at = 0; at < toml.size();) {
        switch (toml[at]) {
        case '"':
        case '\'':
            at = behindString(toml, at);
            continue;
        case '#':
            at = std::min(toml.find('\n', at), toml.size());
            continue;
        case '[':
        case '{':
            dots = 0;
            ++brackets;
            break;
        case ']':
        case '}':
            brackets -= brackets > 0 ? 1 : 0;
            break;
        case '.':
            ++dots;
            break;
        case '=':
        case ',':
        case '\n':
            dots = 0;
            break;
        default:
            break;
        }
        if (brackets + dots > deepestToml)
            return faultAt(toml, at);
        ++at;
    }
    return std::nullopt;
}

} // namespace sluice
