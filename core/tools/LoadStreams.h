// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The reading side of a load run: thousands of streams on raw sockets in one epoll, with one shared read
// buffer and some 200 bytes per stream. Owned and called by the thread that runs LoadGenerator.
#pragma once

#include "tools/DeliveryLedger.h"
#include "tools/Descriptor.h"
#include "tools/LatencyHistogram.h"
#include "tools/LoadEvent.h"
#include "tools/LoadOptions.h"
#include "tools/LoadTarget.h"
#include "tools/StreamDecoder.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

class LoadStreams : private StreamDecoder::Sink
{
public:
    using Clock = std::chrono::steady_clock;

    /** @p sources is how many 127.0.0.x addresses to connect from. Everything must outlive the streams. */
    LoadStreams(const LoadOptions &options, const LoadTarget &target, std::uint32_t sources,
                const LoadEventFormat &format, DeliveryLedger &ledger);
    ~LoadStreams() override;
    LoadStreams(const LoadStreams &) = delete;
    LoadStreams &operator=(const LoadStreams &) = delete;

    /** Starts connects of the first @p upTo clients, within the limit in flight; gives up those that take too
     * long. */
    void connectMore(std::uint32_t upTo);

    /** Waits at most @p patience for anything to read, and reads it. */
    void poll(std::chrono::milliseconds patience);

    /** Closes every stream; that is no drop. */
    void closeAll();

    /** Clients that are connected or have failed. */
    std::uint32_t decided() const { return m_decided; }

    /** Streams that were answered with 200 and an event stream, ever. */
    std::uint32_t connected() const { return m_connected; }

    /** Clients that got another status, or whose connection was refused. */
    std::uint32_t refused() const { return m_refused; }

    /** Clients that failed otherwise before their stream was open. */
    std::uint32_t connectErrors() const { return m_connectErrors; }

    /** Open streams that ended or were reset, stalled ones excepted. */
    std::uint32_t drops() const { return m_drops; }

    /** How many clients failed, for each reason in words. */
    const std::map<std::string, std::uint32_t> &failures() const { return m_failures; }

    /** Why streams dropped, in words, and how many each. */
    const std::map<std::string, std::uint32_t> &dropReasons() const { return m_dropReasons; }

    /** True for an open stream that reads. */
    bool isReading(std::uint32_t stream) const { return m_streams[stream].state == State::Open; }

    /** When the last client was decided. */
    Clock::time_point lastDecision() const { return m_lastDecision; }

    /** When the last event was delivered; nothing when none was. */
    std::optional<Clock::time_point> lastDelivery() const { return m_lastDelivery; }

    /** From the stamp in the event to its last byte here, each event once per stream. */
    const LatencyHistogram &latencies() const { return m_latencies; }

private:
    enum class State : std::uint8_t { Waiting, Connecting, AwaitingHead, Open, Stalled, Closed };

    struct Stream
    {
        int fd = -1;
        State state = State::Waiting;
        Clock::time_point startedAt;
        StreamDecoder decoder;
    };

    Stream &current() { return m_streams[m_current]; }
    bool isToStall(std::uint32_t stream) const { return stream >= m_streams.size() - m_options.stalled; }
    void connect(std::uint32_t stream);
    void bindSource(int fd, std::uint32_t stream) const;
    void giveUpLate(Clock::time_point now);
    void handle(std::uint32_t events);
    void sendRequest();
    void receive(bool untilEnd);
    void settle(StreamDecoder::State decoded);
    void openStream();
    void endStream(const std::string &reason);
    void refuse(const std::string &reason);
    void failConnect(const std::string &reason);
    void decide();
    void close();
    void take(const LoadEvent &event) override;

    const LoadOptions &m_options;
    const LoadTarget &m_target;
    std::uint32_t m_sources;
    const LoadEventFormat &m_format;
    DeliveryLedger &m_ledger;
    Descriptor m_epoll;
    std::vector<char> m_buffer;
    std::vector<Stream> m_streams;
    std::uint32_t m_current = 0; // the stream that is being handled
    std::uint32_t m_started = 0;
    std::uint32_t m_decided = 0;
    std::uint32_t m_connected = 0;
    std::uint32_t m_refused = 0;
    std::uint32_t m_connectErrors = 0;
    std::uint32_t m_drops = 0;
    Clock::time_point m_now;
    Clock::time_point m_lastDecision;
    Clock::time_point m_nextLateCheck;
    std::optional<Clock::time_point> m_lastDelivery;
    LatencyHistogram m_latencies;
    std::map<std::string, std::uint32_t> m_failures;
    std::map<std::string, std::uint32_t> m_dropReasons;
};

} // namespace sluice
