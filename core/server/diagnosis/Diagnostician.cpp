// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/diagnosis/Diagnostician.h"

#include "engine/Engine.h"

#include <algorithm>

namespace sluice {

namespace {
constexpr Milliseconds sampleInterval{1000};
}

Diagnostician::Diagnostician(Engine &engine)
    : m_engine(engine)
    , m_canary(engine)
{
    connect(&m_timer, &QTimer::timeout, this, &Diagnostician::sample);
    m_timer.start(sampleInterval);
    sample();
}

DiagnosisSample Diagnostician::sampleNow() const
{
    return {Clock::now(), m_engine.figures(), m_engine.health(), CpuWaits::read(), m_logs.figures()};
}

void Diagnostician::sample()
{
    const auto settings = m_engine.settings().settings();
    m_canary.apply(*settings);
    m_logs.follow(settings->diagnosis_nginx_error_log, settings->diagnosis_nginx_timing_log);
    m_logs.poll();
    m_samples.push_back(sampleNow());
    const Instant now = m_samples.back().at;
    while (now - m_samples.front().at > Observation::samplesReach)
        m_samples.pop_front();
}

DiagnosisReport Diagnostician::report() const
{
    // The present is looked at, not kept: whoever asks often must not fill the memory.
    std::vector<DiagnosisSample> samples(m_samples.begin(), m_samples.end());
    samples.push_back(sampleNow());
    const Instant now = samples.back().at;
    Observation seen{
        samples,           recentEnds(now),   m_canary.reading(now), *m_engine.settings().settings(),
        m_logs.errorLog(), m_logs.timingLog()};
    seen.unknownHost = m_engine.strangers().last(Refusal::UnknownHost);
    seen.foreignOrigin = m_engine.strangers().last(Refusal::ForeignOrigin);
    seen.bodyRefused = m_engine.strangers().last(Refusal::InFlight);
    seen.placeGivenUp = m_engine.strangers().last(Refusal::ConnectionShare);
    seen.proxyHeader = m_engine.strangers().last(Refusal::ProxyHeader);
    seen.wallClock = utcNow();
    seen.readCpuWaits();
    return diagnose(seen);
}

std::vector<EndRecord> Diagnostician::recentEnds(Instant now) const
{
    std::vector<EndRecord> ends = m_engine.latestEnds();
    std::erase_if(ends, [now](const EndRecord &end) { return now - end.ended > Observation::endsReach; });
    return ends;
}

} // namespace sluice
