// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/LoadPreflight.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/resource.h>

namespace sluice {

namespace {

// Some ports of the range are always taken by others or wait for their last packets.
constexpr std::uint64_t kUsablePercent = 90;
// 127.0.0.1 to 127.0.0.254
constexpr std::uint64_t kMostSources = 254;

} // namespace

std::uint64_t raiseDescriptorLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < limit.rlim_max) {
        const rlimit raised{limit.rlim_max, limit.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return limit.rlim_cur;
}

std::uint64_t openDescriptors()
{
    std::error_code error;
    std::uint64_t count = 0;
    for (auto entry = std::filesystem::directory_iterator("/proc/self/fd", error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        ++count;
    return count;
}

PortRange ephemeralPorts()
{
    std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
    PortRange range;
    if (file >> range.first >> range.last && range.first <= range.last)
        return range;
    return {};
}

tl::expected<void, Error> checkDescriptors(std::uint64_t clients, std::uint64_t others, std::uint64_t limit)
{
    if (clients + others <= limit)
        return {};
    const std::uint64_t most = limit > others ? limit - others : 0;
    return tl::unexpected(environmentError(
        "--clients " + std::to_string(clients) + " needs " + std::to_string(clients + others) +
        " descriptors, but this process may have " + std::to_string(limit) + " (ulimit -Hn); at most " +
        std::to_string(most) + " clients fit"));
}

tl::expected<std::uint32_t, Error> planSources(std::uint64_t connections, PortRange ports, Sources sources)
{
    const std::uint64_t range = ports.last - ports.first + 1;
    const std::uint64_t usable = std::max<std::uint64_t>(range * kUsablePercent / 100, 1);
    const std::uint64_t needed = (connections + usable - 1) / usable;
    const std::uint64_t most = sources == Sources::Loopback ? kMostSources : 1;
    if (needed <= most)
        return static_cast<std::uint32_t>(std::max<std::uint64_t>(needed, 1));
    return tl::unexpected(environmentError(
        std::to_string(connections) + " connections to one address need as many local ports, but the range " +
        std::to_string(ports.first) + " to " + std::to_string(ports.last) + " leaves " +
        std::to_string(usable * most) + " usable (net.ipv4.ip_local_port_range)"));
}

} // namespace sluice
