// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadPreflight.h"

#include "load/run/LoadOptions.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include <sys/resource.h>

namespace sluice {

namespace {

// Some ports of the range are always taken by others or wait for their last packets.
constexpr std::uint64_t kUsablePercent = 90;
// 127.0.0.1 to 127.0.0.254
constexpr std::uint64_t kMostSources = 254;
constexpr std::uint64_t kWidestRange = 65'535 - 1024 + 1;
constexpr std::uint64_t kAmpleFileMax = 2'097'152; // what the packaged sysctl file sets, too

/** The soft limit of another process, with which it runs. */
std::optional<std::uint64_t> descriptorLimitOf(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/limits");
    constexpr std::string_view title = "Max open files";
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(title))
            return std::strtoull(line.c_str() + title.size(), nullptr, 10); // 0 where it says "unlimited"
    return std::nullopt;
}

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

std::uint64_t freeDescriptors()
{
    std::ifstream file("/proc/sys/fs/file-nr");
    std::uint64_t used = 0;
    std::uint64_t unused = 0;
    std::uint64_t most = 0;
    if (!(file >> used >> unused >> most))
        return ~0ULL;
    return most > used ? most - used : 0;
}

tl::expected<std::uint32_t, Error> planProcesses(const DescriptorPlan &plan)
{
    const std::uint64_t room = plan.limit > plan.others ? plan.limit - plan.others : 0;
    const std::uint64_t needed = room == 0 ? kMostProcesses + 1 : (plan.clients + room - 1) / room;
    const std::uint64_t processes = plan.processes > 0 ? plan.processes : std::max<std::uint64_t>(needed, 1);
    if (needed > processes || processes > kMostProcesses) {
        const std::uint64_t most = plan.processes > 0 ? plan.processes : kMostProcesses;
        const std::uint64_t enough = (plan.clients + most - 1) / most + plan.others;
        return tl::unexpected(environmentError(
            std::to_string(plan.clients) + " clients need as many descriptors, but each of " +
            std::to_string(most) + " processes may have " + std::to_string(plan.limit) + " (ulimit -Hn), " +
            std::to_string(plan.others) + " of them for other things; at most " +
            std::to_string(room * most) + " clients fit. Mend it with: sudo prlimit --pid $$ --nofile=" +
            std::to_string(enough) + ":" + std::to_string(enough)));
    }
    const std::uint64_t all = plan.clients + processes * plan.others;
    if (all > plan.free)
        return tl::unexpected(
            environmentError(std::to_string(plan.clients) + " clients need " + std::to_string(all) +
                             " descriptors, but the whole machine has " + std::to_string(plan.free) +
                             " left (fs.file-max). Mend it with: sudo sysctl -w fs.file-max=" +
                             std::to_string(kAmpleFileMax)));
    return static_cast<std::uint32_t>(processes);
}

std::string serverDescriptorNote(const std::vector<pid_t> &pids, std::uint64_t clients)
{
    std::uint64_t sum = 0;
    for (const pid_t pid : pids) {
        const auto limit = descriptorLimitOf(pid);
        if (!limit)
            return {};
        sum += *limit;
    }
    if (pids.empty() || sum >= clients)
        return {};
    const std::uint64_t enough = clients / pids.size() + clients / 10;
    return "the server may have " + std::to_string(sum) + " descriptors, fewer than the " +
           std::to_string(clients) + " clients; it will refuse some. Mend it with: sudo prlimit --pid " +
           std::to_string(pids.front()) + " --nofile=" + std::to_string(enough) + ":" +
           std::to_string(enough) + ", or LimitNOFILE= in its unit";
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
        std::to_string(usable * most) + " usable (net.ipv4.ip_local_port_range). " +
        (range < kWidestRange ? "Mend it with: sudo sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\""
                              : "Load it from several machines, or on several addresses")));
}

} // namespace sluice
