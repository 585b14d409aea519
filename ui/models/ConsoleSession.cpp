// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConsoleSession.h"

namespace sluice {

namespace {

/** Whoever closes a window waits no longer for an engine that is away. */
constexpr auto kPatience = std::chrono::seconds(5);

} // namespace

ConsoleSession::ConsoleSession(QObject *parent)
    : QObject(parent)
{
    m_view.setStore(m_link.snapshots());
    const auto judge = [this] { m_view.setFresh(m_link.isLive() || m_recording.isOpen()); };
    connect(&m_link, &EngineLink::stateChanged, &m_view, judge);
    connect(&m_recording, &Recording::stateChanged, &m_view, judge);
    m_view.setJournal(&m_journal);
    connect(&m_view, &TimeView::storeChanged, this, &ConsoleSession::snapshotsChanged);
    connect(&m_view, &TimeView::spanChanged, this, [this] {
        if (m_recording.isOpen() || m_view.windowSeconds() == m_liveWindowSeconds)
            return;
        m_liveWindowSeconds = m_view.windowSeconds();
        Q_EMIT liveWindowChanged();
    });
    m_tuning.setLink(&m_link);
    m_loadTest.setJournal(&m_journal);
    connect(&m_loadTest, &LoadTest::ownStreamsChanged, this, [this] {
        m_ownStreams = m_loadTest.ownStreams();
        Q_EMIT ownStreamsChanged();
    });
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &ConsoleSession::leaveIfSettled);
    connect(&m_tuning, &Tuning::owesChanged, this, &ConsoleSession::leaveIfSettled);
}

void ConsoleSession::prepareToLeave()
{
    if (m_isLeaving)
        return;
    m_isLeaving = true;
    m_patience.start();
    m_tuning.countdown()->takeBack();
    leaveIfSettled();
}

void ConsoleSession::leaveIfSettled()
{
    if (!m_isLeaving || (m_tuning.owes() && m_patience.isActive()))
        return;
    m_isLeaving = false;
    m_patience.stop();
    Q_EMIT readyToLeave();
}

} // namespace sluice
