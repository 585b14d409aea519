// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Diagnosis.h"

#include "Format.h"

#include "findings/rules/FindingJson.h"

namespace sluice {

namespace {

constexpr auto kLooking = std::chrono::seconds(3);
constexpr auto kNotLooking = std::chrono::seconds(15);

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
    if (m_findings.count() > 0)
        return QString::fromStdString(m_findings.findings().front().summary);
    if (m_state == State::Healthy)
        return tr("Nothing is wrong: the engine looked at its last %1.").arg(Format::duration(m_observed));
    return m_problem.isEmpty() ? tr("The engine has not been asked yet.") : m_problem;
}

QString Diagnosis::action() const
{
    const QStringList remedies =
        m_findings.count() > 0 ? FindingsModel::remediesOf(m_findings.findings().front()) : QStringList();
    return remedies.value(0);
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
    m_findings.show({});
    Q_EMIT changed();
}

void Diagnosis::take(const AdminClient::Result &result)
{
    m_isAsking = false;
    if (!result) {
        // What was found before is not known to hold any more.
        m_state = State::Unknown;
        m_findings.show({});
        m_problem =
            tr("The diagnosis cannot be read: %1").arg(QString::fromStdString(result.error().message));
    } else {
        m_observed = result->json.value(QLatin1String("observed_seconds")).toDouble();
        const QString status = result->json.value(QLatin1String("status")).toString();
        m_state = status == QLatin1String("critical")  ? State::Critical
                  : status == QLatin1String("warning") ? State::Warning
                                                       : State::Healthy;
        m_problem.clear();
        m_findings.show(findingsIn(result->json.value(QLatin1String("findings")).toArray()));
    }
    Q_EMIT changed();
    askLater();
}

void Diagnosis::askLater()
{
    m_timer.start(m_isWatched || m_findings.count() > 0 ? kLooking : kNotLooking);
}

} // namespace sluice
