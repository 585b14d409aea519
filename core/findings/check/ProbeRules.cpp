// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text/QuotedText.h"
#include "findings/check/CheckRemedies.h"
#include "findings/check/CheckRules.h"
#include "findings/check/ServerRemedies.h"
#include "http/EventStreamType.h"

#include <algorithm>

namespace sluice::check {

namespace {

using End = StreamRecord::End;

// A head that takes longer is held back, or made by a server that is in trouble.
constexpr double kSlowHead = 1;
// What is flushed arrives within this time on any network that people use.
constexpr double kPromptly = 1;

/** "identity" and nothing mean the same. */
std::string encodingOf(const HttpHead &head)
{
    const std::string value = fieldOf(head, "Content-Encoding").value_or("");
    return value == "identity" ? std::string() : value;
}

bool isStreamHead(const HttpHead &head)
{
    const auto type = fieldOf(head, "Content-Type");
    return head.status == 200 && type && isEventStreamType(*type);
}

Outcome judgeNoHead(const CheckRecord &record, const StreamRecord &stream)
{
    std::vector<Evidence> evidence{{"waited_seconds", stream.endedAt - stream.connectedAt.value_or(0)},
                                   {"problem", stream.problem}};
    if (stream.end != End::NoHead)
        return found(Severity::Critical,
                     "the connection is accepted and then closed without an answer: " + stream.problem,
                     std::move(evidence),
                     "the server dies or gives up before it answers, or the port wants TLS",
                     remedies::unreachable());
    if (stream.firstByteAt)
        return found(Severity::Critical, "the head of the answer does not end", std::move(evidence),
                     "what answers is no web server, or is stuck in the middle of its head",
                     remedies::unreachable());
    const bool headAnswers = record.head && record.head->hasHead() && isStreamHead(record.head->head);
    if (headAnswers)
        evidence.push_back({"head_method_seconds", *record.head->headAt - record.head->startedAt});
    return found(Severity::Critical,
                 "the request is accepted, but no head came within " +
                     secondsText(stream.endedAt - stream.connectedAt.value_or(0)),
                 std::move(evidence),
                 headAnswers ? "HEAD is answered at once, GET is not: a proxy buffers the stream, its head "
                               "included, until a buffer is full" +
                                   whoAnswers(record.head->head)
                             : "the server hangs, or a proxy buffers the stream, its head included",
                 headAnswers ? remedies::withServersOwn(remedies::buffering(), remedies::Trouble::Buffers,
                                                        record.head->head)
                             : remedies::buffering());
}

/** Of the canaries, how many brought bytes to that stream in time. */
std::pair<int, int> promptCanaries(const CheckRecord &record, const StreamRecord &stream)
{
    int sent = 0;
    int prompt = 0;
    for (const CanaryRecord &canary : record.canaries) {
        if (!canary.isAccepted() || canary.sentAt < stream.headAt.value_or(0) ||
            canary.sentAt > stream.endedAt)
            continue;
        ++sent;
        const double due = canary.sentAt + kPromptly + record.ownLagSeconds;
        prompt +=
            std::any_of(stream.arrivals.begin(), stream.arrivals.end(),
                        [&](const auto &arrival) { return arrival.at >= canary.sentAt && arrival.at <= due; })
                ? 1
                : 0;
    }
    return {sent, prompt};
}

} // namespace

Outcome firstByte(const CheckRecord &record)
{
    const StreamRecord *stream = record.watched();
    if (!stream || !stream->connectedAt || stream->end == End::NotHttp)
        return NotObserved{};
    if (!stream->hasHead() && stream->end == End::Open)
        return NotObserved{}; // the check itself was stopped
    if (!stream->hasHead())
        return judgeNoHead(record, *stream);
    const double waited = *stream->headAt - *stream->connectedAt;
    std::vector<Evidence> evidence{{"head_seconds", waited}};
    if (waited <= kSlowHead + record.ownLagSeconds)
        return found(Severity::Ok, "the head came " + secondsText(waited) + " after the request",
                     std::move(evidence));
    const bool isHeadQuick =
        record.head && record.head->hasHead() && *record.head->headAt - record.head->startedAt < waited / 2;
    if (isHeadQuick)
        evidence.push_back({"head_method_seconds", *record.head->headAt - record.head->startedAt});
    return found(Severity::Warning, "the head came only " + secondsText(waited) + " after the request",
                 std::move(evidence),
                 isHeadQuick
                     ? "HEAD is answered at once, GET is not: something holds the head back until the "
                       "first events or heartbeats come"
                     : "the server is slow to answer, or something holds the head back",
                 remedies::withServersOwn(remedies::buffering(), remedies::Trouble::Buffers, stream->head));
}

Outcome contentEncoding(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    const std::string plain = encodingOf(stream->head);
    if (!plain.empty())
        return found(
            Severity::Critical, "Content-Encoding is " + quotedText(plain) + ", although nobody asked for it",
            {fieldEvidence(stream->head, "Content-Encoding")},
            "something compresses every answer" + whoAnswers(stream->head),
            remedies::withServersOwn(remedies::compression(), remedies::Trouble::Compresses, stream->head));
    if (!record.browser)
        return NotObserved{};
    const StreamRecord &browser = *record.browser;
    if (!browser.hasHead())
        return found(
            Severity::Critical, "a browser, which takes compressed answers, gets none: " + browser.problem,
            {{"Accept-Encoding", std::string("gzip, deflate, br")},
             {"waited_seconds", browser.endedAt - browser.startedAt}},
            "something compresses the stream and holds it back, its head included, until its buffer "
            "is full" +
                whoAnswers(stream->head),
            remedies::withServersOwn(remedies::compression(), remedies::Trouble::Compresses, stream->head));
    const std::string encoding = encodingOf(browser.head);
    std::vector<Evidence> evidence{{"Accept-Encoding", std::string("gzip, deflate, br")},
                                   fieldEvidence(browser.head, "Content-Encoding")};
    if (encoding.empty())
        return found(Severity::Ok, "not compressed, also for browsers", std::move(evidence));
    const auto [sent, prompt] = promptCanaries(record, browser);
    evidence.push_back({"canaries", static_cast<double>(sent)});
    evidence.push_back({"canaries_that_brought_bytes_in_time", static_cast<double>(prompt)});
    const std::string who = "a proxy or a middleware compresses text/event-stream" + whoAnswers(browser.head);
    if (sent > 0 && prompt < sent)
        return found(
            Severity::Critical, "compressed for browsers (" + encoding + "), and events are held back by it",
            std::move(evidence), who + "; it waits for more to compress",
            remedies::withServersOwn(remedies::compression(), remedies::Trouble::Compresses, stream->head));
    return found(
        Severity::Warning,
        "compressed for browsers (" + encoding + ")" +
            (sent > 0 ? ", although each event is let through" : ""),
        std::move(evidence),
        who + "; a compressor holds events back unless it is flushed after each, and keeps memory "
              "for every stream",
        remedies::withServersOwn(remedies::compression(), remedies::Trouble::Compresses, stream->head));
}

Outcome headMethod(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream || !record.head)
        return NotObserved{};
    const StreamRecord &head = *record.head;
    const auto finding = [&](Severity severity, std::string summary, std::string cause) {
        std::vector<Evidence> evidence{{"status", static_cast<double>(head.head.status)},
                                       fieldEvidence(head.head, "Content-Type"),
                                       {"body_bytes", static_cast<double>(head.bodyBytes)}};
        return found(severity, std::move(summary), std::move(evidence), std::move(cause),
                     remedies::headMethod());
    };
    if (!head.hasHead())
        return finding(
            Severity::Warning, "HEAD is not answered: " + head.problem,
            "the server opens a stream for HEAD, or does not know the method: curl -I and probes hang");
    if (head.bodyBytes > 0)
        return finding(
            Severity::Warning, "HEAD is answered with a body",
            "the server takes HEAD for GET: each probe opens a stream, and a client on a kept connection "
            "takes the body for its next answer");
    if (head.head.status != 200)
        return finding(Severity::Notice, "HEAD is answered with status " + std::to_string(head.head.status),
                       "the route is for GET only: curl -I and probes see an error where there is none");
    if (!isStreamHead(head.head))
        return finding(Severity::Notice, "HEAD is answered with another Content-Type than GET",
                       "another route answers HEAD: what curl -I shows is not what clients get");
    return finding(Severity::Ok, "HEAD answers the same, without a body", {});
}

