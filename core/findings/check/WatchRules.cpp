// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text/QuotedText.h"
#include "findings/check/CheckRemedies.h"
#include "findings/check/CheckRules.h"
#include "findings/check/Clumps.h"
#include "findings/check/ServerRemedies.h"

#include <algorithm>

namespace sluice::check {

namespace {

using End = StreamRecord::End;

// As the diagnosis has it: a canary is a few bytes, and no network that people use takes longer.
constexpr double kLate = 1;
// nginx cuts after 60 s of silence unless it is told otherwise, and so do most load balancers.
constexpr double kUsualTimeout = 60;
constexpr double kNearUsualTimeout = 55;
// HAProxy's examples have 30 and 50 s.
constexpr double kShortTimeout = 30;
// A stream that ends sooner was never one.
constexpr double kAtOnce = 1;
// So much may pass without a line end before it is no stream of lines.
constexpr std::uint64_t kLongLine = 64 << 10;

std::string countOf(std::uint64_t number, const char *noun)
{
    return std::to_string(number) + ' ' + noun + (number == 1 ? "" : "s");
}

std::string canariesText(std::uint64_t number)
{
    return std::to_string(number) + (number == 1 ? " canary" : " canaries");
}

/** The opened stream where its body can be read. */
const StreamRecord *readable(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    return stream && !fieldOf(stream->head, "Content-Encoding") ? stream : nullptr;
}

bool isForeign(const StreamRecord &stream)
{
    const bool hasNone = stream.fields + stream.comments == 0;
    const bool isMarkup = !stream.bodyBegin.empty() &&
                          std::string_view("<{[").find(stream.bodyBegin.front()) != std::string_view::npos;
    return hasNone && (stream.unknown > 0 || isMarkup || stream.bodyBytes > kLongLine);
}

/** The same where its body is an event stream, as far as one can tell. */
const StreamRecord *followed(const CheckRecord &record)
{
    const StreamRecord *stream = readable(record);
    return stream && !isForeign(*stream) && stream->end != End::TooLong ? stream : nullptr;
}

/** What became of the canaries that a publisher accepted while the stream was open. */
struct CanarySum
{
    std::uint64_t published = 0;
    std::uint64_t accepted = 0;
    std::uint64_t late = 0;
    std::uint64_t missing = 0;
    double slowest = 0;
    bool isUnheard = false; ///< the publisher says that no stream is there for them
    bool isPushed = false;  ///< what was missing came together with a larger one
};

CanarySum sumOf(const CheckRecord &record, const StreamRecord &stream)
{
    CanarySum sum;
    const double late = kLate + record.ownLagSeconds;
    const double end = stream.end == End::Open ? stream.endedAt : stream.lastByteAt.value_or(0);
    const CanaryRecord *pusher = nullptr;
    for (const CanaryRecord &canary : record.canaries)
        if (!pusher || canary.size > 4 * pusher->size)
            pusher = &canary;
    std::uint64_t unheard = 0;
    for (const CanaryRecord &canary : record.canaries) {
        ++sum.published;
        if (!canary.isAccepted())
            continue;
        const double waited = canary.arrivedAt.value_or(end) - canary.sentAt;
        if (!canary.arrivedAt && waited <= late)
            continue; // it was still under way when the stream ended
        ++sum.accepted;
        unheard += canary.subscribers == std::int64_t{0} ? 1 : 0;
        sum.missing += canary.arrivedAt ? 0 : 1;
        sum.late += waited > late ? 1 : 0;
        sum.slowest = std::max(sum.slowest, waited);
        if (waited > late && pusher != &canary && canary.arrivedAt && pusher->arrivedAt &&
            *canary.arrivedAt >= pusher->sentAt)
            sum.isPushed = true;
    }
    sum.isUnheard = sum.accepted > 0 && unheard == sum.accepted;
    return sum;
}

Finding judgeUnpublished(const CheckRecord &record)
{
    const CanaryRecord &first = record.canaries.front();
    const std::string why = first.status != 0       ? "status " + std::to_string(first.status)
                            : first.problem.empty() ? std::string("no answer in time")
                                                    : first.problem;
    return found(Severity::Warning, "the canary could not be published: " + why,
                 {{"publish_status", static_cast<double>(first.status)}, {"problem", why}},
                 "the publish URL is wrong, wants a token (--token), or refuses what is published",
                 {{"sluice", "sluicectl check --publish-url http://127.0.0.1:8080/publish/CHANNEL URL"}});
}

Outcome judgeCanaries(const CheckRecord &record, const StreamRecord &stream)
{
    const CanarySum sum = sumOf(record, stream);
    if (sum.accepted == 0)
        return std::any_of(record.canaries.begin(), record.canaries.end(),
                           [](const CanaryRecord &canary) { return canary.isAccepted(); })
                   ? Outcome(NotObserved{})
                   : judgeUnpublished(record);
    std::vector<Evidence> evidence{{"canaries", static_cast<double>(sum.accepted)},
                                   {"late", static_cast<double>(sum.late)},
                                   {"missing", static_cast<double>(sum.missing)},
                                   {"slowest_seconds", sum.slowest},
                                   {"comments", static_cast<double>(stream.comments)}};
    if (sum.late == 0)
        return found(Severity::Ok,
                     canariesText(sum.accepted) + (sum.accepted == 1 ? " in time" : ", all in time") +
                         ", the slowest after " + secondsText(sum.slowest),
                     std::move(evidence));
    if (sum.isUnheard)
        return found(
            Severity::Warning, "the canaries went to no stream: the publisher says that nobody is there",
            std::move(evidence),
            "--publish-url publishes on another channel than the one that is watched, or on another engine",
            {{"sluice", "sluicectl check --publish-url http://127.0.0.1:8080/publish/CHANNEL "
                        "http://PROXY/stream/CHANNEL"}});
    const std::string counts = std::to_string(sum.late) + " of " + canariesText(sum.accepted);
    if (sum.missing == sum.accepted && stream.comments >= 2)
        return found(
            Severity::Warning, counts + " never arrived, although comments do", std::move(evidence),
            "most likely --publish-url publishes on another channel than the one that is watched; what "
            "buffers would hold the comments too",
            {{"sluice", "sluicectl check --publish-url http://127.0.0.1:8080/publish/CHANNEL "
                        "http://PROXY/stream/CHANNEL"}});
    if (sum.isPushed)
        return found(
            Severity::Critical, counts + " were held back until more was sent behind them",
            std::move(evidence),
            "a buffer hands on what it holds only when it is full: proxy buffering or compression" +
                whoAnswers(stream.head),
            remedies::withServersOwn(remedies::buffering(), remedies::Trouble::Buffers, stream.head));
    return found(Severity::Critical,
                 counts + (sum.missing == sum.late ? " never arrived" : " were held back") + " (" +
                     secondsText(sum.slowest) + " and more)",
                 std::move(evidence),
                 "something on the way holds events back: proxy buffering or compression" +
                     whoAnswers(stream.head),
                 remedies::withServersOwn(remedies::buffering(), remedies::Trouble::Buffers, stream.head));
}

Outcome judgeClumps(const CheckRecord &record, const StreamRecord &stream)
{
    const std::vector<Clump> clumps = clumpsOf(stream);
    const std::vector<Clump> held = heldBack(clumps, stream, record.ownLagSeconds);
    if (!held.empty()) {
        const Clump &worst = *std::max_element(
            held.begin(), held.end(), [](const Clump &a, const Clump &b) { return a.comments < b.comments; });
        return found(
            Severity::Critical,
            countOf(worst.comments, "heartbeat") + " came in one moment after " +
                secondsText(worst.silenceBefore) + " of silence",
            {{"clumps", static_cast<double>(held.size())},
             {"heartbeats_at_once", static_cast<double>(worst.comments)},
             {"events_at_once", static_cast<double>(worst.events)},
             {"silence_seconds", worst.silenceBefore}},
            "heartbeats are sent one by one, so something on the way holds them back, and the events too: "
            "proxy buffering or compression" +
                whoAnswers(stream.head),
            remedies::withServersOwn(remedies::buffering(), remedies::Trouble::Buffers, stream.head));
    }
    const auto alone = static_cast<std::uint64_t>(
        std::count_if(clumps.begin(), clumps.end(), [](const Clump &clump) { return clump.comments == 1; }));
    const std::vector<Clump> bursts = burstsOf(clumps, stream, record.ownLagSeconds);
    if (alone >= 2)
        return found(Severity::Ok, countOf(alone, "heartbeat") + " came one by one: nothing holds them back",
                     {{"heartbeats", static_cast<double>(alone)},
                      {"bursts_of_events", static_cast<double>(bursts.size())}});
    const std::vector<Remedy> canary{
        {"sluice", "sluicectl check --publish-url http://127.0.0.1:8080/publish/CHANNEL URL"}};
    if (!bursts.empty())
        return found(
            Severity::Notice,
            "events came in clumps after up to " + secondsText(longestSilence(clumps, stream)) +
                " of silence",
            {{"bursts_of_events", static_cast<double>(bursts.size())},
             {"heartbeats", static_cast<double>(alone)}},
            "they are published so, or something holds them back: only a canary (--publish-url) can tell",
            canary);
    return found(
        Severity::Notice, "whether events are held back was not seen",
        {{"events", static_cast<double>(stream.eventCount)}, {"heartbeats", static_cast<double>(alone)}},
        "there was no canary (--publish-url), and fewer than two heartbeats came in the time (--duration)",
        canary);
}

/** Whether all values are the same, as timers are. */
bool areAlike(const std::vector<double> &values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return *most - *least <= std::max(0.5, 0.05 * *most);
}

const char *endText(const StreamRecord &stream)
{
    return stream.end == End::Clean ? "ended by the server" : "cut off";
}

Finding judgeEndAtOnce(const StreamRecord &stream, std::vector<Evidence> evidence)
{
    // A stream that was admitted has a first id, if its server gives any.
    if (stream.end == End::Clean && stream.retry && stream.eventCount == 0 && stream.primedId.empty()) {
        evidence.push_back({"retry_seconds", std::chrono::duration<double>(*stream.retry).count()});
        return found(Severity::Critical, "the stream is refused softly: 200, a retry:, and the end",
                     std::move(evidence), "the server is full or draining, and lets browsers come back later",
                     remedies::overload());
    }
    return found(Severity::Critical,
                 "the stream is " + std::string(endText(stream)) + " " + secondsText(stream.age()) +
                     " after it began",
                 std::move(evidence),
                 "the server answers with what it has and ends, or fails: each client reconnects for ever",
                 remedies::refused());
}

/** An end that was seen once has a time, but no rule that it follows, so it accuses nobody. */
Finding judgeOneEnd(const CheckRecord &record, const StreamRecord &stream, std::vector<Evidence> evidence)
{
    const bool isSilent = stream.silence() >= kAtOnce;
    const bool isCut = stream.end != End::Clean || (isSilent && remedies::endsAsIfComplete(stream.head));
    const std::string when = isSilent ? " after " + secondsText(stream.silence()) + " of silence"
                                      : " at the age of " + secondsText(stream.age());
    const std::string who = !isCut ? "the answer was complete, so the server ended it"
                            : isSilent
                                ? "a read timeout on the way would look so, but so would a server that fails"
                                : "the server or something on the way broke it off";
    return found(isCut ? Severity::Critical : Severity::Warning, std::string(endText(stream)) + when,
                 std::move(evidence),
                 who + "; it was seen once, and a longer --duration shows whether that repeats" +
                     whoAnswers(stream.head),
                 isCut && isSilent ? remedies::withServersOwn(remedies::idleTimeout(stream.silence()),
                                                              remedies::Trouble::CutsSilent, record, stream)
                                   : remedies::ageLimit(stream.age()));
}

/** Whether each stream that ended did so in this way. */
bool areAll(const CheckRecord &record, End end)
{
    return std::all_of(record.streams.begin(), record.streams.end(), [end](const StreamRecord &stream) {
        return stream.end == end || stream.end == End::Open || !stream.hasHead() || stream.head.status != 200;
    });
}

Finding judgeEnds(const CheckRecord &record)
{
    std::vector<Evidence> evidence;
    std::vector<double> ages;
    std::vector<double> silences;
    for (const StreamRecord &stream : record.streams) {
        if (!stream.hasHead() || stream.head.status != 200 || stream.end == End::Open)
            continue;
        ages.push_back(stream.age());
        silences.push_back(stream.silence());
        evidence.push_back({"age_seconds", stream.age()});
        evidence.push_back({"silence_seconds", stream.silence()});
        evidence.push_back({"end", std::string(endText(stream))});
    }
    const StreamRecord &first = record.streams.front();
    const bool isShutdown = !first.events.empty() && first.events.back().type == "shutdown";
    if (isShutdown)
        return found(Severity::Notice, "the server said shutdown and ended the stream", std::move(evidence),
                     "it drains or stops; run the check again when it is back");
    if (first.age() < kAtOnce)
        return judgeEndAtOnce(first, std::move(evidence));
    if (ages.size() == 1)
        return judgeOneEnd(record, first, std::move(evidence));
    const double silence = silences.front();
    const std::string times = ", " + std::to_string(ages.size()) + " times";
    const bool isSilent = silence >= kAtOnce && areAlike(silences);
    if (isSilent && (areAll(record, End::Cut) || remedies::endsAsIfComplete(first.head)))
        return found(Severity::Critical,
                     std::string(endText(first)) + " after " + secondsText(silence) + " of silence" + times,
                     std::move(evidence),
                     "a read timeout of that length on the way, shorter than the heartbeat" +
                         whoAnswers(first.head),
                     remedies::withServersOwn(remedies::idleTimeout(silence), remedies::Trouble::CutsSilent,
                                              record, first));
    if (isSilent && areAll(record, End::Clean))
        return found(Severity::Warning,
                     std::string(endText(first)) + " after " + secondsText(silence) + " of silence" + times,
                     std::move(evidence),
                     "the answer was complete each time, and a proxy that gives up cuts: the server itself "
                     "ends streams that are silent for so long" +
                         whoAnswers(first.head),
                     remedies::heartbeat());
    if (areAlike(ages))
        return found(first.end == End::Clean ? Severity::Warning : Severity::Critical,
                     std::string(endText(first)) + " at the age of " + secondsText(ages.front()) + times,
                     std::move(evidence),
                     "something allows no request to last longer, however busy it is" +
                         whoAnswers(first.head),
                     remedies::ageLimit(ages.front()));
    return found(
        first.end == End::Clean ? Severity::Warning : Severity::Critical,
        std::string(endText(first)) + " at the age of " + secondsText(ages.front()), std::move(evidence),
        "the server or something on the way ended it; a longer --duration shows whether that repeats" +
            whoAnswers(first.head),
        remedies::ageLimit(ages.front()));
}

} // namespace

Outcome body(const CheckRecord &record)
{
    const StreamRecord *stream = readable(record);
    if (!stream || stream->bodyBytes == 0)
        return NotObserved{};
    std::vector<Evidence> evidence{{"events", static_cast<double>(stream->eventCount)},
                                   {"comments", static_cast<double>(stream->comments)},
                                   {"unknown_lines", static_cast<double>(stream->unknown)},
                                   {"bytes", static_cast<double>(stream->bodyBytes)}};
    if (stream->end == End::TooLong) {
        evidence.push_back({"body", quotedText(stream->bodyBegin)});
        return found(Severity::Critical, stream->problem, std::move(evidence),
                     "the answer is no event stream, or its publisher forgets the line ends",
                     remedies::contentType());
    }
    if (isForeign(*stream)) {
        evidence.push_back({"body", quotedText(stream->bodyBegin)});
        return found(
            Severity::Critical,
            "the answer says text/event-stream, but its body is none: " + quotedText(stream->bodyBegin),
            std::move(evidence),
            "something else answers here with the type of an event stream: an error page, or a handler "
            "that sets the type and then writes what it likes",
            remedies::contentType());
    }
    if (stream->unknown > 0)
        return found(Severity::Notice, countOf(stream->unknown, "line") + " are no field that clients know",
                     std::move(evidence), "lines of data lack their \"data:\", or a field is misspelt",
                     {{"node", "res.write('data: ' + text.split('\\n').join('\\ndata: ') + '\\n\\n');"}});
    return found(Severity::Ok,
                 countOf(stream->eventCount, "event") + " and " + countOf(stream->comments, "comment") +
                     " came",
                 std::move(evidence));
}

Outcome delivery(const CheckRecord &record)
{
    const StreamRecord *stream = followed(record);
    if (!stream || stream->age() < kAtOnce)
        return NotObserved{};
    return record.canaries.empty() ? judgeClumps(record, *stream) : judgeCanaries(record, *stream);
}

Outcome heartbeat(const CheckRecord &record)
{
    const StreamRecord *stream = followed(record);
    if (!stream || stream->age() < kAtOnce)
        return NotObserved{};
    const std::vector<Clump> clumps = clumpsOf(*stream);
    const double interval = heartbeatInterval(clumps);
    const double silence = longestSilence(clumps, *stream);
    std::vector<Evidence> evidence{{"comments", static_cast<double>(stream->comments)},
                                   {"heartbeat_seconds", interval},
                                   {"longest_silence_seconds", silence},
                                   {"watched_seconds", stream->age()}};
    if (interval >= kNearUsualTimeout)
        return found(Severity::Warning,
                     "a heartbeat comes only after " + secondsText(interval) + " of silence",
                     std::move(evidence),
                     "nginx and most load balancers cut after " + secondsText(kUsualTimeout) + " of silence",
                     remedies::heartbeat());
    if (interval >= kShortTimeout)
        return found(
            Severity::Notice, "a heartbeat comes only after " + secondsText(interval) + " of silence",
            std::move(evidence), "some proxies cut after 30 or 50 s of silence", remedies::heartbeat());
    if (interval >= kAtOnce)
        return found(Severity::Ok, "a heartbeat comes after " + secondsText(interval) + " of silence",
                     std::move(evidence));
    if (silence < kShortTimeout)
        return found(
            Severity::Notice, "no heartbeat was seen, in at most " + secondsText(silence) + " of silence",
            std::move(evidence),
            "the stream was never silent for long enough, or has no heartbeat: a longer --duration tells",
            remedies::heartbeat());
    return found(
        Severity::Warning, "no heartbeat in " + secondsText(silence) + " of silence", std::move(evidence),
        "nothing shows proxies and clients that the stream lives, so they cut it, or wait for a dead one",
        remedies::heartbeat());
}

Outcome cut(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream || stream->end == End::TooLong)
        return NotObserved{};
    if (stream->end != End::Open)
        return judgeEnds(record);
    return found(
        Severity::Ok,
        "open for " + secondsText(stream->age()) + ", as long as it was watched" +
            (stream->age() < kUsualTimeout ? " (--duration 70s would see the usual timeouts of 60 s)" : ""),
        {{"watched_seconds", stream->age()}});
}

