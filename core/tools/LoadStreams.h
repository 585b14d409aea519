// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The reading side of a load run: thousands of streams on raw sockets in one epoll, with one shared read
// buffer and some 200 bytes per stream. Owned and called by the thread that runs LoadGenerator.
#pragma once

#include "tools/DeliveryLedger.h"
#include "tools/Descriptor.h"
#include "tools/EventScanner.h"
#include "tools/LatencyHistogram.h"
#include "tools/LoadEvent.h"
#include "tools/LoadOptions.h"
#include "tools/LoadTarget.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <http_parser.h>

namespace sluice {

class LoadStreams
{
public:
    using Clock = std::chrono::steady_clock;

    /** @p sources is how many 127.0.0.x addresses to connect from. Everything must outlive the streams. */
    LoadStreams(const LoadOptions &options, const LoadTarget &target, std::uint32_t sources,
                const LoadEventFormat &format, DeliveryLedger &ledger);
    ~LoadStreams();
    LoadStreams(const LoadStreams &) = delete;
    LoadStreams &operator=(const LoadStreams &) = delete;

    /** Starts connects up to the limit in flight and gives up those that take too long. */
    void connectMore();

    /** Waits at most @p patience for anything to read, and reads it. */
    void poll(std::chrono::milliseconds patience);

    /** Closes every stream; that is no drop. */
    void closeAll();

    /** True when every client is connected or has failed. */
    bool allDecided() const { return m_decided == m_streams.size(); }

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

    /** The media type of an answer whose head is not complete yet. */
    struct Head
    {
        std::string field;
        std::string value;
        std::string contentType;
        bool inValue = false;

        void keepField();
    };

    struct Stream
    {
        int fd = -1;
        State state = State::Waiting;
        bool ended = false; // the response is complete
        Clock::time_point startedAt;
        http_parser parser{};
        std::unique_ptr<Head> head; // only until the head is complete
        EventScanner scanner;
    };

    static LoadStreams &self(http_parser *parser) { return *static_cast<LoadStreams *>(parser->data); }
    static int onHeaderField(http_parser *parser, const char *at, std::size_t size);
    static int onHeaderValue(http_parser *parser, const char *at, std::size_t size);
    static int onHeadersComplete(http_parser *parser);
    static int onBody(http_parser *parser, const char *at, std::size_t size);
    static int onMessageComplete(http_parser *parser);

    Stream &current() { return m_streams[m_current]; }
    bool isToStall(std::uint32_t stream) const { return stream >= m_streams.size() - m_options.stalled; }
    void connect(std::uint32_t stream);
    void bindSource(int fd, std::uint32_t stream) const;
    void giveUpLate(Clock::time_point now);
    void handle(std::uint32_t events);
    void sendRequest();
    void receive(bool untilEnd);
    void settleParsed();
    void endStream(const std::string &reason);
    void refuse(const std::string &reason);
    void failConnect(const std::string &reason);
    void decide();
    void close();
    void deliver(const LoadEvent &event);

    const LoadOptions &m_options;
    const LoadTarget &m_target;
    std::uint32_t m_sources;
    const LoadEventFormat &m_format;
    DeliveryLedger &m_ledger;
    Descriptor m_epoll;
    http_parser_settings m_callbacks{};
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
