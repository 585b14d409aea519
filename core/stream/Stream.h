// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One admitted stream: a slot of its worker's StreamTable, a few dozen bytes, no QObject, no timer, no heap
// buffer unless the kernel refused part of a side frame. Worker thread only.
#pragma once

#include "channel/Channel.h"
#include "pool/ClientAddress.h"
#include "stream/StreamEnd.h"

#include <memory>
#include <string>
#include <vector>

namespace sluice {

enum class BodyFraming : std::uint8_t {
    Chunked, ///< HTTP/1.1
    Plain,   ///< HTTP/1.0: the body ends with the connection
};

/** A stream's place in one watch: which channel it follows, as the Pump numbers them. */
struct WatchSeat
{
    static constexpr std::uint32_t none = 0xffffffff;
    std::uint32_t watch = none;
    std::uint32_t member = 0; ///< index among the watch's members
};

/** Of a stream that cannot send the log's bytes as they stand: several channels, or HTTP/1.0. Made entry by
 * entry. */
struct EntryCursors
{
    struct One
    {
        WatchSeat seat;
        std::uint64_t cursor = 0; ///< always an entry's boundary
        std::uint64_t joined = 0; ///< the channel's head when the stream began
        std::string position;     ///< the id that resumes there
    };
    std::vector<One> channels;
    std::size_t current = 0;   ///< the channel whose entry is partly sent
    std::size_t entrySent = 0; ///< bytes of that entry already sent; 0: between entries
};

struct Stream
{
    enum class State : std::uint8_t {
        Free,
        Open,
        Closing,   ///< the end is decided, last bytes wait for the kernel
        Lingering, ///< our side is shut; waiting for the peer's end
    };

    std::uint64_t cursor = 0; ///< byte offset in the log; used when entries is null
    std::uint64_t joined = 0; ///< the channel's head when the stream began; likewise
    WatchSeat seat;           ///< likewise
    int fd = -1;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    State state = State::Free;
    BodyFraming framing = BodyFraming::Chunked;
    Cause cause = Cause::Error;  ///< once evicting or ended
    bool blocked = false;        ///< the socket refused bytes; EPOLLOUT is armed
    bool evicting = false;       ///< ends with cause as soon as it has caught up
    std::uint32_t discarded = 0; ///< bytes the client sent on the open stream
    std::uint64_t id = 0;
    std::uint64_t sentBytes = 0;
    Instant opened;
    Instant lastSent; ///< when the kernel last took bytes
    ClientAddress client;
    std::unique_ptr<std::string> side; ///< unsent rest of a head, heartbeat or notice; goes before log bytes
    std::unique_ptr<EntryCursors> entries;
};

} // namespace sluice
