// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator sees of one channel at one moment. A plain value that Channel::facts() makes; any thread.
#pragma once

#include "base/Clock.h"
#include "settings/ChannelPolicies.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice {

struct ChannelFacts
{
    std::string name;
    std::uint32_t subscribers = 0; ///< open streams
    std::int64_t historyCount = 0; ///< events that a client may resume from
    std::int64_t historyBytes = 0; ///< framed
    std::optional<Instant> oldest; ///< when the oldest of them was published
    std::string headId;            ///< the id that resumes behind the newest event
    std::uint64_t published = 0;   ///< events appended
    double publishRate = 0;        ///< events/s over the last second or so
    SlowPolicy policy = SlowPolicy::Disconnect;
    std::uint64_t dropped = 0;          ///< events that drop-oldest took from a stream, one for each stream
    std::uint64_t coalesced = 0;        ///< events that coalesce took from a stream, one for each stream
    std::uint64_t pauses = 0;           ///< times that its publishers were made to wait
    std::uint64_t slowEnds = 0;         ///< streams that ended as slow-consumer
    std::optional<Instant> pausedSince; ///< while its publishers wait
};

} // namespace sluice
