// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/OriginList.h"

#include "settings/ListItems.h"
#include "settings/QuotedText.h"

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

constexpr std::string_view hostBytes = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr std::string_view v6Bytes = "0123456789abcdef:.";

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

tl::unexpected<Error> notAnOrigin(std::string_view text, std::string_view reason)
{
    return tl::unexpected(inputError(quotedText(text) + " is not an origin: " + std::string(reason) +
                                     "; it must be as in https://app.example or http://localhost:3000"));
}

bool isHost(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']') && host.size() > 2)
        return host.substr(1, host.size() - 2).find_first_not_of(v6Bytes) == std::string_view::npos;
    return !host.empty() && host.find_first_not_of(hostBytes) == std::string_view::npos;
}

tl::expected<std::string, Error> parseOrigin(std::string_view item)
{
    const std::string text = lowered(item);
    const bool isHttps = text.starts_with("https://");
    if (!isHttps && !text.starts_with("http://"))
        return notAnOrigin(item, "it does not begin with http:// or https://");
    const std::size_t begin = text.find("//") + 2;
    std::string_view host = std::string_view(text).substr(begin);
    if (host.find_first_of("/?#") != std::string_view::npos)
        return notAnOrigin(item, "an origin has no path");
    std::string_view port;
    if (const auto colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']')) {
        port = host.substr(colon + 1);
        host = host.substr(0, colon);
        std::uint16_t number = 0;
        const char *end = port.data() + port.size();
        const auto [stop, error] = std::from_chars(port.data(), end, number);
        if (error != std::errc() || stop != end || number == 0)
            return notAnOrigin(item, "the port " + quotedText(port) + " is not a number from 1 to 65535");
    }
    if (!isHost(host))
        return notAnOrigin(item, quotedText(host) + " is not a host name or address");
    // Browsers leave the default port out.
    if (port.empty() || port == (isHttps ? "443" : "80"))
        return text.substr(0, begin) + std::string(host);
    return text;
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
        auto origin = parseOrigin(item);
        if (!origin)
            return tl::unexpected(origin.error());
        list.origins.push_back(*std::move(origin));
    }
    return list;
}

bool OriginList::contains(std::string_view origin) const
{
    return isAny || std::find(origins.begin(), origins.end(), lowered(origin)) != origins.end();
}

} // namespace sluice
