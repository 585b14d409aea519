// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Snapshots as an engine would send them, for tests of what reads them. Pure functions.
#pragma once

#include <QDateTime>
#include <QJsonObject>

#include <initializer_list>

namespace sluice::test {

/** A round instant, in milliseconds since 1970. */
inline constexpr double kStart = 1'790'000'000'000.0;

/** A snapshot taken @p seconds after kStart, with these columns. */
inline QJsonObject snapshotAt(double seconds, std::initializer_list<QPair<QString, QJsonValue>> columns = {})
{
    QJsonObject json(columns);
    json.insert(
        QStringLiteral("time_utc"),
        QDateTime::fromMSecsSinceEpoch(qint64(kStart + 1000 * seconds), Qt::UTC).toString(Qt::ISODateWithMs));
    return json;
}

} // namespace sluice::test
