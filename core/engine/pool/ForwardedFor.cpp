// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ForwardedFor.h"

#include "base/text/ListItems.h"

#include <charconv>

#include <strings.h>

namespace sluice::forwarded {

namespace {

// Nobody has so many proxies; what lies further left is not worth the time.
constexpr int mostHops = 32;

bool isEscaped(std::string_view text, std::size_t at)
{
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - backslashes - 1] == '\\')
        ++backslashes;
    return backslashes % 2 == 1;
}

/**
 * Where the part of @p text behind its last @p separator outside of quoted strings begins. Seen from the
 * right, so that a quote which a client left open cannot swallow what a proxy wrote behind it.
 */
std::size_t lastPart(std::string_view text, char separator)
{
    bool inQuotes = false;
    for (std::size_t i = text.size(); i-- > 0;) {
        if (text[i] == '"' && !isEscaped(text, i))
            inQuotes = !inQuotes;
        else if (text[i] == separator && !inQuotes)
            return i + 1;
    }
    return 0;
}

/** Takes the last item that is not empty off a list; empty when there is none. */
std::string_view takeLast(std::string_view &list, char separator)
{
    while (!list.empty()) {
        const std::size_t begin = lastPart(list, separator);
        const std::string_view item = trimmed(list.substr(begin));
        list = list.substr(0, begin > 0 ? begin - 1 : 0);
        if (!item.empty())
            return item;
    }
    return {};
}

std::optional<std::uint16_t> parsePort(std::string_view digits)
{
    std::uint16_t port = 0;
    const char *end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, port);
    if (digits.empty() || error != std::errc() || stop != end)
        return std::nullopt;
    return port;
}

/** The address in the `for` of one element of Forwarded. */
std::optional<ClientAddress> elementAddress(std::string_view element)
{
    std::optional<std::string_view> node;
    while (!element.empty()) {
        const std::string_view pair = takeLast(element, ';');
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos)
            return std::nullopt;
        const std::string_view name = trimmed(pair.substr(0, equals));
        if (name.size() != 3 || ::strncasecmp(name.data(), "for", 3) != 0)
            continue;
        if (node)
            return std::nullopt; // RFC 7239 4: each parameter at most once
        node = trimmed(pair.substr(equals + 1));
    }
    if (!node)
        return std::nullopt;
    if (node->size() >= 2 && node->front() == '"' && node->back() == '"')
        node = node->substr(1, node->size() - 2); // an address needs no escapes, so one spoils it
    return nodeAddress(*node);
}

ClientAddress walk(const ClientAddress &peer, std::string_view list, const TrustedProxies &proxies,
                   std::optional<ClientAddress> (*addressOf)(std::string_view))
{
    ClientAddress client = peer;
    for (int hop = 0; hop < mostHops && proxies.contains(client); ++hop) {
        const std::string_view item = takeLast(list, ',');
        if (item.empty())
            break;
        const auto address = addressOf(item);
        if (!address)
            break;
        client = *address;
    }
    return client;
}

} // namespace

std::optional<ClientAddress> nodeAddress(std::string_view node)
{
    std::string_view port;
    bool hasPort = false;
    if (node.starts_with('[')) {
        const auto end = node.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view rest = node.substr(end + 1);
        node = node.substr(1, end - 1);
        if (node.find(':') == std::string_view::npos || (!rest.empty() && rest.front() != ':'))
            return std::nullopt; // brackets are for IPv6
        hasPort = !rest.empty();
        port = hasPort ? rest.substr(1) : rest;
    } else if (const auto colon = node.find(':');
               colon != std::string_view::npos && colon == node.rfind(':')) {
        hasPort = true;
        port = node.substr(colon + 1);
        node = node.substr(0, colon);
    }
    auto address = ClientAddress::parse(node);
    if (!address || !hasPort || port.starts_with('_'))
        return address;
    const auto number = parsePort(port);
    if (!number)
        return std::nullopt;
    address->port = *number;
    return address;
}

ClientAddress clientOf(const ClientAddress &peer, const Fields &fields, const TrustedProxies &proxies)
{
    if (proxies.isEmpty() || !proxies.contains(peer))
        return peer;
    const bool hasBoth = !trimmed(fields.xForwardedFor).empty() && !trimmed(fields.forwarded).empty();
    const ClientAddress byX = walk(peer, fields.xForwardedFor, proxies, nodeAddress);
    const ClientAddress byStandard = walk(peer, fields.forwarded, proxies, elementAddress);
    if (!hasBoth)
        return trimmed(fields.forwarded).empty() ? byX : byStandard;
    return byX.bytes == byStandard.bytes ? byStandard : peer;
}

} // namespace sluice::forwarded
