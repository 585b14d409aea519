// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "KeepCountdown.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr auto kTick = std::chrono::milliseconds(200);

} // namespace

KeepCountdown::KeepCountdown(QObject *parent)
    : QObject(parent)
{
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &KeepCountdown::tick);
}

int KeepCountdown::secondsLeft() const
{
    if (m_state != State::Asking)
        return 0;
    constexpr qint64 second = 1000;
    return static_cast<int>((m_deadline.remainingTime() + second - 1) / second);
}

void KeepCountdown::setSeconds(int seconds)
{
    m_seconds = std::max(1, seconds);
    Q_EMIT changed();
}

QString KeepCountdown::text() const
{
    QStringList all;
    for (const Asked &asked : m_asked)
        all += asked.lines;
    return (all + m_risks).join(QLatin1Char('\n'));
}

std::vector<qint64> KeepCountdown::revisions() const
{
    std::vector<qint64> all;
    all.reserve(m_asked.size());
    for (const Asked &asked : m_asked)
        all.push_back(asked.revision);
    return all;
}

void KeepCountdown::begin(qint64 revision, const QStringList &lines, const QStringList &risks)
{
    m_asked.push_back({revision, lines});
    for (const QString &risk : risks) {
        if (!m_risks.contains(risk))
            m_risks.append(risk);
    }
    if (m_state != State::TakingBack) {
        m_state = State::Asking;
        m_isExpired = false;
        m_deadline.setRemainingTime(std::chrono::seconds(m_seconds));
        m_tick.start();
    }
    Q_EMIT changed();
}

void KeepCountdown::keep()
{
    if (m_state == State::Asking)
        forget();
}

void KeepCountdown::takeBack()
{
    if (m_state != State::Asking)
        return;
    m_tick.stop();
    m_state = State::TakingBack;
    Q_EMIT changed();
    Q_EMIT undoWanted();
}

void KeepCountdown::settle(qint64 revision)
{
    const auto isIt = [revision](const Asked &asked) { return asked.revision == revision; };
    const auto gone = std::remove_if(m_asked.begin(), m_asked.end(), isIt);
    if (gone == m_asked.end())
        return;
    m_asked.erase(gone, m_asked.end());
    if (m_asked.empty()) {
        forget();
        return;
    }
    Q_EMIT changed();
    if (m_state == State::TakingBack)
        Q_EMIT undoWanted();
}

void KeepCountdown::forget()
{
    m_tick.stop();
    m_asked.clear();
    m_risks.clear();
    m_state = State::Idle;
    Q_EMIT changed();
}

void KeepCountdown::tick()
{
    m_isExpired = m_deadline.hasExpired();
    if (m_isExpired)
        takeBack();
    else
        Q_EMIT changed();
}

} // namespace sluice
