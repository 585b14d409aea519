// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/plan/MachineFacts.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace sluice {

namespace {

using Fact = std::optional<std::int64_t>;

/** The whole number at @p index of a file's first line; absent where there is none. */
Fact numberIn(const char *path, int index = 0)
{
    std::ifstream file(path);
    std::int64_t number = 0;
    for (int at = 0; at <= index; ++at)
        if (!(file >> number))
            return std::nullopt;
    return number;
}

Fact hardDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max == RLIM_INFINITY)
        return std::nullopt;
    return static_cast<std::int64_t>(limit.rlim_max);
}

/** The smallest memory.max from this process's control group (version 2) up to the root. */
Fact controlGroupMemory()
{
    std::ifstream file("/proc/self/cgroup");
    std::string path;
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("0::"))
            path = line.substr(3);
    Fact least;
    while (!path.empty()) {
        if (const Fact here = numberIn(("/sys/fs/cgroup" + path + "/memory.max").c_str()))
            least = std::min(least.value_or(*here), *here);
        path.erase(path.find_last_of('/') == std::string::npos ? 0 : path.find_last_of('/'));
    }
    return least;
}

Fact memoryOfMachine()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long size = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0)
        return std::nullopt;
    const std::int64_t bytes = std::int64_t{pages} * size;
    return std::min(bytes, controlGroupMemory().value_or(bytes));
}

Fact tcpMemoryLimit()
{
    constexpr int most = 2; // low, pressure, most; in pages
    const Fact pages = numberIn("/proc/sys/net/ipv4/tcp_mem", most);
    return pages ? Fact(*pages * ::sysconf(_SC_PAGESIZE)) : std::nullopt;
}

Fact portsOfRange()
{
    const Fact first = numberIn("/proc/sys/net/ipv4/ip_local_port_range", 0);
    const Fact last = numberIn("/proc/sys/net/ipv4/ip_local_port_range", 1);
    return first && last && *first <= *last ? Fact(*last - *first + 1) : std::nullopt;
}

} // namespace

MachineFacts MachineFacts::read()
{
    MachineFacts facts;
    facts.descriptors = hardDescriptorLimit();
    facts.descriptorCeiling = numberIn("/proc/sys/fs/nr_open");
    facts.systemDescriptors = numberIn("/proc/sys/fs/file-max");
    facts.memory = memoryOfMachine();
    facts.tcpMemory = tcpMemoryLimit();
    if (const unsigned cores = std::thread::hardware_concurrency(); cores > 0)
        facts.cores = cores;
    facts.acceptQueue = numberIn("/proc/sys/net/core/somaxconn");
    facts.localPorts = portsOfRange();
    return facts;
}

} // namespace sluice
