// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How one stream ended: what the ring of ends keeps of it. A plain value.
#pragma once

#include "base/Clock.h"
#include "model/ClientAddress.h"
#include "model/StreamEnd.h"

#include <memory>
#include <string>

namespace sluice {

struct EndRecord
{
    std::uint64_t id = 0;
    std::shared_ptr<const std::string> channels; ///< joined by ','; null if it ended before it had any
    std::shared_ptr<const EndNote> note;         ///< of a stream that an operator ended; may be null
    Instant opened;
    Instant ended;
    UtcTime endedUtc;
    std::uint64_t sentBytes = 0;
    ClientAddress client;
    Cause cause = Cause::Error;
    std::uint16_t worker = 0; ///< set by whoever gathers the records of several workers

    /** From admission to the end. */
    Clock::duration age() const { return ended - opened; }

    /** The names of its channels, joined by ','. */
    std::string_view channelNames() const
    {
        return channels ? std::string_view(*channels) : std::string_view();
    }
};

} // namespace sluice
