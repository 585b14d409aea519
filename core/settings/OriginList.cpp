// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/OriginList.h"

#include "base/net/HostPort.h"
#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sluice {

namespace {

constexpr std::string_view schemeEnd = "://";
constexpr std::string_view opaque = "null";
constexpr std::string_view automatic = "auto";
// What pages loaded from files send in Android's WebView, without a host.
constexpr std::string_view ofFiles = "file://";

/** scheme, host and port of "scheme://host:port"; views into a text that the caller keeps. */
struct Parts
{
    std::string_view scheme;
    std::string_view host;
    std::string_view port; ///< empty: none was given
};

/** Takes an origin apart without judging it; nothing where it has no scheme. */
std::optional<Parts> partsOf(std::string_view origin)
{
    const auto end = origin.find(schemeEnd);
    if (end == std::string_view::npos)
        return std::nullopt;
    Parts parts{origin.substr(0, end), origin.substr(end + schemeEnd.size()), {}};
    if (const auto colon = parts.host.rfind(':');
        colon != std::string_view::npos && !parts.host.ends_with(']')) {
        parts.port = parts.host.substr(colon + 1);
        parts.host.remove_suffix(parts.port.size() + 1);
    }
    return parts;
}

std::string_view defaultPort(std::string_view scheme)
{
    return scheme == "http" ? "80" : scheme == "https" ? "443" : "";
}

bool isScheme(std::string_view text)
{
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") == std::string_view::npos;
}

tl::unexpected<Error> notAnOrigin(std::string_view text, std::string_view reason)
{
    return tl::unexpected(inputError(quotedText(text) + " is not an origin: " + std::string(reason) +
                                     "; it must be as in https://app.example or http://localhost:3000"));
}

/** An item as it is kept: an origin, or one with its stars. */
tl::expected<std::string, Error> parseOrigin(std::string_view item)
{
    const std::string text = inSmallLetters(item);
    if (text == opaque || text == ofFiles)
        return text;
    const auto parts = partsOf(text);
    if (!parts || !isScheme(parts->scheme))
        return notAnOrigin(item, "it does not begin with a scheme, such as https://");
    // What people write who think of a connection, not of a page.
    constexpr std::array pageless{"ws", "wss", "ftp"};
    if (std::find(pageless.begin(), pageless.end(), parts->scheme) != pageless.end())
        return notAnOrigin(item, "no page has the scheme " + std::string(parts->scheme));
    const std::string_view rest = std::string_view(text).substr(parts->scheme.size() + schemeEnd.size());
    if (rest.find_first_of("/?#") != std::string_view::npos)
        return notAnOrigin(item, "an origin has no path");
    const bool hasAnyPort = parts->port == "*";
    std::string_view judged = hasAnyPort ? parts->host : rest;
    if (judged.starts_with("*."))
        judged.remove_prefix(2);
    const auto parsed = HostPort::parse(judged);
    if (!parsed)
        return notAnOrigin(item, parsed.error());
    // Browsers leave the default port out.
    if (!hasAnyPort && !parsed->port.empty() && parsed->port == defaultPort(parts->scheme))
        return text.substr(0, text.rfind(':'));
    return text;
}

/** Whether @p origin is one that @p item, with a star or two, stands for. */
bool fits(std::string_view item, std::string_view origin)
{
    const auto wanted = partsOf(item);
    const auto given = partsOf(origin);
    if (!wanted || !given || wanted->scheme != given->scheme)
        return false;
    if (wanted->port != "*" && wanted->port != given->port)
        return false;
    if (!wanted->host.starts_with("*."))
        return wanted->host == given->host;
    const std::string_view suffix = wanted->host.substr(1);
    return given->host.size() > suffix.size() && given->host.ends_with(suffix);
}

/** Whether it is an http or https origin of this machine, by a name that no resolver may give to another. */
bool isOfThisMachine(std::string_view origin)
{
    const auto parts = partsOf(origin);
    if (!parts || (parts->scheme != "http" && parts->scheme != "https"))
        return false;
    if (parts->host == "localhost" || parts->host.ends_with(".localhost") || parts->host == "[::1]")
        return true;
    return parts->host.starts_with("127.") &&
           !QHostAddress(QString::fromLatin1(parts->host.data(), static_cast<qsizetype>(parts->host.size())))
                .isNull();
}

} // namespace

tl::expected<OriginList, Error> OriginList::parse(std::string_view text)
{
    OriginList list;
    if (trimmed(text) == "*") {
        list.isAny = true;
        return list;
    }
    const auto items = listItems(text);
    if (!items)
        return tl::unexpected(items.error());
    for (const std::string_view item : *items) {
        if (item == "*")
            return tl::unexpected(inputError("\"*\" stands for every origin and must stand alone"));
        if (item == automatic) {
            list.isAuto = true;
            continue;
        }
        auto origin = parseOrigin(item);
        if (!origin)
            return tl::unexpected(origin.error());
        list.origins.push_back(*std::move(origin));
    }
    return list;
}

OriginList OriginList::resolved(Reach reach) const
{
    OriginList list = *this;
    if (isAuto)
        (reach == Reach::ThisMachine ? list.hasThisMachine : list.isAny) = true;
    list.isAuto = false;
    return list;
}

bool OriginList::contains(std::string_view origin) const
{
    if (isAny)
        return true;
    const std::string text = inSmallLetters(origin);
    if (text.find('*') != std::string::npos)
        return false;
    if (std::find(origins.begin(), origins.end(), text) != origins.end())
        return true;
    if (!isOneOrigin(text)) // it may end as the list wants, and be no origin
        return false;
    return (hasThisMachine && isOfThisMachine(text)) ||
           std::any_of(origins.begin(), origins.end(), [&text](const std::string &item) {
               return item.find('*') != std::string::npos && fits(item, text);
           });
}

bool isOneOrigin(std::string_view text)
{
    return text.find('*') == std::string_view::npos && parseOrigin(text).has_value();
}

bool namesHost(std::string_view origin, std::string_view hostField)
{
    const std::string page = inSmallLetters(origin);
    const std::string own = inSmallLetters(hostField);
    const auto parts = partsOf(page);
    if (!parts || parts->host.empty())
        return false;
    if (page.substr(parts->scheme.size() + schemeEnd.size()) == own)
        return true;
    // Without a port the field means its scheme's default one, and only the origin says which scheme.
    const auto field = HostPort::parse(own);
    const auto portOr = [](std::string_view port, std::string_view other) {
        return port.empty() ? other : port;
    };
    const std::string_view usual = defaultPort(parts->scheme);
    return field && field->host == parts->host && portOr(field->port, usual) == portOr(parts->port, usual);
}

} // namespace sluice
