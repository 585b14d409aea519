// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The reading side of a load run: thousands of streams on raw sockets in one epoll, with one shared read
// buffer and some 200 bytes per stream. Owned and called by the thread that runs the load.
#pragma once

#include "base/files/Descriptor.h"
#include "load/clients/DeliveryLedger.h"
#include "load/clients/LoadShare.h"
#include "load/clients/ResumePoint.h"
#include "load/clients/StreamDecoder.h"
#include "load/run/LoadEvent.h"
#include "load/run/LoadOptions.h"
#include "load/run/LoadTarget.h"
#include "model/LatencyHistogram.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <vector>

namespace sluice {

class LoadStreams : private StreamDecoder::Sink
{
public:
    using Clock = std::chrono::steady_clock;

    enum class Churn { Off, On };

    /** Where the streams go and which of the run's clients they are. */
    struct Route
    {
        const LoadTarget &target;
        std::uint32_t sources = 1; ///< how many 127.0.0.x addresses to connect from
        LoadShare share{};
    };

    /** Streams, reasons and returns, counted since the begin. */
    struct Counts
    {
        std::uint32_t decided = 0;       ///< clients that are connected or have failed
        std::uint32_t connected = 0;     ///< clients whose stream was open, ever
        std::uint32_t open = 0;          ///< streams that are open now
        std::uint32_t refused = 0;       ///< clients that got another status, or whose connection was refused
        std::uint32_t connectErrors = 0; ///< clients that failed otherwise before their stream was open
        std::uint32_t drops = 0;         ///< open streams that ended unasked, stalled and slow ones excepted
        std::uint32_t slowEnded = 0;     ///< slow streams that ended
        std::uint32_t churned = 0;       ///< streams that were closed to come back
        std::uint32_t returned = 0;      ///< streams that came back
        std::uint32_t returnFailures = 0; ///< attempts to come back that failed, and were repeated
        std::uint32_t away = 0;           ///< clients that are about to come back now
        std::uint32_t left = 0;           ///< clients of the spike that went
        std::uint64_t replayed = 0;       ///< deliveries that had been sent before the stream was open
    };

    /** Everything must outlive the streams. */
    LoadStreams(const LoadOptions &options, const Route &route, const LoadEventFormat &format,
                DeliveryLedger &ledger);
    ~LoadStreams() override;
    LoadStreams(const LoadStreams &) = delete;
    LoadStreams &operator=(const LoadStreams &) = delete;

    /** How many of the run's clients shall be there; those of a spike leave when there are to be fewer. */
    void aim(std::uint32_t clients);

    /** Begins or ends that clients leave to come back. */
    void setChurn(Churn churn);

    /** Connects, within the limit in flight, and does whatever else is due; then waits at most @p patience
     * for anything to read, and reads it. */
    void work(std::chrono::milliseconds patience);

    /** Closes every stream; that is no drop. */
    void closeAll();

    const Counts &counts() const { return m_counts; }

    /** True when every stream that reads has all that it is owed, and nobody is on the way back; after the
     * last event was sent. */
    bool hasAll();

    /** How many clients failed, for each reason in words. */
    const std::map<std::string, std::uint32_t> &failures() const { return m_failures; }

    /** Why streams dropped, in words, and how many each. */
    const std::map<std::string, std::uint32_t> &dropReasons() const { return m_dropReasons; }

    /** When the last client was decided. */
    Clock::time_point lastDecision() const { return m_lastDecision; }

    /** When the last event was delivered; nothing when none was. */
    std::optional<Clock::time_point> lastDelivery() const { return m_lastDelivery; }

    /** From the stamp in the event to its last byte here, each event once per stream that was open when it
     * was sent. */
    const LatencyHistogram &latencies() const { return m_latencies; }

private:
    enum class State : std::uint8_t { Waiting, Connecting, AwaitingHead, Open, Stalled, Slow, Away, Closed };
    enum class Kind : std::uint8_t { Reader, Slow, Stalled };

    struct Stream
    {
        int fd = -1;
        State state = State::Waiting;
        Kind kind = Kind::Reader;
        bool isReturning = false;
        std::uint8_t fruitless = 0; ///< attempts in a row that brought no event
        Clock::time_point since;    // when the connect began; of an open stream, when it opened
        StreamDecoder decoder;
    };

    struct Return
    {
        Clock::time_point due;
        std::uint32_t stream = 0;
        bool operator>(const Return &other) const { return due > other.due; }
    };

    Stream &current() { return m_streams[m_current]; }
    std::uint32_t number(std::uint32_t stream) const { return m_route.share.number(stream); }
    Kind kindOf(std::uint32_t stream) const;
    bool isWorthALook() const { return m_inFlight > 0 || m_started < m_aim || m_hasErrands; }
    void runErrands();
    void connectMore();
    void connect(std::uint32_t stream);
    void bindSource(int fd, std::uint32_t stream) const;
    void giveUpLate();
    void poll(std::chrono::milliseconds patience);
    void handle(std::uint32_t events);
    void sendRequest();
    void receive(bool untilEnd);
    void settle(StreamDecoder::State decoded);
    void openStream();
    void endStream(const std::string &reason);
    void refuse(const std::string &reason);
    void failConnect(const std::string &reason);
    bool repeatReturn();
    void decide();
    void close();
    void churn();
    bool mayChurn() const;
    void returnDue();
    void readSlowly();
    void leaveDownTo(std::uint32_t streams);
    void comeBackIn(std::chrono::milliseconds usual);
    std::chrono::milliseconds backedOff(std::chrono::milliseconds usual);
    void countFruitless();
    void take(const LoadEvent &event) override;

    const LoadOptions &m_options;
    const Route m_route;
    const LoadEventFormat &m_format;
    DeliveryLedger &m_ledger;
    Descriptor m_epoll;
    std::vector<char> m_buffer;
    std::vector<Stream> m_streams;
    std::vector<ResumePoint> m_resumePoints; // of streams that come back; else empty
    std::vector<std::uint32_t> m_slow;       // open streams that read slowly
    std::priority_queue<Return, std::vector<Return>, std::greater<>> m_returns;
    std::minstd_rand m_random;
    Churn m_churn = Churn::Off;
    double m_churnDue = 0;          // clients that are to leave
    std::uint32_t m_connectsAtOnce; // of this process
    std::uint32_t m_readers = 0;    // clients that read as they should, those of a spike excepted
    std::uint32_t m_aim = 0;        // streams of this process
    std::uint32_t m_current = 0;    // the stream that is being handled
    std::uint32_t m_started = 0;
    std::uint32_t m_inFlight = 0;
    bool m_hasErrands = false; // somebody reads slowly or comes back
    Counts m_counts;
    Clock::time_point m_now;
    Clock::time_point m_lastDecision;
    Clock::time_point m_lastChurn;
    Clock::time_point m_nextLateCheck;
    Clock::time_point m_nextSlowRead;
    std::optional<Clock::time_point> m_lastDelivery;
    LatencyHistogram m_latencies;
    std::map<std::string, std::uint32_t> m_failures;
    std::map<std::string, std::uint32_t> m_dropReasons;
};

} // namespace sluice
