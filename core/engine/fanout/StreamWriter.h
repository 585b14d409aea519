// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The send() calls on one stream's socket: never blocking, never raising SIGPIPE. Stateless, worker thread
// only.
#pragma once

#include "engine/fanout/Stream.h"

#include <span>
#include <string_view>

#include <sys/uio.h>

namespace sluice::streamwriter {

enum class Outcome : std::uint8_t {
    Whole,   ///< the kernel took everything
    Refused, ///< it took only a part, or nothing
    Closed,  ///< the peer closed its side before (EPIPE)
    Reset,   ///< the connection was reset
    TimedOut,
    Failed,
};

struct Sent
{
    Outcome outcome = Outcome::Whole;
    std::size_t bytes = 0;
};

/** Sends one run of bytes. */
Sent send(int fd, std::string_view bytes);

/** Sends several runs with one call; at most 24 of them. */
Sent send(int fd, std::span<const iovec> runs);

/** How long the kernel waits for the peer to acknowledge bytes before it gives the connection up. */
void setUserTimeout(int fd, Milliseconds timeout);

/** Bytes that the kernel holds for the peer and that it has not acknowledged; 0 if the socket is no more. */
std::int64_t unacknowledged(int fd);

/** What a failed call on a socket means; @p error is its errno. */
Outcome outcomeOf(int error);

/** The cause with which a stream ends after @p outcome, which is none of Whole and Refused. */
Cause causeOf(Outcome outcome);

} // namespace sluice::streamwriter
