// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/ProxyLogs.h"

#include "findings/diagnosis/NginxErrorLog.h"
#include "findings/diagnosis/NginxTimingLog.h"

namespace sluice {

namespace {

// A line is written when its request ends. What a stream that ends now took to be connected an hour ago says
// nothing of now.
constexpr double staleSeconds = std::chrono::duration<double>(Observation::samplesReach).count();

} // namespace

void ProxyLogs::follow(const std::string &errorLog, const std::string &timingLog)
{
    follow(m_errorLog, errorLog);
    follow(m_timingLog, timingLog);
}

void ProxyLogs::follow(std::optional<LogTail> &tail, const std::string &path)
{
    if (path.empty())
        tail.reset();
    else if (!tail || tail->path() != path)
        tail.emplace(path);
}

void ProxyLogs::poll()
{
    if (m_errorLog)
        m_errorLog->poll([this](std::string_view line) {
            if (const auto fault = nginxFaultOf(line))
                ++m_figures.of(*fault);
        });
    if (m_timingLog)
        m_timingLog->poll([this](std::string_view line) { takeTimes(line); });
}

void ProxyLogs::takeTimes(std::string_view line)
{
    const auto times = nginxTimesOf(line);
    if (!times || times->requestSeconds > staleSeconds)
        return;
    for (const double seconds : times->connect.values())
        m_figures.connect.observe(seconds);
    for (const double seconds : times->header.values())
        m_figures.header.observe(seconds);
}

ProxyLogReading ProxyLogs::reading(const std::optional<LogTail> &tail)
{
    if (!tail)
        return {};
    if (tail->problem().empty())
        return {ProxyLogReading::State::Following, {}};
    return {ProxyLogReading::State::Unreadable, tail->path() + ": " + tail->problem()};
}

} // namespace sluice
