// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator sees of the open streams: copies that their worker made a moment ago. Plain values,
// immutable once published; any thread.
#pragma once

#include "base/Clock.h"
#include "engine/fanout/Stream.h"
#include "model/ClientAddress.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

struct StreamFacts
{
    std::uint64_t id = 0;
    ClientAddress client;
    /** Names of its channels, never null; the streams of one channel share the list. */
    std::shared_ptr<const std::vector<std::string>> channelNames;
    std::size_t worker = 0;
    Instant opened;
    Milliseconds age{0};            ///< when it was copied
    std::uint64_t backlogBytes = 0; ///< what its socket refused, without the entry under its cursor
    double drainRate = 0; ///< bytes/s that its socket took since the copy before, or since it opened
    std::uint64_t sentBytes = 0;
    std::uint64_t sentEvents = 0;               ///< whole events that its socket took
    double eventRate = 0;                       ///< of them a second, over the same span as drainRate
    std::optional<Instant> lastEvent;           ///< when its socket took the last of them
    bool blocked = false;                       ///< its socket refuses bytes
    bool evicting = false;                      ///< it ends as soon as it has caught up
    BodyFraming framing = BodyFraming::Chunked; ///< Plain is HTTP/1.0

    const std::vector<std::string> &channels() const { return *channelNames; }
};

/** The open streams of one worker. Begun at one moment, made in slices: no stream is in it twice. */
struct StreamsCopy
{
    std::size_t worker = 0;
    Instant taken; ///< when it was begun
    std::vector<StreamFacts> streams;
};

} // namespace sluice
