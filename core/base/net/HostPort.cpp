// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/HostPort.h"

#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"

#include <charconv>

namespace sluice {

namespace {

constexpr std::string_view hostBytes = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr std::string_view v6Bytes = "0123456789abcdef:.";

bool isHost(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']') && host.size() > 2)
        return host.substr(1, host.size() - 2).find_first_not_of(v6Bytes) == std::string_view::npos;
    return !host.empty() && host.find_first_not_of(hostBytes) == std::string_view::npos;
}

} // namespace

std::string inSmallLetters(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

tl::expected<HostPort, std::string> HostPort::parse(std::string_view text)
{
    HostPort parsed{inSmallLetters(text), {}};
    if (const auto colon = parsed.host.rfind(':');
        colon != std::string::npos && !parsed.host.ends_with(']')) {
        parsed.port = parsed.host.substr(colon + 1);
        parsed.host.resize(colon);
        std::uint16_t number = 0;
        const char *end = parsed.port.data() + parsed.port.size();
        const auto [stop, error] = std::from_chars(parsed.port.data(), end, number);
        if (error != std::errc() || stop != end || number == 0)
            return tl::unexpected("the port " + quotedText(parsed.port) + " is not a number from 1 to 65535");
    }
    // A link-local address's interface is the asker's own affair (RFC 6874 4), but some send it.
    if (const auto zone = parsed.host.find('%'); zone != std::string::npos && parsed.host.starts_with('[') &&
                                                 parsed.host.ends_with(']') && zone + 2 < parsed.host.size())
        parsed.host.erase(zone, parsed.host.size() - 1 - zone);
    if (!isHost(parsed.host))
        return tl::unexpected(quotedText(parsed.host) + " is not a host name or address");
    return parsed;
}

tl::expected<std::vector<HostPort>, Error> HostPort::parseList(std::string_view text)
{
    const auto items = listItems(text);
    if (!items)
        return tl::unexpected(items.error());
    std::vector<HostPort> list;
    for (const std::string_view item : *items) {
        auto parsed = parse(item);
        if (!parsed)
            return tl::unexpected(
                inputError(quotedText(item) + " is not a host: " + parsed.error() +
                           "; it must be as in console.example, 192.0.2.7:9180 or [2001:db8::1]"));
        list.push_back(*std::move(parsed));
    }
    return list;
}

} // namespace sluice
