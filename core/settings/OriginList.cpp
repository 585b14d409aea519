// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/OriginList.h"

#include "base/net/HostPort.h"
#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"

#include <algorithm>

namespace sluice {

namespace {

tl::unexpected<Error> notAnOrigin(std::string_view text, std::string_view reason)
{
    return tl::unexpected(inputError(quotedText(text) + " is not an origin: " + std::string(reason) +
                                     "; it must be as in https://app.example or http://localhost:3000"));
}

tl::expected<std::string, Error> parseOrigin(std::string_view item)
{
    const std::string text = inSmallLetters(item);
    const bool isHttps = text.starts_with("https://");
    if (!isHttps && !text.starts_with("http://"))
        return notAnOrigin(item, "it does not begin with http:// or https://");
    const std::size_t begin = text.find("//") + 2;
    const std::string_view rest = std::string_view(text).substr(begin);
    if (rest.find_first_of("/?#") != std::string_view::npos)
        return notAnOrigin(item, "an origin has no path");
    const auto parsed = HostPort::parse(rest);
    if (!parsed)
        return notAnOrigin(item, parsed.error());
    // Browsers leave the default port out.
    if (parsed->port == (isHttps ? "443" : "80"))
        return text.substr(0, begin) + parsed->host;
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
    return isAny || std::find(origins.begin(), origins.end(), inSmallLetters(origin)) != origins.end();
}

} // namespace sluice
