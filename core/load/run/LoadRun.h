// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The phases of one load test, in order, over clients, publishers and measured processes that fit together.
// Made and called by LoadGenerator::run() on its thread, used once.
#pragma once

#include "base/system/ProcessSampler.h"
#include "load/clients/LoadCrowd.h"
#include "load/publisher/LoadPublisher.h"
#include "load/report/LoadReport.h"
#include "load/report/LoadSample.h"
#include "load/run/LoadGenerator.h"
#include "load/run/LoadOptions.h"
#include "load/run/RssWatch.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <vector>

namespace sluice {

class LoadRun
{
public:
    using Clock = std::chrono::steady_clock;

    /** What the run needs from outside; all of it must outlive the run. */
    struct Setting
    {
        const LoadOptions &options;
        LoadCrowd &crowd;
        LoadPublisher &publisher;
        ProcessSampler &processes;
        const LoadGenerator::Progress &progress;
        const std::atomic<bool> &stop;
    };

    explicit LoadRun(const Setting &setting);

    /** Blocks through all phases. */
    LoadReport run();

private:
    using Samples = std::vector<ProcessSample>;

    void connectAll();
    void rampUp();
    void connectUpTo(std::uint32_t clients);
    void settle();
    void hold();
    void beginPublishing();
    void publish();
    void awaitTail();
    void finish();
    void enter(LoadPhase phase);
    void turn();
    void tick(Clock::time_point now);
    void measureProcesses(Clock::time_point now);
    void takeSample(Clock::time_point now, const CrowdFigures &figures);
    void aim(std::uint32_t clients);
    std::uint32_t clientsAt(Clock::duration sincePublish) const;
    std::optional<double> leftSeconds(Clock::time_point now) const;
    std::optional<double> cpuSeconds() const;
    bool isStopped() const { return m_setting.stop.load(std::memory_order_relaxed); }
    void reportClients(const CrowdFigures &figures);
    void reportDeliveries(const CrowdFigures &figures);
    void reportProcesses();

    const Setting m_setting;
    LoadReport m_report;
    LoadPhase m_phase = LoadPhase::Connecting;
    RssWatch m_rss;
    Samples m_atStart;
    Samples m_atWarm;
    Samples m_atConnected;
    Samples m_atPublish;
    Samples m_atEnd;
    Samples m_latest;
    std::uint32_t m_asked = 0;
    std::uint32_t m_warmStreams = 0;
    Clock::time_point m_begin;
    Clock::time_point m_phaseBegin;
    std::optional<Clock::time_point> m_publishBegin;
    Clock::time_point m_nextSecond;
    Clock::time_point m_nextSample;
    // of the sample before
    Clock::time_point m_lastSecond;
    std::uint64_t m_lastPublished = 0;
    std::uint64_t m_lastDelivered = 0;
    std::optional<double> m_lastCpu;
    LatencyHistogram m_lastLatencies;
};

} // namespace sluice
