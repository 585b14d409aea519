// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/system/ProcessSampler.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <time.h>

namespace sluice {

namespace {

std::string procFile(pid_t pid, const char *name)
{
    std::ifstream file("/proc/" + std::to_string(pid) + '/' + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

/** User and system time, by the scheduler's clock: /proc counts in ticks of 10 ms, the time of some 400
 * connects. */
std::optional<double> cpuSeconds(pid_t pid)
{
    clockid_t clock = 0;
    timespec time{};
    // 0 would be this process itself.
    if (pid <= 0 || clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return std::nullopt;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::int64_t kibOf(const std::string &status, const std::string &key)
{
    const auto at = status.find('\n' + key + ':');
    return at == std::string::npos ? 0 : std::strtoll(status.c_str() + at + key.size() + 2, nullptr, 10);
}

std::string nameOf(pid_t pid)
{
    std::string name = procFile(pid, "comm");
    if (!name.empty() && name.back() == '\n')
        name.pop_back();
    return name;
}

} // namespace

std::optional<ProcessSample> sampleProcess(pid_t pid)
{
    const std::string status = procFile(pid, "status");
    const std::optional<double> cpu = cpuSeconds(pid);
    // A clock alone proves nothing: its number has no room for every pid.
    if (status.empty() || !cpu)
        return std::nullopt;
    return ProcessSample{*cpu, kibOf(status, "VmRSS"), kibOf(status, "RssAnon")};
}

tl::expected<ProcessSampler, Error> ProcessSampler::watch(const std::vector<pid_t> &pids)
{
    ProcessSampler sampler;
    for (const pid_t pid : pids) {
        const std::optional<ProcessSample> sample = sampleProcess(pid);
        if (!sample)
            return tl::unexpected(inputError("--pid " + std::to_string(pid) + ": there is no such process"));
        sampler.m_pids.push_back(pid);
        sampler.m_names.push_back(nameOf(pid));
        sampler.m_last.push_back(*sample);
        sampler.m_highest.push_back(sample->rssKib);
    }
    return sampler;
}

const std::vector<ProcessSample> &ProcessSampler::sample()
{
    for (std::size_t i = 0; i < m_pids.size(); ++i) {
        const std::optional<ProcessSample> sample = sampleProcess(m_pids[i]);
        if (!sample)
            continue;
        m_last[i] = *sample;
        m_highest[i] = std::max(m_highest[i], sample->rssKib);
    }
    return m_last;
}

} // namespace sluice
