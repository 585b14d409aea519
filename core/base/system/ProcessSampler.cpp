// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/system/ProcessSampler.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include <unistd.h>

namespace sluice {

namespace {

std::string procFile(pid_t pid, const char *name)
{
    std::ifstream file("/proc/" + std::to_string(pid) + '/' + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

/** utime and stime, fields 14 and 15; the name before them may hold anything, so count from its last ')'. */
std::optional<double> cpuSeconds(const std::string &stat)
{
    const auto nameEnd = stat.rfind(')');
    if (nameEnd == std::string::npos)
        return std::nullopt;
    std::istringstream fields(stat.substr(nameEnd + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double user = 0;
    double system = 0;
    if (!(fields >> user >> system))
        return std::nullopt;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
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
    const std::optional<double> cpu = cpuSeconds(procFile(pid, "stat"));
    if (!cpu)
        return std::nullopt;
    const std::string status = procFile(pid, "status");
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
