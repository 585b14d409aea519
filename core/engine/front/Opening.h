// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What comes before a connection's first request: nothing, or the PROXY header of the proxy that passes it
// on. Whether one must come is decided by the peer alone, never by what it sends: who could choose would
// choose its address. Owned by a Connection; its thread only.
#pragma once

#include "engine/front/RequestHandler.h"
#include "http/ProxyHeader.h"

namespace sluice {

class Opening
{
public:
    explicit Opening(FirstBytes wanted);

    /** Whether the peer may not connect at all. */
    bool isForbidden() const { return m_wanted == FirstBytes::None; }

    /** Whether what is read next belongs to a request. */
    bool isOver() const { return m_wanted != FirstBytes::ProxyHeader; }

    /** Takes the header's bytes off @p bytes while it is not over; what is wrong with it, if anything. */
    std::optional<HeaderFault> feed(std::string_view &bytes);

    /** Whom the header has named; nothing: the peer speaks for itself. */
    const std::optional<ClientAddress> &client() const { return m_client; }

    /** Sees what is read of the first request. */
    void watch(std::string_view bytes);

    /** Whether the first request, which was refused, is a PROXY header that is not taken. */
    bool hasUnwantedHeader() const { return ProxyHeader::isBegunBy(m_first); }

    /** The answer to @p peer for @p fault. */
    Answer refusal(HeaderFault fault, const ClientAddress &peer) const;

private:
    FirstBytes m_wanted;
    ProxyHeader m_header;
    std::optional<ClientAddress> m_client;
    bool m_hadHeader = false;
    std::string m_first; ///< as many bytes as tell a header
};

} // namespace sluice
