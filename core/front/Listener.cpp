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

} // namespace sluice
