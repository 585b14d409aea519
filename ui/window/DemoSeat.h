// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One client of the demo audience: comes, watches for a while, leaves, comes back. Owned by the DemoAudience;
// lives in its thread.
#pragma once

#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <functional>

namespace sluice {

class DemoSeat final : public QObject
{
    Q_OBJECT

public:
    /** @p onConnected hears of the local port of each connection, before a stream is asked for on it. */
    DemoSeat(const QUrl &stream, std::function<void(quint16 port)> onConnected);

private:
    void ask();
    void turn();

    const QUrl m_stream;
    const std::function<void(quint16 port)> m_onConnected;
    QTcpSocket m_socket;
    QTimer m_turn;
};

} // namespace sluice
