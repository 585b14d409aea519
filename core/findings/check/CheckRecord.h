// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check saw, before anybody judges it: each answer with its times, and the canaries. Plain values,
// made by StreamCheck, or by a test. Times are seconds since the check began; any thread.
#pragma once

#include "http/HttpResponseParser.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

/** One exchange: a request, its answer's head, and what came of its body. */
struct StreamRecord
{
    enum class End : std::uint8_t {
        Open,         ///< the check itself ended it
        Clean,        ///< the server said that the answer is complete
        Cut,          ///< the connection ended or broke, and nothing says that the answer was complete
        NotConnected, ///< nobody accepted: refused, unreachable, or not in time
        NoHead,       ///< accepted, but no whole head came in time
        NotHttp,      ///< what came is no HTTP
        TooLong,      ///< a line or an event beyond what the check keeps in memory
    };

    /** What one read brought. */
    struct Arrival
    {
        double at = 0;
        std::uint64_t bytes = 0;
        std::uint32_t events = 0;
        std::uint32_t comments = 0;
    };

    struct Seen
    {
        double at = 0;
        std::string type;
        std::string id;
    };

    std::string url;
    double startedAt = 0;
    std::optional<double> connectedAt;
    std::optional<double> firstByteAt;
    std::optional<double> headAt;
    std::optional<double> lastByteAt; ///< of the body
    double endedAt = 0;
    End end = End::Open;
    std::string problem; ///< for people: why it ended, where it did not end by itself
    HttpHead head;       ///< status 0: there was none

    std::uint64_t bodyBytes = 0;
    std::uint64_t fields = 0;   ///< lines that are fields of an event stream
    std::uint64_t comments = 0; ///< as SseParser::Lines counts them
    std::uint64_t unknown = 0;  ///< lines that are neither
    std::uint64_t eventCount = 0;
    std::string bodyBegin; ///< the first bytes of the body
    std::string primedId;  ///< the id that the stream gave before its first event; empty: none
    std::string lastEventId;
    std::optional<std::chrono::milliseconds> retry;
    std::vector<Arrival> arrivals; ///< the first mostArrivals
    std::vector<Seen> events;      ///< the last mostEvents

    static constexpr std::size_t mostArrivals = 4096;
    static constexpr std::size_t mostEvents = 64;

    bool hasHead() const { return headAt.has_value(); }

    /** From the head to the end; 0 without a head. */
    double age() const { return headAt ? endedAt - *headAt : 0; }

    /** How long nothing had come when it ended. */
    double silence() const { return headAt ? endedAt - lastByteAt.value_or(*headAt) : 0; }
};

/** One event that the check published by itself. */
struct CanaryRecord
{
    double sentAt = 0;
    std::size_t size = 0; ///< bytes of its data
    unsigned status = 0;  ///< of the publisher's answer; 0: none yet
    std::string problem;  ///< why there is no answer
    std::optional<double> answeredAt;
    std::optional<std::int64_t> subscribers; ///< as the answer says, where it does
    std::optional<double> arrivedAt;         ///< on the watched stream

    bool isAccepted() const { return status >= 200 && status < 300; }
};

struct CheckRecord
{
    std::string url;
    std::string origin;         ///< empty: CORS is not looked at
    double durationSeconds = 0; ///< how long the stream was to be watched
    bool hasPublisher = false;
    bool isInterrupted = false; ///< somebody stopped the check

    std::vector<std::string> redirects; ///< where each led
    std::string redirectProblem;        ///< why the last one was not followed; empty: it was

    std::vector<StreamRecord> streams;     ///< the watched one; again where it was cut; empty: none
    std::optional<StreamRecord> head;      ///< the answer to HEAD
    std::optional<StreamRecord> browser;   ///< what a browser gets, which takes compressed answers
    std::optional<StreamRecord> preflight; ///< the answer to OPTIONS of a page of that origin
    std::optional<StreamRecord> resume;    ///< a stream that asked to go on after resumedAfter
    std::string resumedAfter;
    std::string expectedId; ///< of the event that follows resumedAfter
    std::vector<CanaryRecord> canaries;

    double ownLagSeconds = 0; ///< the longest that this program itself came late: no time is truer than that

    /** The watched stream; null when there is none. */
    const StreamRecord *watched() const { return streams.empty() ? nullptr : &streams.front(); }
};

} // namespace sluice