Outcome cors(const CheckRecord &record)
{
    if (record.origin.empty() || !openedStream(record) || !record.browser || !record.browser->hasHead())
        return NotObserved{};
    const HttpHead &head = record.browser->head;
    const auto allowed = fieldOf(head, "Access-Control-Allow-Origin");
    const auto credentials = fieldOf(head, "Access-Control-Allow-Credentials");
    const auto vary = fieldOf(head, "Vary");
    std::vector<Evidence> evidence{{"Origin", record.origin},
                                   fieldEvidence(head, "Access-Control-Allow-Origin"),
                                   fieldEvidence(head, "Access-Control-Allow-Credentials"),
                                   fieldEvidence(head, "Vary")};
    const auto finding = [&](Severity severity, std::string summary, std::string cause) {
        return found(severity, std::move(summary), std::move(evidence), std::move(cause),
                     remedies::cors(record.origin));
    };
    if (!allowed)
        return finding(Severity::Critical,
                       "pages of " + record.origin + " may not read it: no Access-Control-Allow-Origin",
                       "the server does not allow this origin");
    if (allowed->find(',') != std::string::npos)
        return finding(Severity::Critical,
                       "Access-Control-Allow-Origin holds several values: " + quotedText(*allowed),
                       "both the server and the proxy add the field, and browsers refuse two");
    if (*allowed != "*" && *allowed != record.origin)
        return finding(Severity::Critical,
                       "pages of " + record.origin + " may not read it: only " + quotedText(*allowed) +
                           " may",
                       "the server allows another origin");
    const bool withCredentials = credentials && *credentials == "true";
    if (*allowed == "*" && withCredentials)
        return finding(Severity::Warning,
                       "Access-Control-Allow-Origin is *, with credentials, which browsers refuse",
                       "new EventSource(url, { withCredentials: true }) fails; without it the stream works");
    if (*allowed != "*" && !(vary && (listHolds(*vary, "Origin") || listHolds(*vary, "*"))))
        return finding(Severity::Notice,
                       "Access-Control-Allow-Origin names the origin, but Vary does not hold Origin",
                       "a cache may give the answer for one origin to another");
    return finding(Severity::Ok,
                   "pages of " + record.origin + " may read it" +
                       (withCredentials ? ", with credentials" : ", without credentials"),
                   {});
}

