// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/Listener.h"

#include "front/Connection.h"

namespace sluice {

bool Listener::adopt(int fd)
{
    if (!setSocketDescriptor(fd))
        return false;
    pauseAccepting();
    return true;
}

void Listener::offer(Connection *connection)
{
    addPendingConnection(connection);
}

QTcpSocket *Listener::nextPendingConnection()
{
    QTcpSocket *connection = QTcpServer::nextPendingConnection();
    // Up to 6.8 at least, handing out a connection turns Qt's own accepting on again; what it accepted would
    // be lost to us.
    if (connection != nullptr)
        pauseAccepting();
    return connection;
}

} // namespace sluice
