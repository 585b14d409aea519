// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The QTcpServer that QtHttpServer is bound to. It takes its listening descriptor from us and its connections
// too: accepting is done by the FrontDoor, with a budget and with back-off, because QTcpServer stops for good
// after EMFILE. Owned by the QtHttpServer it is bound to; its thread only.
#pragma once

#include <QTcpServer>

namespace sluice {

class Connection;

class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    using QTcpServer::QTcpServer;

    /** Takes over a listening descriptor; Qt's own accepting stays off. */
    bool adopt(int fd);

    /** Gives QtHttpServer a connection to parse. */
    void offer(Connection *connection);

    // QTcpServer, as QtHttpServer uses it. Never the base's: handing out a connection, it turns Qt's own
    // accepting on again (seen in 6.4.2 and 6.8), and what Qt then accepts is in nobody's budget and never
    // answered.
    bool hasPendingConnections() const override { return m_offered != nullptr; }
    QTcpSocket *nextPendingConnection() override;

private:
    Connection *m_offered = nullptr;
};

} // namespace sluice