Outcome preflight(const CheckRecord &record)
{
    if (record.origin.empty() || !openedStream(record) || !record.preflight)
        return NotObserved{};
    const HttpHead &head = record.preflight->head;
    std::vector<Evidence> evidence{{"status", static_cast<double>(head.status)},
                                   fieldEvidence(head, "Access-Control-Allow-Origin"),
                                   fieldEvidence(head, "Access-Control-Allow-Headers")};
    const auto origin = fieldOf(head, "Access-Control-Allow-Origin");
    const std::string headers = fieldOf(head, "Access-Control-Allow-Headers").value_or("");
    const bool isAllowed = head.status >= 200 && head.status < 300 && origin &&
                           (*origin == "*" || *origin == record.origin) &&
                           (listHolds(headers, "Last-Event-ID") || listHolds(headers, "*"));
    if (isAllowed)
        return found(Severity::Ok, "a preflight for Last-Event-ID is granted", std::move(evidence));
    return found(Severity::Notice, "a preflight for Last-Event-ID is not granted", std::move(evidence),
                 "OPTIONS is not answered with Access-Control-Allow-Headers: Last-Event-ID; clients that are "
                 "written with fetch(), and browsers whose last id is long, cannot resume from this origin",
                 remedies::preflight());
}

} // namespace sluice::check
