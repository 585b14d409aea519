// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The ear of a service manager: a datagram socket that an engine is given as NOTIFY_SOCKET. Owned by the
// test.

#include "Patience.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QTemporaryDir>

namespace sluice::integration {

class NotifySocket
{
public:
    NotifySocket();
    ~NotifySocket();
    NotifySocket(const NotifySocket &) = delete;
    NotifySocket &operator=(const NotifySocket &) = delete;

    /** `NOTIFY_SOCKET=...` for the engine's environment. */
    QString environment() const;

    /** Waits for a message that contains `text`, dropping those before it; empty when none comes. */
    QByteArray waitFor(const QByteArray &text, std::chrono::milliseconds patience = Patience);

    /** Drops what has come so far. */
    void forget();

private:
    QByteArray take(std::chrono::milliseconds patience);

    QTemporaryDir m_folder;
    int m_descriptor = -1;
};

} // namespace sluice::integration
