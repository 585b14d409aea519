// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/service/ServiceReporter.h"

#include "server/Server.h"

#include <algorithm>
#include <ctime>

#include <systemd/sd-daemon.h>

namespace sluice {

namespace {

using std::chrono::microseconds;

// The status line, where no watchdog asks for more.
constexpr Milliseconds statusInterval{5000};

// A worker that misses one beat and answers the next has not starved a watchdog yet.
constexpr int beatsPerWatchdog = 4;

// While the server stops, each beat asks for this many beats more: a drain of an hour needs no edited unit.
constexpr int beatsOfExtension = 6;

Milliseconds beatInterval()
{
    std::uint64_t watchdog = 0;
    if (sd_watchdog_enabled(0, &watchdog) <= 0)
        return statusInterval;
    const auto beat = std::chrono::duration_cast<Milliseconds>(microseconds(watchdog)) / beatsPerWatchdog;
    return std::clamp(beat, Milliseconds(1), statusInterval);
}

std::string monotonicMicroseconds()
{
    // Not Clock::now(): the manager compares it with CLOCK_MONOTONIC, which a steady clock need not be.
    std::timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    constexpr long long microsecondsPerSecond = 1'000'000;
    constexpr long long nanosecondsPerMicrosecond = 1'000;
    return std::to_string(now.tv_sec * microsecondsPerSecond + now.tv_nsec / nanosecondsPerMicrosecond);
}

} // namespace

ServiceReporter::ServiceReporter(Server &server)
    : m_server(server)
{
    if (!m_manager.hasManager())
        return;
    connect(&m_beat, &QTimer::timeout, this, &ServiceReporter::beat);
    m_beat.start(beatInterval());
}

void ServiceReporter::reportReady()
{
    m_stopping = false; // a stop can be cancelled
    m_manager.send("READY=1\nSTATUS=" + statusLine());
}

void ServiceReporter::reportReloading()
{
    if (m_stopping)
        return; // a service that stops is neither reloading nor ready, whatever it reads
    m_manager.send("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicroseconds() +
                   "\nSTATUS=Reading the settings again");
}

void ServiceReporter::reportReloaded()
{
    if (!m_stopping)
        reportReady();
}

void ServiceReporter::reportStopping()
{
    m_stopping = true;
    m_manager.send("STOPPING=1\nSTATUS=" + statusLine());
}

void ServiceReporter::beat()
{
    if (const auto blocked = blockedWorker()) {
        m_manager.send("STATUS=Worker " + std::to_string(*blocked) + " does not turn; " + statusLine());
        return;
    }
    std::string state = "WATCHDOG=1\nSTATUS=" + statusLine();
    if (m_stopping)
        state += "\nEXTEND_TIMEOUT_USEC=" +
                 std::to_string(microseconds(m_beat.intervalAsDuration()).count() * beatsOfExtension);
    m_manager.send(state);
}

std::optional<std::size_t> ServiceReporter::blockedWorker() const
{
    for (const WorkerHealth &worker : m_server.engine().health())
        if (worker.isBlocked)
            return worker.worker;
    return std::nullopt;
}

std::string ServiceReporter::statusLine() const
{
    const Engine &engine = m_server.engine();
    std::int64_t streams = 0;
    for (const auto &worker : engine.workers())
        streams += worker->openStreams();
    const std::string counted =
        std::to_string(streams) + " of " + std::to_string(engine.admission().maxStreams()) + " streams";
    return (m_stopping ? "Stopping, " : "Serving ") + counted;
}

} // namespace sluice
