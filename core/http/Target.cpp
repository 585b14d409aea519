// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Target.h"

#include "base/text/HexDigit.h"
#include "http/Utf8Decode.h"

#include <algorithm>
#include <iterator>

#include <strings.h>

namespace sluice {

namespace {

enum class Part : bool { Path, Query };

// Of a text that is refused this much is repeated.
constexpr std::size_t longestQuote = 64;

tl::unexpected<Error> refused(std::string_view text, std::string_view why)
{
    return tl::unexpected(inputError("'" + std::string(text.substr(0, longestQuote)) +
                                     "' in the request target " + std::string(why)));
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

bool isUtf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    appendUtf8Decoded(valid, text);
    return valid == text;
}

bool isEscape(std::string_view text)
{
    return text.size() >= 3 && text[0] == '%' && hexDigit(text[1]) >= 0 && hexDigit(text[2]) >= 0;
}

tl::expected<std::string, Error> decoded(std::string_view raw, Part part)
{
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '+' && part == Part::Query) {
            out += ' ';
            continue;
        }
        if (raw[i] == ' ' || isControl(raw[i]))
            return refused(raw.substr(0, i), "is followed by a blank or a control character");
        if (part == Part::Path && raw[i] == '\\')
            return refused(raw.substr(i, 1), "is a slash to some readers");
        if (raw[i] != '%') {
            out += raw[i];
            continue;
        }
        const std::string_view escape = raw.substr(i, 3);
        if (!isEscape(escape))
            return refused(escape, "is no percent escape (RFC 3986 2.1)");
        const char byte = static_cast<char>(hexDigit(escape[1]) * 16 + hexDigit(escape[2]));
        if (isControl(byte))
            return refused(escape, "is a control character");
        if (part == Part::Path && (byte == '/' || byte == '\\'))
            return refused(escape, "is a slash in disguise, which others take for one between segments");
        out += byte;
        i += 2;
    }
    if (!isUtf8(out))
        return refused(raw, "is not valid UTF-8");
    return out;
}

/** Whether a segment means itself to every reader: some drop what is behind a ';', some decode twice. */
tl::expected<void, Error> checkSegment(std::string_view segment)
{
    const std::string_view name = segment.substr(0, segment.find(';'));
    if (name == "." || name == "..")
        return refused(segment, "is a dot segment, which others take out of the path (RFC 3986 5.2.4)");
    for (std::size_t at = segment.find('%'); at != std::string_view::npos; at = segment.find('%', at + 1))
        if (isEscape(segment.substr(at)))
            return refused(segment.substr(at, 3), "is an escape within an escape, which others decode too");
    return {};
}

tl::expected<std::vector<std::string>, Error> segmentsOf(std::string_view path)
{
    std::vector<std::string> segments;
    if (path.starts_with('/'))
        path.remove_prefix(1);
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        auto segment = decoded(path.substr(0, slash), Part::Path);
        if (!segment)
            return tl::unexpected(segment.error());
        if (const auto checked = checkSegment(*segment); !checked)
            return tl::unexpected(checked.error());
        segments.push_back(*std::move(segment));
        if (slash == std::string_view::npos)
            break;
        path.remove_prefix(slash + 1);
        if (path.empty())
            segments.emplace_back(); // "/stream/" is not "/stream"
    }
    return segments;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

tl::expected<Pairs, Error> pairsOf(std::string_view query)
{
    Pairs pairs;
    while (!query.empty()) {
        const std::size_t ampersand = query.find('&');
        const std::string_view pair = query.substr(0, ampersand);
        const std::size_t equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals), Part::Query);
        auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1),
                             Part::Query);
        if (!name || !value)
            return tl::unexpected(name ? value.error() : name.error());
        if (!pair.empty())
            pairs.emplace_back(*std::move(name), *std::move(value));
        query.remove_prefix(ampersand == std::string_view::npos ? query.size() : ampersand + 1);
    }
    return pairs;
}

bool isHttp(std::string_view scheme)
{
    const auto is = [scheme](std::string_view name) {
        return scheme.size() == name.size() && ::strncasecmp(scheme.data(), name.data(), name.size()) == 0;
    };
    return is("http") || is("https");
}

/** Host and perhaps a port; whoever is named before an '@' is no part of it (RFC 9110 4.2.4). */
bool isAuthority(std::string_view text)
{
    constexpr std::string_view marks = "-._~!$&'()*+,;=:[]";
    return !text.empty() && text.front() != ':' && std::all_of(text.begin(), text.end(), [marks](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

/** Takes scheme and authority off an absolute form (RFC 9112 3.2.2). */
tl::expected<std::string, Error> takeAuthority(std::string_view &raw)
{
    const std::size_t scheme = raw.find("://");
    if (scheme == std::string_view::npos || !isHttp(raw.substr(0, scheme)))
        return refused(raw, "is neither a path that begins with '/' nor an http URL (RFC 9112 3.2)");
    raw.remove_prefix(scheme + 3);
    const std::size_t end = std::min(raw.find_first_of("/?"), raw.size()); // "http://a?b" has no path
    const std::string_view authority = raw.substr(0, end);
    if (!isAuthority(authority))
        return refused(authority, "is no host, or one with a user (RFC 9110 4.2)");
    raw.remove_prefix(end);
    return std::string(authority);
}

} // namespace

tl::expected<Target, Error> Target::parse(std::string_view raw)
{
    Target target;
    if (raw == "*") {
        target.form = Form::Asterisk;
        target.segments.emplace_back(raw);
        return target;
    }
    if (raw.find('#') != std::string_view::npos)
        return tl::unexpected(
            inputError("the request target contains '#'; a fragment is never sent (RFC 9112 3.2)"));
    if (!raw.starts_with('/')) {
        auto authority = takeAuthority(raw);
        if (!authority)
            return tl::unexpected(authority.error());
        target.form = Form::Absolute;
        target.authority = *std::move(authority);
    }
    const std::size_t question = raw.find('?');
    auto segments = segmentsOf(raw.substr(0, question));
    if (!segments)
        return tl::unexpected(segments.error());
    target.segments = *std::move(segments);
    if (question != std::string_view::npos) {
        auto pairs = pairsOf(raw.substr(question + 1));
        if (!pairs)
            return tl::unexpected(pairs.error());
        target.query = *std::move(pairs);
    }
    return target;
}

std::vector<std::string_view> Target::names() const
{
    std::vector<std::string_view> names;
    names.reserve(segments.size());
    std::copy_if(segments.begin(), segments.end(), std::back_inserter(names),
                 [](const std::string &segment) { return !segment.empty(); });
    return names;
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
