// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/ListenAddress.h"

#include "base/text/QuotedText.h"

#include <QUrl>

#include <algorithm>
#include <charconv>
#include <optional>

namespace sluice {

namespace {

constexpr std::string_view form = "ADDR:PORT, as in 127.0.0.1:8080, [::1]:8080 or localhost:8080";

tl::unexpected<Error> notAnAddress(std::string_view text, std::string_view reason)
{
    return tl::unexpected(inputError(quotedText(text) + " is not an address to listen on: " +
                                     std::string(reason) + "; it must be " + std::string(form)));
}

std::optional<quint16> parsePort(std::string_view digits)
{
    quint16 port = 0;
    const char *end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, port);
    if (result.ec != std::errc() || result.ptr != end)
        return std::nullopt;
    return port;
}

/** QHostAddress alone would also take "127.1" and "1". */
bool isDottedQuad(std::string_view host)
{
    return std::count(host.begin(), host.end(), '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

/** "fe80::1%25eth0", as in a URL, is "fe80::1%eth0"; a number behind "%" is an interface's, 25 too. */
std::string withPlainZone(std::string_view host)
{
    constexpr std::string_view encoded = "%25";
    std::string text(host);
    const auto zone = text.find(encoded);
    if (zone != std::string::npos && zone + encoded.size() < text.size() &&
        (text[zone + encoded.size()] < '0' || text[zone + encoded.size()] > '9'))
        text.erase(zone + 1, encoded.size() - 1);
    return text;
}

std::optional<QHostAddress> parseHost(std::string_view host)
{
    if (host == "localhost")
        return QHostAddress(QHostAddress::LocalHost);
    const bool isBracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    std::string text(host);
    if (isBracketed)
        text = withPlainZone(host.substr(1, host.size() - 2));
    else if (!isDottedQuad(host))
        return std::nullopt;
    const QHostAddress address(QString::fromStdString(text));
    const auto wanted = isBracketed ? QAbstractSocket::IPv6Protocol : QAbstractSocket::IPv4Protocol;
    if (address.protocol() != wanted)
        return std::nullopt;
    return address;
}

/** Whether `host` is a wildcard that takes in `other`; a [::] socket may be of both families. */
bool covers(const QHostAddress &host, const QHostAddress &other)
{
    if (host == QHostAddress(QHostAddress::AnyIPv6))
        return true;
    return host == QHostAddress(QHostAddress::AnyIPv4) && other.protocol() == QAbstractSocket::IPv4Protocol;
}

} // namespace

tl::expected<ListenAddress, Error> ListenAddress::parse(std::string_view text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || text.ends_with(']'))
        return notAnAddress(text, "the port is missing");
    const std::string_view hostText = text.substr(0, colon);
    const std::string_view portText = text.substr(colon + 1);
    if (hostText.empty())
        return notAnAddress(text, "the address is missing (0.0.0.0 is every IPv4 address)");
    if (hostText.front() != '[' && hostText.find(':') != std::string_view::npos)
        return notAnAddress(text, "an IPv6 address needs square brackets");
    const auto host = parseHost(hostText);
    if (!host)
        return notAnAddress(text, quotedText(hostText) + " is neither an IP address nor localhost");
    if (host->isLinkLocal() && host->protocol() == QAbstractSocket::IPv6Protocol && host->scopeId().isEmpty())
        return notAnAddress(text, "a link-local address needs its interface, as in [fe80::1%eth0]:8080");
    const auto port = parsePort(portText);
    if (!port)
        return notAnAddress(text, "the port " + quotedText(portText) + " is not a number from 0 to 65535");
    return ListenAddress{*host, *port};
}

std::string ListenAddress::text() const
{
    const std::string hostText = host.toString().toStdString();
    const bool isV6 = host.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? "[" + hostText + "]" : hostText) + ":" + std::to_string(port);
}

std::string ListenAddress::baseUrl() const
{
    QHostAddress reached = host;
    if (host == QHostAddress(QHostAddress::AnyIPv4))
        reached = QHostAddress(QHostAddress::LocalHost);
    else if (host == QHostAddress(QHostAddress::AnyIPv6))
        reached = QHostAddress(QHostAddress::LocalHostIPv6);
    QUrl url; // knows how to write a link-local address's zone
    url.setScheme(QStringLiteral("http"));
    url.setHost(reached.toString());
    url.setPort(port);
    return url.toString(QUrl::FullyEncoded).toStdString();
}

bool ListenAddress::isLoopback() const
{
    return host.isLoopback();
}

bool ListenAddress::clashesWith(const ListenAddress &other) const
{
    if (port == 0 || port != other.port)
        return false;
    return host == other.host || covers(host, other.host) || covers(other.host, host);
}

} // namespace sluice
