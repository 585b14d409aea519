// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadTarget.h"

#include "base/files/Descriptor.h"
#include "base/text/QuotedText.h"

#include <http_parser.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
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
std::vector<const char *> resolvable(const std::string &host)
{
    if (strcasecmp(host.c_str(), "localhost") == 0)
        return {"127.0.0.1", "::1"};
    return {host.c_str()};
}

bool isListening(const sockaddr *address, socklen_t size)
{
    constexpr int patience = 2'000; // milliseconds
    const Descriptor socket(::socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0)
        return false;
    if (::connect(socket.get(), address, size) == 0)
        return true;
    pollfd connected{socket.get(), POLLOUT, 0};
    if (errno != EINPROGRESS || ::poll(&connected, 1, patience) != 1)
        return false;
    int error = 0;
    socklen_t errorSize = sizeof error;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &errorSize) == 0 && error == 0;
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
    std::string host = part(example, parts, UF_HOST);
    if (const auto zone = host.find("%25"); zone != std::string::npos)
        host.erase(zone + 1, 2); // RFC 6874; resolved it is without
    const std::string port = parts.port == 0 ? "80" : std::to_string(parts.port);
    const bool isAddress6 = host.find(':') != std::string::npos;
    target.m_host =
        (isAddress6 ? '[' + host.substr(0, host.find('%')) + ']' : host) + (port == "80" ? "" : ':' + port);
    const auto pathBegin = url.find_first_of("/?#", kScheme.size());
    if (pathBegin != std::string_view::npos)
        target.m_path = url.substr(pathBegin, url.find('#') - pathBegin);
    if (url.substr(0, pathBegin).find(kChannelMark) != std::string_view::npos)
        return tl::unexpected(badUrl(url, "%CH% may stand in the path and the query only"));
    if (target.m_path.empty() || target.m_path.front() != '/')
        target.m_path.insert(0, 1, '/');

    for (const char *name : resolvable(host)) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo *list = nullptr;
        if (const int code = getaddrinfo(name, port.c_str(), &hints, &list); code != 0)
            return tl::unexpected(
                environmentError("cannot resolve host " + quotedText(host) + ": " + gai_strerror(code)));
        const std::unique_ptr<addrinfo, AddressFree> owner(list);
        for (const addrinfo *entry = list; entry != nullptr; entry = entry->ai_next) {
            Address &address = target.m_addresses.emplace_back();
            std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
            address.size = entry->ai_addrlen;
        }
    }
    // IPv4 first: only there one machine has many addresses to connect from.
    std::stable_partition(target.m_addresses.begin(), target.m_addresses.end(),
                          [](const Address &address) { return address.storage.ss_family == AF_INET; });
    return target;
}

void LoadTarget::chooseAddress()
{
    if (m_addresses.size() == 1)
        return;
    const auto found = std::find_if(m_addresses.begin(), m_addresses.end(), [](const Address &address) {
        return isListening(address.get(), address.size);
    });
    if (found != m_addresses.end())
        m_chosen = static_cast<std::size_t>(found - m_addresses.begin());
}

bool LoadTarget::isLoopback4(const Address &address)
{
    if (address.storage.ss_family != AF_INET)
        return false;
    const auto *internet = reinterpret_cast<const sockaddr_in *>(&address.storage);
    return ntohl(internet->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool LoadTarget::isLoopback4() const
{
    return isLoopback4(chosen());
}

bool LoadTarget::isLoopback() const
{
    return std::all_of(m_addresses.begin(), m_addresses.end(), [](const Address &address) {
        if (address.storage.ss_family != AF_INET6)
            return isLoopback4(address);
        const auto *internet = reinterpret_cast<const sockaddr_in6 *>(&address.storage);
        return IN6_IS_ADDR_LOOPBACK(&internet->sin6_addr) != 0;
    });
}

std::string LoadTarget::path(std::uint32_t channel) const
{
    return withChannel(m_path, std::to_string(channel));
}

std::string LoadTarget::request(std::string_view method, std::uint32_t channel, std::string_view fields) const
{
    std::string head(method);
    head.append(" ").append(path(channel)).append(" HTTP/1.1\r\nHost: ").append(m_host);
    head.append("\r\nUser-Agent: sluice/" SLUICE_VERSION "\r\n");
    return head.append(fields).append("\r\n");
}

} // namespace sluice
