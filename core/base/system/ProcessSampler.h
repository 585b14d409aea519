// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads CPU time and memory of server processes from /proc. Owned and called by the thread that runs the
// load.
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>
#include <tl/expected.hpp>

namespace sluice {

/** One look at one process. */
struct ProcessSample
{
    double cpuSeconds = 0;       ///< user and system time since the process began
    std::int64_t rssKib = 0;     ///< VmRSS
    std::int64_t rssAnonKib = 0; ///< RssAnon, without files and shared memory
};

/** Looks at a process; nothing when it does not exist (any more). */
std::optional<ProcessSample> sampleProcess(pid_t pid);

class ProcessSampler
{
public:
    /** Watches these processes; an error names the first one that does not exist. */
    static tl::expected<ProcessSampler, Error> watch(const std::vector<pid_t> &pids);

    /** Looks at every process, in the order given; one that has ended keeps its last figures. */
    const std::vector<ProcessSample> &sample();

    /** The highest VmRSS that any sample() saw, per process, KiB. */
    const std::vector<std::int64_t> &highestRssKib() const { return m_highest; }

    const std::vector<pid_t> &pids() const { return m_pids; }

    /** The name of each process (comm). */
    const std::vector<std::string> &names() const { return m_names; }

private:
    std::vector<pid_t> m_pids;
    std::vector<std::string> m_names;
    std::vector<ProcessSample> m_last;
    std::vector<std::int64_t> m_highest;
};

} // namespace sluice
