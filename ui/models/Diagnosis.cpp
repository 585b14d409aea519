// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Diagnosis.h"

#include "Format.h"

#include <QJsonArray>

namespace sluice {

namespace {

constexpr auto kLooking = std::chrono::seconds(3);
constexpr auto kNotLooking = std::chrono::seconds(15);

/** A metric's value as the finding has it: the name tells the unit. */
QString valueText(const QString &metric, double value)
{
    if (metric.contains(QLatin1String("_seconds")))
        return Format::brief(value, Format::Seconds);
    if (metric.contains(QLatin1String("_bytes")))
        return Format::brief(value, Format::Bytes);
    if (metric.contains(QLatin1String("_percent")))
        return Format::brief(value, Format::Percent);
    if (metric.contains(QLatin1String("_ratio")))
        return Format::brief(value, Format::Ratio);
    return Format::brief(value, Format::Count);
}

QString evidenceText(const QJsonObject &item)
{
    const QString metric = item.value(QLatin1String("metric")).toString();
    const QString value = valueText(metric, item.value(QLatin1String("value")).toDouble());
    const double window = item.value(QLatin1String("window_seconds")).toDouble();
    return window > 0 ? Diagnosis::tr("%1 +%2 in %3").arg(metric, value, Format::duration(window))
                      : Diagnosis::tr("%1 = %2").arg(metric, value);
}

DiagnosisFinding findingOf(const QJsonObject &json)
{
    DiagnosisFinding finding;
    finding.rule = json.value(QLatin1String("rule")).toString();
    finding.severity = json.value(QLatin1String("severity")).toString();
    finding.summary = json.value(QLatin1String("summary")).toString();
    finding.action = json.value(QLatin1String("action")).toString();
    const QJsonArray evidence = json.value(QLatin1String("evidence")).toArray();
    for (const auto &item : evidence)
        finding.evidence.append(evidenceText(item.toObject()));
    return finding;
}

} // namespace

Diagnosis::Diagnosis(EngineLink &link, QObject *parent)
    : QObject(parent)
    , m_link(link)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Diagnosis::refresh);
    connect(&link, &EngineLink::established, this, &Diagnosis::refresh);
    connect(&link, &EngineLink::targetChanged, this, &Diagnosis::forget);
}

QString Diagnosis::tone() const
{
    switch (m_state) {
    case State::Unknown:
        return QStringLiteral("muted");
    case State::Healthy:
        return QStringLiteral("ok");
    case State::Warning:
        return QStringLiteral("warning");
    case State::Critical:
        return QStringLiteral("critical");
    }
    return {};
}

QString Diagnosis::word() const
{
    switch (m_state) {
    case State::Unknown:
        return tr("Unknown");
    case State::Healthy:
        return tr("Healthy");
    case State::Warning:
        return tr("Warning");
    case State::Critical:
        return tr("Critical");
    }
    return {};
}

QString Diagnosis::sentence() const
{
    if (!m_findings.isEmpty())
        return m_findings.first().summary;
    if (m_state == State::Healthy)
        return tr("Nothing is wrong: the engine looked at its last %1.").arg(Format::duration(m_observed));
    return m_problem.isEmpty() ? tr("The engine has not been asked yet.") : m_problem;
}

QVariantList Diagnosis::findingList() const
{
    QVariantList list;
    for (const DiagnosisFinding &finding : m_findings) {
        list.append(QVariantMap{{QStringLiteral("rule"), finding.rule},
                                {QStringLiteral("severity"), finding.severity},
                                {QStringLiteral("summary"), finding.summary},
                                {QStringLiteral("action"), finding.action},
                                {QStringLiteral("evidence"), finding.evidence}});
    }
    return list;
}

void Diagnosis::setWatched(bool watched)
{
    if (watched == m_isWatched)
        return;
    m_isWatched = watched;
    Q_EMIT watchedChanged();
    if (watched)
        refresh();
}

void Diagnosis::refresh()
{
    m_timer.stop();
    const auto state = m_link.state();
    if (m_isAsking)
        return;
    if (state != EngineLink::State::Live && state != EngineLink::State::Stale &&
        state != EngineLink::State::Connecting) {
        askLater();
        return;
    }
    m_isAsking = true;
    AdminRequest request;
    request.path = QStringLiteral("diagnosis");
    m_link.send(request, this, [this](const AdminClient::Result &result) { take(result); });
}

void Diagnosis::forget()
{
    m_timer.stop();
    m_isAsking = false;
    m_state = State::Unknown;
    m_problem.clear();
    m_findings.clear();
    m_answer = {};
    Q_EMIT changed();
}

void Diagnosis::take(const AdminClient::Result &result)
{
    m_isAsking = false;
    if (!result) {
        // What was found before is not known to hold any more.
        m_state = State::Unknown;
        m_findings.clear();
        m_problem =
            tr("The diagnosis cannot be read: %1").arg(QString::fromStdString(result.error().message));
    } else {
        m_answer = result->json;
        m_observed = m_answer.value(QLatin1String("observed_seconds")).toDouble();
        const QString status = m_answer.value(QLatin1String("status")).toString();
        m_state = status == QLatin1String("critical")  ? State::Critical
                  : status == QLatin1String("warning") ? State::Warning
                                                       : State::Healthy;
        m_problem.clear();
        m_findings.clear();
        const QJsonArray findings = m_answer.value(QLatin1String("findings")).toArray();
        for (const auto &finding : findings)
            m_findings.append(findingOf(finding.toObject()));
    }
    Q_EMIT changed();
    askLater();
}

void Diagnosis::askLater()
{
    m_timer.start(m_isWatched || !m_findings.isEmpty() ? kLooking : kNotLooking);
}

} // namespace sluice
