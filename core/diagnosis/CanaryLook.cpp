// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagnosis/Looks.h"

namespace sluice {

namespace {

// A canary is some twenty bytes on a loaded engine's way through a proxy: a second is far beyond both. A
// proxy that buffers holds it until kilobytes have come, that is for minutes.
constexpr double lateSeconds = 1;

} // namespace

Verdict lookAtProxyBuffering(const Observation &seen)
{
    const CanaryReading &canary = seen.canary;
    switch (canary.state) {
    case CanaryReading::State::Off:
        return notObserved(
            "diagnosis.probe_url is empty: give it the URL of channel sluice-canary as clients "
            "reach it, through the proxy");
    case CanaryReading::State::Unreachable:
        return notObserved("the canary's stream is not open: " + canary.reason);
    case CanaryReading::State::Waiting:
        return notObserved("the first canary is under way");
    case CanaryReading::State::Reading:
        break;
    }
    if (canary.latenessSeconds < lateSeconds)
        return clear();
    Finding finding;
    finding.severity = Severity::Critical;
    finding.summary = "an event that the engine sent through " + seen.settings.diagnosis_probe_url + " is " +
                      plain(canary.latenessSeconds) + " s late: something on the way holds events back";
    finding.evidence = {gauge("lateness of the canary in seconds", canary.latenessSeconds)};
    finding.action =
        "turn the proxy's buffering off (nginx: proxy_buffering off; gzip off for text/event-stream; "
        "and do not drop X-Accel-Buffering)";
    return found(std::move(finding));
}

} // namespace sluice
