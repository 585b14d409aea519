// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "RefusalBursts.h"

#include "model/Refusal.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

QString columnFor(Refusal refusal)
{
    QString name =
        QString::fromLatin1(refusalName(refusal).data(), static_cast<qsizetype>(refusalName(refusal).size()));
    return QStringLiteral("refusals_%1_total").arg(name.replace(QLatin1Char('-'), QLatin1Char('_')));
}

double at(std::span<const double> column, std::size_t row)
{
    return row < column.size() ? column[row] : SnapshotStore::none;
}

/** Whether @p row is of another run of the engine than the row before. The moment of its start, by the clock
 * that never jumps, tells one run from another, also when both were short. */
bool isAnotherRun(const SnapshotStore &store, std::size_t row)
{
    constexpr double sameStart = 0.1; // seconds: a start is one moment, but figures are rounded
    const auto uptime = store.column(QStringLiteral("uptime_seconds"));
    const auto clock = store.column(QStringLiteral("time_monotonic_seconds"));
    const double moved = at(clock, row) - at(uptime, row) - (at(clock, row - 1) - at(uptime, row - 1));
    return std::isnan(moved) ? at(uptime, row) < at(uptime, row - 1) : std::abs(moved) > sameStart;
}

} // namespace

void RefusalBursts::scan(const SnapshotStore &store)
{
    const auto times = store.times();
    // The engine's clock may have been set back.
    if (!times.empty() && times.back() < m_scanned)
        m_scanned = times.back();
    std::size_t row = store.lowerBound(m_scanned);
    while (row < times.size() && times[row] <= m_scanned)
        ++row;
    for (; row < times.size(); ++row) {
        if (row > 0)
            look(store, row);
        m_scanned = times[row];
    }
}

void RefusalBursts::clear()
{
    m_scanned = 0;
    m_isOpen = false;
    m_burst = {};
}

void RefusalBursts::look(const SnapshotStore &store, std::size_t row)
{
    const auto times = store.times();
    if (isAnotherRun(store, row)) {
        finish();
        if (onRestart)
            onRestart(times[row] - 1000 * at(store.column(QStringLiteral("uptime_seconds")), row));
        return;
    }
    const auto total = store.column(QStringLiteral("refusals_total"));
    const double grown = at(total, row) - at(total, row - 1);
    if (!(grown > 0)) {
        if (m_isOpen && times[row] - m_burst.last > 1000 * quiet)
            finish();
        return;
    }
    if (!m_isOpen) {
        m_burst = {};
        m_burst.start = times[row];
        m_startTime = times[row - 1];
        m_isOpen = true;
    }
    m_burst.last = times[row];
    m_burst.count += grown;
    m_burst.mostPerSecond = std::max(m_burst.mostPerSecond, 1000 * grown / (times[row] - times[row - 1]));
    if (m_burst.count < fewest)
        return;
    m_burst.cause = mainCause(store, row);
    if (onBurst)
        onBurst(m_burst);
}

void RefusalBursts::finish()
{
    if (m_isOpen && m_burst.count >= fewest && onBurst) {
        m_burst.isOver = true;
        onBurst(m_burst);
    }
    m_isOpen = false;
}

QString RefusalBursts::mainCause(const SnapshotStore &store, std::size_t row) const
{
    const std::size_t first = store.lowerBound(m_startTime);
    double most = 0;
    QString cause;
    for (std::size_t i = 0; i < refusalCount; ++i) {
        const auto refusal = static_cast<Refusal>(i);
        const auto column = store.column(columnFor(refusal));
        const double grown = at(column, row) - at(column, first);
        if (grown > most) {
            most = grown;
            cause = QString::fromLatin1(refusalName(refusal).data(),
                                        static_cast<qsizetype>(refusalName(refusal).size()));
        }
    }
    return cause;
}

} // namespace sluice
