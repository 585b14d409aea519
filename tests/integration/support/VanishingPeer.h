// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A machine of its own for one client: a network namespace behind a veth pair, whose cable can be cut so that
// not even a FIN or an RST gets through, as with a phone that leaves the cell. Needs root and ip(8).
// Its constructor moves the calling thread, and so every engine that it starts from now on, into a network
// namespace too: nothing of the machine's own network is touched. Owned by the test; gone with its process.

#include "Patience.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <thread>

namespace sluice::integration {

class VanishingPeer
{
public:
    VanishingPeer();
    ~VanishingPeer();
    VanishingPeer(const VanishingPeer &) = delete;
    VanishingPeer &operator=(const VanishingPeer &) = delete;

    /** Why there is no such network here, for a QSKIP; empty when there is. */
    const QString &obstacle() const { return m_obstacle; }

    /** Connects from the other machine to this one, sends `request` and waits for the answer's head; false
     * when none comes. */
    bool open(quint16 port, const QByteArray &request);

    /** From now on nothing from the other machine arrives here. */
    bool vanish();

private:
    /** Runs `work` in the other machine's thread and waits for it. */
    bool there(const std::function<bool()> &work);

    QString m_obstacle;
    int m_socket = -1;
    int m_namespace = -1; ///< the other machine's
};

} // namespace sluice::integration
