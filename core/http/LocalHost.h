// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "localhost" is this machine whatever its resolver says (RFC 6761): one that names only 127.0.0.1 must not
// hide a server on ::1, nor the other way round. Pure function; any thread.
#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>

namespace sluice {

/** Where else to try when a host's own addresses do not answer; empty for all hosts but localhost. */
inline QList<QHostAddress> furtherAddresses(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) != 0)
        return {};
    return {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)};
}

} // namespace sluice
