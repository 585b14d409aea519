// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The phases of one load test, in order, over streams, publishers and measured processes that fit together.
// Made and called by LoadGenerator::run() on its thread, used once.
#pragma once

#include "tools/DeliveryLedger.h"
#include "tools/LoadEvent.h"
#include "tools/LoadGenerator.h"
#include "tools/LoadOptions.h"
#include "tools/LoadPublisher.h"
#include "tools/LoadReport.h"
#include "tools/LoadStreams.h"
#include "tools/ProcessSampler.h"
#include "tools/UnconfirmedPublishes.h"

#include <atomic>
#include <chrono>
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
        const LoadTarget &target;
        LoadPublisher::Targets publishTargets;
        std::uint32_t sources;
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
    void connectUpTo(std::uint32_t clients);
    void settle();
    void hold();
    void publish();
    void awaitTail();
    void turn(const char *phase);
    void tick(Clock::time_point now, const char *phase);
    bool isStopped() const { return m_setting.stop.load(std::memory_order_relaxed); }
    bool allDelivered(const std::vector<std::uint64_t> &published) const;
    std::vector<std::uint64_t> publishedTo();
    void reportDeliveries();
    void reportProcesses();

    const Setting m_setting;
    LoadEventFormat m_format;
    UnconfirmedPublishes m_unconfirmed;
    DeliveryLedger m_ledger;
    LoadStreams m_streams;
    LoadPublisher m_publisher;
    LoadReport m_report;
    std::vector<std::uint32_t> m_readers; // per channel, streams that read when publishing began
    Samples m_atStart;
    Samples m_atWarm;
    Samples m_atConnected;
    Samples m_atPublish;
    Samples m_atEnd;
    std::uint32_t m_warmStreams = 0;
    Clock::time_point m_nextProgress;
    Clock::time_point m_nextSample;
    Clock::time_point m_lastProgress;
    std::uint64_t m_lastDelivered = 0;
};

} // namespace sluice
