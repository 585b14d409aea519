// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One HTTP/1.1 connection with one request at a time, on a raw non-blocking socket in somebody's epoll. It
// opens itself when a request needs it. Owned and called by the publisher thread of a load run.
#pragma once

#include "base/files/Descriptor.h"

#include <cstdint>
#include <string>

#include <http_parser.h>
#include <sys/socket.h>

namespace sluice {

class KeepAliveConnection
{
public:
    enum class Outcome {
        Pending,  ///< nothing is decided yet, or nothing was asked
        Answered, ///< status() holds the answer's
        Unsent,   ///< no connection: the server has not seen the whole request
        Lost,     ///< the request was sent, the answer did not come: nobody knows what the server did
    };

    /** @p token is what epoll reports; @p address must outlive the connection. */
    KeepAliveConnection(int epoll, std::uint64_t token, const sockaddr *address, socklen_t addressSize);
    KeepAliveConnection(const KeepAliveConnection &) = delete;
    KeepAliveConnection &operator=(const KeepAliveConnection &) = delete;

    /** Connects in advance, so that the first request need not wait for it. */
    void open();

    /** Sends a whole request; only while no other is outstanding. */
    Outcome send(std::string request);

    /** Handles what epoll reported. */
    Outcome handle(std::uint32_t events);

    /** Closes; an outstanding request is given up. */
    void close();

    /** True while an answer is outstanding. */
    bool isBusy() const { return m_busy; }

    /** True when every byte of the outstanding request went to the kernel. */
    bool isSent() const { return m_sent == m_request.size(); }

    /** The status of the last answer. */
    unsigned status() const { return m_status; }

private:
    static int onComplete(http_parser *parser);

    Outcome flush();
    Outcome receive();
    Outcome fail();
    Outcome complete();

    int m_epoll;
    std::uint64_t m_token;
    const sockaddr *m_address;
    socklen_t m_addressSize;
    Descriptor m_socket;
    std::string m_request;
    std::size_t m_sent = 0;
    http_parser m_parser{};
    unsigned m_status = 0;
    bool m_connecting = false;
    bool m_busy = false;
    bool m_complete = false;
    bool m_staysOpen = false;
};

} // namespace sluice
