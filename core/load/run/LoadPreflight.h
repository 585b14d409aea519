// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says before a load run starts whether this machine has the descriptors and the ports for it, with numbers.
// The planning functions are pure; any thread.
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>
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

/** What the descriptors of a run are planned from. */
struct DescriptorPlan
{
    std::uint64_t clients = 0;
    std::uint64_t others = 0;    ///< that each process needs besides its clients
    std::uint64_t limit = 0;     ///< that each process may have
    std::uint64_t free = ~0ULL;  ///< that the whole machine has left
    std::uint32_t processes = 0; ///< that were asked for; 0: as few as suffice
};

/** How many processes the clients need: 1 reads them in this one. Errors have the numbers, and the command
 * that mends it. */
tl::expected<std::uint32_t, Error> planProcesses(const DescriptorPlan &plan);

/** Descriptors that the whole machine has left (fs.file-max). */
std::uint64_t freeDescriptors();

/** What to say before a run whose server processes may have fewer descriptors than there will be clients;
 * empty when they suffice, or nobody can tell. */
std::string serverDescriptorNote(const std::vector<pid_t> &pids, std::uint64_t clients);

/**
 * How many source addresses @p connections to one address and port need. One where the port range suffices,
 * several 127.0.0.x where the target is on 127.0.0.0/8, else an error with the numbers, and the command that
 * mends it.
 */
tl::expected<std::uint32_t, Error> planSources(std::uint64_t connections, PortRange ports, Sources sources);

} // namespace sluice
