// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says before a load run starts whether this machine has the descriptors and the ports for it, with numbers.
// The planning functions are pure; any thread.
#pragma once

#include "settings/Error.h"

#include <cstdint>

#include <tl/expected.hpp>

namespace sluice {

/** Ephemeral ports, from the first to the last one of the range. */
struct PortRange
{
    std::uint32_t first = 32'768;
    std::uint32_t last = 60'999;
};

/** Whether a target has several source addresses of its own: only 127.0.0.0/8 has. */
enum class Sources { One, Loopback };

/** Raises the soft descriptor limit to the hard one and returns it. */
std::uint64_t raiseDescriptorLimit();

/** Descriptors that this process holds now. */
std::uint64_t openDescriptors();

/** The machine's range of ephemeral ports; the kernel's default where it cannot be read. */
PortRange ephemeralPorts();

/** An error with both numbers when @p clients and @p others do not fit into @p limit descriptors. */
tl::expected<void, Error> checkDescriptors(std::uint64_t clients, std::uint64_t others, std::uint64_t limit);

/**
 * How many source addresses @p connections to one address and port need. One where the port range suffices,
 * several 127.0.0.x where the target is on 127.0.0.0/8, else an error with the numbers.
 */
tl::expected<std::uint32_t, Error> planSources(std::uint64_t connections, PortRange ports, Sources sources);

} // namespace sluice
