// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Names of streams, and how they are told to go: what passes between a drain and the workers. Plain values.
#pragma once

#include "base/Clock.h"
#include "model/StreamEnd.h"

#include <cstdint>
#include <vector>

namespace sluice {

/** One open stream of some worker. Ids are given in the order of admission, by all workers together. */
struct StreamName
{
    std::uint64_t id = 0;
    std::uint32_t slot = 0;
};

using StreamRoll = std::vector<StreamName>;

/** How an evicted stream ends: its cause, and the window over which its client is told to come back. */
struct Farewell
{
    Cause cause = Cause::Shutdown;
    Milliseconds retrySpread{0};
};

} // namespace sluice
