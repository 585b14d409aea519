// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The publishing side of a load run: paced publishers on keep-alive connections, one outstanding request
// each, and the probe. It is a thread of its own, so that reading thousands of streams delays neither of
// them. Owned by LoadGenerator; construct, start(), and read the results after join().
#pragma once

#include "base/files/Descriptor.h"
#include "load/publisher/KeepAliveConnection.h"
#include "load/publisher/LoadBoard.h"
#include "load/run/LoadEvent.h"
#include "load/run/LoadOptions.h"
#include "load/run/LoadTarget.h"
#include "model/LatencyHistogram.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace sluice {

class LoadPublisher
{
public:
    using Clock = std::chrono::steady_clock;

    /** Where to publish and what to probe; an absent target means not to. Everything must outlive the
     * publisher. */
    struct Targets
    {
        const LoadTarget *publish = nullptr;
        const LoadTarget *probe = nullptr;
    };

    LoadPublisher(const LoadOptions &options, Targets targets, const LoadEventFormat &format,
                  LoadBoard &board);
    ~LoadPublisher();
    LoadPublisher(const LoadPublisher &) = delete;
    LoadPublisher &operator=(const LoadPublisher &) = delete;

    /** Begins; publishes for options.publishTime(), then waits shortly for the last answers and ends by
     * itself. */
    void start();

    /** Ends earlier. Any thread. */
    void stop();

    /** True once the last answer is in. Any thread. */
    bool isFinished() const { return m_finished.load(std::memory_order_acquire); }

    /** Confirmed events so far. Any thread. */
    std::uint64_t published() const { return m_published.load(std::memory_order_relaxed); }

    /** Publishes so far that were refused, or whose answer was lost. Any thread. */
    std::uint64_t errors() const { return m_errors.load(std::memory_order_relaxed); }

    /** Waits for the thread; the results below are for after it. */
    void join();

    /** When the first event was sent; nothing when none was. */
    std::optional<Clock::time_point> firstPublish() const { return m_firstPublish; }

    /** Seconds from the first publish to the last answer. */
    double publishSeconds() const;

    const LatencyHistogram &roundTrips() const { return m_roundTrips; }
    const LatencyHistogram &probes() const { return m_probes; }

private:
    struct Publisher
    {
        std::unique_ptr<KeepAliveConnection> connection;
        std::uint8_t number = 0;
        std::uint32_t channel = 0; // of the outstanding event
        Clock::time_point sentAt;
        Clock::time_point notBefore;          // back-off after a failure
        std::vector<std::uint32_t> sequences; // per channel
    };

    void run();
    void step();
    void sendDue(Clock::time_point now);
    void sendProbe(Clock::time_point now);
    void publish(Publisher &publisher, Clock::time_point now);
    void settle(Publisher &publisher, KeepAliveConnection::Outcome outcome);
    void settleProbe(KeepAliveConnection::Outcome outcome);
    void abandonOutstanding();
    void tellLast();
    bool anyBusy() const;
    bool allSent() const { return m_nextEvent >= m_events; }
    Clock::time_point dueAt(std::uint64_t event) const;
    Clock::time_point nextWakeUp() const;
    void wait(Clock::time_point until);

    const LoadOptions &m_options;
    Targets m_targets;
    const LoadEventFormat &m_format;
    LoadBoard &m_board;
    Descriptor m_epoll;
    Descriptor m_wakeUp;
    std::vector<Publisher> m_publishers;
    std::unique_ptr<KeepAliveConnection> m_probe;
    std::string m_probeRequest;
    Clock::time_point m_probeSentAt;
    Clock::time_point m_nextProbe;
    Clock::time_point m_start;
    Clock::time_point m_end;
    std::uint64_t m_events = 0; // offered in all
    std::uint64_t m_nextEvent = 0;
    std::size_t m_turn = 0;           // whose turn it is to publish
    std::vector<std::string> m_heads; // per channel, without the empty line
    std::optional<Clock::time_point> m_firstPublish;
    Clock::time_point m_lastAnswer;
    LatencyHistogram m_roundTrips;
    LatencyHistogram m_probes;
    std::atomic<std::uint64_t> m_published{0};
    std::atomic<std::uint64_t> m_errors{0};
    std::atomic<bool> m_stop{false};
    std::atomic<bool> m_finished{false};
    std::thread m_thread;
};

} // namespace sluice