Outcome resume(const CheckRecord &record)
{
    const StreamRecord *stream = followed(record);
    if (!stream)
        return NotObserved{};
    if (stream->events.empty())
        return found(Severity::Notice, "whether it resumes was not seen: no event came", {{"events", 0.0}},
                     "the stream was silent; --publish-url publishes events to it");
    const bool hasIds = std::any_of(stream->events.begin(), stream->events.end(),
                                    [](const StreamRecord::Seen &event) { return !event.id.empty(); });
    std::vector<Evidence> evidence{{"events", static_cast<double>(stream->eventCount)},
                                   {"last_event_id", quotedText(stream->lastEventId)}};
    if (!hasIds)
        return found(Severity::Warning, "events have no id, so no client can resume", std::move(evidence),
                     "every reconnect loses what was sent meanwhile",
                     {{"node", "res.write('id: ' + id + '\\n');"},
                      {"sluice", "nothing to set: every event has an id"}});
    if (!record.resume)
        return found(Severity::Notice, "whether it resumes was not seen", std::move(evidence),
                     "too few events with an id came to know which one is next");
    const StreamRecord &resumed = *record.resume;
    evidence.push_back({"Last-Event-ID", quotedText(record.resumedAfter)});
    evidence.push_back({"expected_id", quotedText(record.expectedId)});
    evidence.push_back({"status", static_cast<double>(resumed.head.status)});
    if (!resumed.hasHead() || resumed.head.status != 200)
        return found(Severity::Critical,
                     resumed.hasHead()
                         ? "a stream that resumes gets status " + std::to_string(resumed.head.status)
                         : "a stream that resumes gets no answer: " + resumed.problem,
                     std::move(evidence), "clients that reconnect stop for ever", remedies::resume());
    if (fieldOf(resumed.head, "Sluice-Gap"))
        return found(Severity::Warning, "history does not reach back to the event that was resumed after",
                     std::move(evidence), "the channel keeps too few events for a client that was away",
                     remedies::resume());
    const std::string next = resumed.events.empty() ? std::string() : resumed.events.front().id;
    evidence.push_back({"first_id", quotedText(next)});
    if (!next.empty() && next == record.expectedId)
        return found(Severity::Ok, "Last-Event-ID continues right behind the event", std::move(evidence));
    if (next.empty())
        return found(Severity::Warning,
                     "Last-Event-ID is ignored: what came after the event is not sent again",
                     std::move(evidence), "the server keeps no history, or the proxy takes the field away",
                     remedies::resume());
    return found(Severity::Warning,
                 "Last-Event-ID does not continue right behind the event, but at " + quotedText(next),
                 std::move(evidence),
                 next == record.resumedAfter ? "the server sends the event again: clients see it twice"
                                             : "events are lost or repeated on every reconnect",
                 remedies::resume());
}

} // namespace sluice::check
