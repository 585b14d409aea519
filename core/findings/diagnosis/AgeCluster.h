// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ends that have one age in common although they happened at different times: the print of a timeout that is
// not ours. Pure function; any thread.
#pragma once

#include "model/EndRecord.h"

#include <optional>
#include <vector>

namespace sluice {

struct AgeCluster
{
    std::size_t count = 0; ///< ends of that age
    std::size_t among = 0; ///< ends that the other side made, all ages
    double age = 0;        ///< their median age in seconds
    double spread = 0;     ///< between the youngest and the oldest of them, seconds

    /** The cluster among @p ends that the other side made, if they have one. */
    static std::optional<AgeCluster> of(const std::vector<EndRecord> &ends);
};

} // namespace sluice
