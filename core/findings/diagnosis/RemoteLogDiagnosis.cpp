// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/RemoteLogDiagnosis.h"

#include "findings/diagnosis/DiagnosisReport.h"
#include "findings/rules/FindingJson.h"

#include <algorithm>

namespace sluice {

namespace {

QString keyOf(std::string_view before, std::string_view name, std::string_view after)
{
    std::string word(name);
    std::replace(word.begin(), word.end(), '-', '_');
    return QString::fromStdString(std::string(before) + word + std::string(after));
}

std::int64_t wholeIn(const QJsonObject &snapshot, const QString &key)
{
    return snapshot.value(key).toInteger();
}

std::optional<double> realIn(const QJsonObject &snapshot, const QString &key)
{
    const QJsonValue value = snapshot.value(key);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

EngineFigures figuresIn(const QJsonObject &snapshot)
{
    EngineFigures figures;
    for (std::size_t i = 0; i < causeCount; ++i)
        figures.ends[i] =
            wholeIn(snapshot, keyOf("disconnects_", causeName(static_cast<Cause>(i)), "_total"));
    for (std::size_t i = 0; i < refusalCount; ++i)
        figures.refusals[i] =
            wholeIn(snapshot, keyOf("refusals_", refusalName(static_cast<Refusal>(i)), "_total"));
    figures.streams = wholeIn(snapshot, QStringLiteral("active_streams"));
    figures.maxStreams = wholeIn(snapshot, QStringLiteral("max_streams"));
    figures.poolUtilizationPercent = snapshot.value(QStringLiteral("pool_utilization_percent")).toDouble();
    figures.descriptorsUsed = wholeIn(snapshot, QStringLiteral("descriptors_used"));
    figures.descriptorsLimit = wholeIn(snapshot, QStringLiteral("descriptors_limit"));
    // How many of them are for streams the engine alone knows: from here they run out when one is missing.
    figures.descriptorsAllowed = figures.descriptorsLimit;
    figures.streamsPossible = figures.descriptorsLimit;
    figures.workers.resize(1);
    figures.workers.front().admitted = wholeIn(snapshot, QStringLiteral("admitted_total"));
    figures.workers.front().acceptErrors = wholeIn(snapshot, QStringLiteral("accept_errors_total"));
    return figures;
}

std::vector<WorkerHealth> workersIn(const QJsonObject &snapshot)
{
    std::vector<WorkerHealth> workers;
    while (true) {
        const std::string number = std::to_string(workers.size());
        const auto lag = realIn(snapshot, keyOf("worker_", number, "_loop_lag_seconds"));
        if (!lag)
            return workers;
        WorkerHealth health;
        health.worker = workers.size();
        health.worstLagSeconds = *lag;
        health.tickAgeSeconds = *lag;
        health.busyRatio = realIn(snapshot, keyOf("worker_", number, "_loop_busy_ratio")).value_or(0);
        workers.push_back(health);
    }
}

} // namespace

RemoteLogDiagnosis::RemoteLogDiagnosis(const std::string &errorLog, const std::string &timingLog)
    : m_hasErrorLog(!errorLog.empty())
    , m_hasTimingLog(!timingLog.empty())
{
    m_logs.follow(errorLog, timingLog);
    m_logs.poll();
    // Lines from here on count, however long the engine's first answer takes.
    DiagnosisSample begin;
    begin.at = Clock::now();
    begin.proxy = m_logs.figures();
    m_samples.push_back(std::move(begin));
    m_pressures.emplace_back();
}

void RemoteLogDiagnosis::takeSnapshot(const QJsonObject &snapshot, DiagnosisSample &sample)
{
    sample.figures = figuresIn(snapshot);
    sample.workers = workersIn(snapshot);
    sample.figures.workers.resize(std::max<std::size_t>(1, sample.workers.size()));
    for (std::size_t i = 0; i < sample.workers.size(); ++i)
        sample.figures.workers[i].streams =
            wholeIn(snapshot, keyOf("worker_", std::to_string(i), "_streams"));
    const auto admitted = [](const EngineFigures &figures) {
        return Observation::sum(figures, &EngineFigures::PerWorker::admitted);
    };
    for (DiagnosisSample &earlier : m_samples) {
        if (!m_hasFigures)
            earlier.figures = sample.figures; // nothing is known to have grown
        else if (admitted(earlier.figures) > admitted(sample.figures))
            earlier.figures = {}; // it was restarted and counts from nothing
    }
    m_hasFigures = true;
}

void RemoteLogDiagnosis::sample(const QJsonObject *snapshot)
{
    m_logs.poll();
    DiagnosisSample sample;
    sample.at = Clock::now();
    sample.proxy = m_logs.figures();
    Pressure pressure;
    m_isAnswering = snapshot != nullptr;
    if (snapshot != nullptr) {
        takeSnapshot(*snapshot, sample);
        pressure = {realIn(*snapshot, QStringLiteral("cpu_pressure_percent")),
                    realIn(*snapshot, QStringLiteral("cpu_wait_percent"))};
    } else if (!m_samples.empty()) {
        sample.figures = m_samples.back().figures;
    }
    m_samples.push_back(std::move(sample));
    m_pressures.push_back(pressure);
    while (m_samples.back().at - m_samples.front().at > Observation::samplesReach) {
        m_samples.pop_front();
        m_pressures.pop_front();
    }
}

bool RemoteLogDiagnosis::answers(const std::string &rule) const
{
    if (rule == "proxy-latency")
        return m_hasTimingLog;
    return m_hasErrorLog && (rule == "proxy-limits" || rule == "proxy-errors");
}

QJsonObject RemoteLogDiagnosis::diagnosis(const QJsonObject &ofEngine, const Settings &settings) const
{
    const std::vector<DiagnosisSample> samples(m_samples.begin(), m_samples.end());
    Observation seen{samples, {}, {}, settings, m_logs.errorLog(), m_logs.timingLog()};
    seen.isEngineAnswering = m_isAnswering;
    const auto mean = [this](std::optional<double> Pressure::*member) {
        std::optional<double> sum;
        double count = 0;
        for (const Pressure &pressure : m_pressures) {
            if (!(pressure.*member))
                continue;
            sum = sum.value_or(0) + *(pressure.*member);
            ++count;
        }
        return sum ? std::optional(*sum / count) : std::nullopt;
    };
    seen.cpuPressurePercent = mean(&Pressure::machine);
    seen.cpuWaitPercent = mean(&Pressure::threads);
    const QJsonObject here = diagnosisJson(diagnose(seen));
    std::vector<Finding> findings;
    QJsonArray rules;
    const auto merge = [&](const QJsonObject &from, bool isHere) {
        for (Finding &finding : findingsIn(from[QStringLiteral("findings")].toArray()))
            if (answers(finding.rule) == isHere)
                findings.push_back(std::move(finding));
        const QJsonArray asked = from[QStringLiteral("rules")].toArray();
        for (const auto &rule : asked)
            if (answers(rule[QLatin1String("rule")].toString().toStdString()) == isHere)
                rules.append(rule);
    };
    merge(here, true);
    merge(ofEngine, false);
    return diagnosisJson(seen.seconds(), std::move(findings), rules);
}

} // namespace sluice
