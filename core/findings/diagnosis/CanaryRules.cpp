// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisRules.h"

namespace sluice::diagnosis {

namespace {

// A canary is some twenty bytes on a loaded engine's way through a proxy: a second is far beyond both. A
// proxy that buffers holds it until kilobytes have come, that is for minutes.
constexpr double lateSeconds = 1;

/** A foreign word, as far as it is one. */
std::string printableWord(const std::string &text)
{
    constexpr std::size_t longest = 32;
    std::string word = text.substr(0, longest);
    for (char &c : word)
        if (c < ' ' || c > '~')
            c = '?';
    return word;
}

/** Why the canary's head cannot be looked at; nothing where it can. */
std::optional<NotObserved> unseenHead(const CanaryReading &canary)
{
    if (canary.state == CanaryReading::State::Off)
        return NotObserved{
            "diagnosis.probe_url is empty: give it the URL of channel sluice-canary as clients "
            "reach it, through the proxy"};
    if (!canary.head)
        return NotObserved{"the canary's stream is not open" + (canary.reason.empty()
                                                                    ? std::string(": its head has not come")
                                                                    : ": " + canary.reason)};
    return std::nullopt;
}

} // namespace

Outcome proxyBuffering(const Observation &seen)
{
    const CanaryReading &canary = seen.canary;
    switch (canary.state) {
    case CanaryReading::State::Off:
        return NotObserved{
            "diagnosis.probe_url is empty: give it the URL of channel sluice-canary as clients "
            "reach it, through the proxy"};
    case CanaryReading::State::Unreachable:
        return NotObserved{"the canary's stream is not open: " + canary.reason};
    case CanaryReading::State::Waiting:
        return NotObserved{"the first canary is under way"};
    case CanaryReading::State::Reading:
        break;
    }
    if (canary.latenessSeconds < lateSeconds)
        return Clear();
    Finding finding;
    finding.severity = Severity::Critical;
    finding.summary = "an event that the engine sent through " + seen.settings.diagnosis_probe_url + " is " +
                      plain(canary.latenessSeconds) + " s late: something on the way holds events back";
    finding.evidence = {gauge("lateness of the canary in seconds", canary.latenessSeconds)};
    addCpuEvidence(seen, finding.evidence);
    finding.remedies =
        first("turn the proxy's buffering off (nginx: proxy_buffering off; gzip off for text/event-stream; "
              "and do not drop X-Accel-Buffering)");
    return finding;
}

Outcome proxyHttpVersion(const Observation &seen)
{
    const CanaryReading &canary = seen.canary;
    if (auto unseen = unseenHead(canary))
        return *std::move(unseen);
    if (canary.head->requestVersion.empty() && !canary.head->isOld)
        return Clear();
    const bool isAsked = !canary.head->requestVersion.empty();
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = isAsked
                          ? "what stands at " + seen.settings.diagnosis_probe_url + " asks the engine in " +
                                printableWord(canary.head->requestVersion)
                          : "what stands at " + seen.settings.diagnosis_probe_url + " answers in HTTP/1.0";
    finding.summary +=
        ": a stream has no end of its own there, so that one that is cut looks as if it had ended "
        "well, and each short request is a connection";
    finding.evidence = {gauge(isAsked ? "version of HTTP that the canary's stream was asked in"
                                      : "version of HTTP that the canary's stream was answered in",
                              1.0)};
    finding.remedies =
        first("let it speak HTTP/1.1 (nginx: proxy_http_version 1.1; proxy_set_header Connection \"\";)");
    return finding;
}

Outcome proxyCompression(const Observation &seen)
{
    const CanaryReading &canary = seen.canary;
    if (auto unseen = unseenHead(canary))
        return *std::move(unseen);
    if (!canary.encoding)
        return NotObserved{"the probe that takes gzip has no answer: " + canary.encodingReason};
    if (canary.encoding->empty())
        return Clear();
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary =
        "a stream that the engine sent plain through " + seen.settings.diagnosis_probe_url +
        " arrives as Content-Encoding: " + printableWord(*canary.encoding) +
        " where the client takes it: a compressor holds events back, and costs CPU and memory for "
        "each stream";
    finding.evidence = {gauge("answers to Accept-Encoding: gzip that were compressed", 1)};
    addCpuEvidence(seen, finding.evidence);
    finding.remedies =
        first("exempt event streams from compression (nginx: gzip off in the stream's location; others: "
              "take text/event-stream out of the list of types)");
    return finding;
}

} // namespace sluice::diagnosis
