// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadTarget.h"

#include "base/text/QuotedText.h"

#include <http_parser.h>

#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <strings.h>

namespace sluice {

namespace {

constexpr std::string_view kScheme = "http://";
constexpr std::string_view kChannelMark = "%CH%";

struct AddressFree
{
    void operator()(addrinfo *list) const { freeaddrinfo(list); }
};

std::string withChannel(std::string text, const std::string &number)
{
    for (auto at = text.find(kChannelMark); at != std::string::npos;
         at = text.find(kChannelMark, at + number.size()))
        text.replace(at, kChannelMark.size(), number);
    return text;
}

Error badUrl(std::string_view url, const std::string &rule)
{
    return inputError("URL " + quotedText(url) + ": " + rule);
}

bool hasUnsafeByte(std::string_view text)
{
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F')
            return true;
    return false;
}

std::string part(const std::string &url, const http_parser_url &parts, http_parser_url_fields field)
{
    return url.substr(parts.field_data[field].off, parts.field_data[field].len);
}

/** "localhost" is this machine whatever its resolver says (RFC 6761), also where there is none at all. */
const char *resolvable(const std::string &host)
{
    return strcasecmp(host.c_str(), "localhost") == 0 ? "127.0.0.1" : host.c_str();
}

/** IPv4 where there is one: a name may give an IPv6 address first that nobody listens on. */
const addrinfo &preferred(const addrinfo &list)
{
    for (const addrinfo *entry = &list; entry != nullptr; entry = entry->ai_next)
        if (entry->ai_family == AF_INET)
            return *entry;
    return list;
}

} // namespace

tl::expected<LoadTarget, Error> LoadTarget::parse(std::string_view url)
{
    if (url.substr(0, 8) == "https://")
        return tl::unexpected(
            badUrl(url, "https is not supported here; use the http address behind the proxy"));
    if (url.substr(0, kScheme.size()) != kScheme)
        return tl::unexpected(badUrl(url, "must begin with http://"));
    if (hasUnsafeByte(url))
        return tl::unexpected(badUrl(url, "must not hold spaces or control bytes"));

    const std::string example = withChannel(std::string(url), "0");
    http_parser_url parts;
    http_parser_url_init(&parts);
    if (http_parser_parse_url(example.data(), example.size(), 0, &parts) != 0)
        return tl::unexpected(badUrl(url, "is not a valid URL"));
    if ((parts.field_set & 1U << UF_USERINFO) != 0)
        return tl::unexpected(badUrl(url, "must not hold a user or password"));

    LoadTarget target;
    const std::string host = part(example, parts, UF_HOST);
    const std::string port = parts.port == 0 ? "80" : std::to_string(parts.port);
    const bool isAddress6 = host.find(':') != std::string::npos;
    target.m_host = (isAddress6 ? '[' + host + ']' : host) + (port == "80" ? "" : ':' + port);
    const auto pathBegin = url.find_first_of("/?#", kScheme.size());
    if (pathBegin != std::string_view::npos)
        target.m_path = url.substr(pathBegin, url.find('#') - pathBegin);
    if (url.substr(0, pathBegin).find(kChannelMark) != std::string_view::npos)
        return tl::unexpected(badUrl(url, "%CH% may stand in the path and the query only"));
    if (target.m_path.empty() || target.m_path.front() != '/')
        target.m_path.insert(0, 1, '/');

    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    if (const int code = getaddrinfo(resolvable(host), port.c_str(), &hints, &list); code != 0)
        return tl::unexpected(
            environmentError("cannot resolve host " + quotedText(host) + ": " + gai_strerror(code)));
    const std::unique_ptr<addrinfo, AddressFree> owner(list);
    const addrinfo &chosen = preferred(*list);
    std::memcpy(&target.m_address, chosen.ai_addr, chosen.ai_addrlen);
    target.m_addressSize = chosen.ai_addrlen;
    return target;
}

bool LoadTarget::isLoopback4() const
{
    if (m_address.ss_family != AF_INET)
        return false;
    const auto *address = reinterpret_cast<const sockaddr_in *>(&m_address);
    return ntohl(address->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool LoadTarget::isLoopback() const
{
    if (m_address.ss_family != AF_INET6)
        return isLoopback4();
    const auto *address = reinterpret_cast<const sockaddr_in6 *>(&m_address);
    return IN6_IS_ADDR_LOOPBACK(&address->sin6_addr) != 0;
}

std::string LoadTarget::path(std::uint32_t channel) const
{
    return withChannel(m_path, std::to_string(channel));
}

std::string LoadTarget::request(std::string_view method, std::uint32_t channel, std::string_view fields) const
{
    std::string head(method);
    head.append(" ").append(path(channel)).append(" HTTP/1.1\r\nHost: ").append(m_host).append("\r\n");
    return head.append(fields).append("\r\n");
}

} // namespace sluice
