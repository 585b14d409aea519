// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagnosis/Diagnostician.h"

#include "diagnosis/DiagnosisRules.h"
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

void Diagnostician::sample()
{
    const Instant now = Clock::now();
    m_canary.apply(*m_engine.settings().settings());
    m_samples.push_back({now, m_engine.figures(), m_engine.health()});
    while (now - m_samples.front().at > Observation::samplesReach)
        m_samples.pop_front();
}

Diagnostician::Report Diagnostician::report()
{
    sample();
    const std::vector<DiagnosisSample> samples(m_samples.begin(), m_samples.end());
    const Instant now = samples.back().at;
    const Observation seen{samples, recentEnds(now), m_canary.reading(now), *m_engine.settings().settings()};
    Report report;
    report.observedSeconds = seen.seconds();
    for (const DiagnosisRule &rule : diagnosisRules()) {
        report.verdicts.push_back(rule.look(seen));
        report.verdicts.back().rule = rule.name;
    }
    return report;
}

std::vector<EndRecord> Diagnostician::recentEnds(Instant now) const
{
    std::vector<EndRecord> ends = m_engine.latestEnds();
    std::erase_if(ends, [now](const EndRecord &end) { return now - end.ended > Observation::endsReach; });
    return ends;
}

} // namespace sluice
