// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TimeView.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr auto kFrame = std::chrono::milliseconds(16);

// QT_LOGGING_RULES="sluice.charts=true" shows between the scene graph's frames what each of them paid for.
const QLoggingCategory chartsLog("sluice.charts", QtWarningMsg);

} // namespace

TimeView::TimeView(QObject *parent)
    : QObject(parent)
    , m_end(static_cast<double>(QDateTime::currentMSecsSinceEpoch()))
{
    m_frame.setInterval(kFrame);
    connect(&m_frame, &QTimer::timeout, this, &TimeView::repaintOne);
}

void TimeView::setStore(SnapshotStore *store)
{
    if (store == m_store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_store = store;
    if (m_store)
        connect(m_store, &SnapshotStore::changed, this, &TimeView::onStoreChanged);
    Q_EMIT storeChanged();
    onStoreChanged();
}

void TimeView::setJournal(Journal *journal)
{
    if (journal == m_journal)
        return;
    m_journal = journal;
    Q_EMIT journalChanged();
}

void TimeView::addChart(QObject *chart)
{
    if (m_charts.contains(chart))
        return;
    m_charts.append(chart);
    Q_EMIT chartsChanged();
}

void TimeView::removeChart(QObject *chart)
{
    if (m_charts.removeAll(chart) > 0)
        Q_EMIT chartsChanged();
}

void TimeView::setWindowSeconds(int seconds)
{
    seconds = std::max(1, seconds);
    if (seconds == m_windowSeconds)
        return;
    m_windowSeconds = seconds;
    Q_EMIT spanChanged();
}

void TimeView::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    Q_EMIT pausedChanged();
    onStoreChanged();
}

void TimeView::setFresh(bool fresh)
{
    if (fresh == m_fresh)
        return;
    m_fresh = fresh;
    Q_EMIT freshChanged();
}

void TimeView::scroll(double share)
{
    setPaused(true);
    moveTo(m_end + share * 1000.0 * m_windowSeconds);
}

void TimeView::moveTo(double end)
{
    if (!m_store || m_store->count() == 0)
        return;
    const double first = std::min(m_store->firstTime() + 1000.0 * m_windowSeconds, m_store->latestTime());
    m_end = std::clamp(end, first, m_store->latestTime());
    Q_EMIT spanChanged();
}

void TimeView::setCrosshair(double timeMs)
{
    if (timeMs == m_crosshair || (std::isnan(timeMs) && std::isnan(m_crosshair)))
        return;
    m_crosshair = timeMs;
    Q_EMIT crosshairChanged();
}

bool TimeView::hasCrosshair() const
{
    return !std::isnan(m_crosshair);
}

void TimeView::queueRepaint(QObject *chart, std::function<void()> repaint)
{
    for (const Repaint &queued : m_repaints) {
        if (queued.chart == chart)
            return;
    }
    m_repaints.push_back({chart, std::move(repaint)});
    if (!m_frame.isActive())
        m_frame.start();
}

void TimeView::onStoreChanged()
{
    if (m_paused || !m_store || m_store->count() == 0)
        return;
    m_end = m_store->latestTime();
    Q_EMIT spanChanged();
}

void TimeView::repaintOne()
{
    while (!m_repaints.empty()) {
        const Repaint next = std::move(m_repaints.front());
        m_repaints.pop_front();
        if (next.chart) {
            qCDebug(chartsLog) << "repaint" << next.chart.data();
            next.run();
            break;
        }
    }
    if (m_repaints.empty())
        m_frame.stop();
}

} // namespace sluice
