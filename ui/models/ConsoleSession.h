// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All that the console knows while it looks at one engine: the link, the span of time that is shown, and what
// happened. What every page is given. Owned by the window; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "TimeView.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class ConsoleSession : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link CONSTANT)
    Q_PROPERTY(sluice::SnapshotStore *snapshots READ snapshots CONSTANT)
    Q_PROPERTY(sluice::TimeView *view READ view CONSTANT)
    Q_PROPERTY(int ownStreams MEMBER m_ownStreams NOTIFY ownStreamsChanged)

public:
    explicit ConsoleSession(QObject *parent = nullptr)
        : QObject(parent)
    {
        m_view.setStore(m_link.snapshots());
        connect(&m_link, &EngineLink::stateChanged, &m_view, [this] { m_view.setFresh(m_link.isLive()); });
    }

    EngineLink *link() { return &m_link; }
    SnapshotStore *snapshots() { return m_link.snapshots(); }
    TimeView *view() { return &m_view; }

Q_SIGNALS:
    void ownStreamsChanged();

private:
    EngineLink m_link;
    TimeView m_view;
    int m_ownStreams = 0; // of the engine that are the console's own doing, as those of a load test
};

} // namespace sluice
