// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Target.h"

#include "base/text/HexDigit.h"

namespace sluice {

namespace {

enum class Plus : bool { Literal, Space };

tl::expected<std::string, Error> decoded(std::string_view raw, Plus plus)
{
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '+' && plus == Plus::Space) {
            out += ' ';
        } else if (raw[i] != '%') {
            out += raw[i];
        } else {
            const int high = i + 2 < raw.size() ? hexDigit(raw[i + 1]) : -1;
            const int low = i + 2 < raw.size() ? hexDigit(raw[i + 2]) : -1;
            if (high < 0 || low < 0)
                return tl::unexpected(
                    inputError("'" + std::string(raw.substr(i, 3)) +
                               "' in the request target is no percent escape (RFC 3986 2.1)"));
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

} // namespace

tl::expected<Target, Error> Target::parse(std::string_view raw)
{
    if (raw.find('#') != std::string_view::npos)
        return tl::unexpected(
            inputError("the request target contains '#'; a fragment is never sent (RFC 9112 3.2)"));
    if (const auto scheme = raw.find("://"); !raw.starts_with('/') && scheme != std::string_view::npos) {
        const auto path = raw.find_first_of("/?#", scheme + 3); // "http://a?b" has no path
        raw = path == std::string_view::npos ? std::string_view("/") : raw.substr(path);
    }
    const std::size_t question = raw.find('?');
    std::string_view path = raw.substr(0, question);
    std::string_view query =
        question == std::string_view::npos ? std::string_view() : raw.substr(question + 1);

    Target target;
    if (path.starts_with('/'))
        path.remove_prefix(1);
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        auto segment = decoded(path.substr(0, slash), Plus::Literal);
        if (!segment)
            return tl::unexpected(segment.error());
        target.segments.push_back(*std::move(segment));
        if (slash == std::string_view::npos)
            break;
        path.remove_prefix(slash + 1);
        if (path.empty())
            target.segments.emplace_back(); // "/stream/" is not "/stream"
    }
    while (!query.empty()) {
        const std::size_t ampersand = query.find('&');
        const std::string_view pair = query.substr(0, ampersand);
        const std::size_t equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals), Plus::Space);
        auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1),
                             Plus::Space);
        if (!name || !value)
            return tl::unexpected(name ? value.error() : name.error());
        if (!pair.empty())
            target.query.emplace_back(*std::move(name), *std::move(value));
        query.remove_prefix(ampersand == std::string_view::npos ? query.size() : ampersand + 1);
    }
    return target;
}

std::optional<std::string> Target::parameter(std::string_view name) const
{
    for (const auto &[key, value] : query)
        if (key == name)
            return value;
    return std::nullopt;
}

std::vector<std::string> Target::parameters(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto &[key, value] : query)
        if (key == name)
            values.push_back(value);
    return values;
}

} // namespace sluice
