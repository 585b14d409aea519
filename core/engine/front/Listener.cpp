// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Listener.h"

#include "engine/front/Connection.h"

#include <QMetaMethod>

#include <utility>

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
    m_offered = connection;
    // The signal is private to QTcpServer, but it is the one that QtHttpServer listens to; the meta-object
    // may emit it.
    static const QMetaMethod available = QMetaMethod::fromSignal(&QTcpServer::pendingConnectionAvailable);
    available.invoke(this, Qt::DirectConnection);
}

QTcpSocket *Listener::nextPendingConnection()
{
    return std::exchange(m_offered, nullptr);
}

} // namespace sluice
