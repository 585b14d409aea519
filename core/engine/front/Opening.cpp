// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Opening.h"

namespace sluice {

namespace {

// Beyond this nothing new is learnt, and a std::string holds it in itself.
constexpr std::size_t longestFirst = 12;

int statusOf(HeaderFault fault)
{
    switch (fault) {
    case HeaderFault::Untrusted:
        return 403;
    case HeaderFault::Late:
        return 408;
    default:
        return 400;
    }
}

} // namespace

Opening::Opening(FirstBytes wanted)
    : m_wanted(wanted)
{
}

std::optional<HeaderFault> Opening::feed(std::string_view &bytes)
{
    if (isOver())
        return std::nullopt;
    bytes.remove_prefix(m_header.feed(bytes));
    switch (m_header.state()) {
    case ProxyHeader::State::Reading:
        return std::nullopt;
    case ProxyHeader::State::NoHeader:
        return HeaderFault::Missing;
    case ProxyHeader::State::Malformed:
        return HeaderFault::Malformed;
    case ProxyHeader::State::Complete:
        break;
    }
    if (m_header.source())
        m_client = ClientAddress{m_header.source()->bytes, m_header.source()->port};
    m_wanted = FirstBytes::Request;
    m_hadHeader = true;
    return std::nullopt;
}

void Opening::watch(std::string_view bytes)
{
    if (m_first.size() < longestFirst)
        m_first += bytes.substr(0, longestFirst - m_first.size());
}

Answer Opening::refusal(HeaderFault fault, const ClientAddress &peer) const
{
    std::string text;
    switch (fault) {
    case HeaderFault::Untrusted:
        text =
            "pool.proxy_protocol is on, so only the proxies of pool.trusted_proxies may connect here, and " +
            peer.hostText() + " is none of them";
        break;
    case HeaderFault::Missing:
        text =
            "pool.proxy_protocol is on, so what " + peer.hostText() +
            " sends must begin with a PROXY header, and this does not: let it send one (HAProxy: "
            "send-proxy-v2; nginx: proxy_protocol on, in stream), or sluicectl set pool.proxy_protocol=false";
        break;
    case HeaderFault::Malformed:
        text = "the PROXY header is malformed: " + m_header.error();
        break;
    case HeaderFault::Late:
        text = "the PROXY header did not arrive in time (timeouts.head_read)";
        break;
    case HeaderFault::Unwanted:
        text = m_hadHeader
                   ? "a second PROXY header came behind the first; one is taken"
                   : "a PROXY header came, which is not taken here: on the public listener it is where "
                     "pool.proxy_protocol is on and the proxy is in pool.trusted_proxies; else let the "
                     "proxy not send it";
        break;
    }
    return Answer::problem(statusOf(fault), text + " (proxy-header)");
}

} // namespace sluice
