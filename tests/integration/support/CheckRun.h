// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `sluicectl check` of a stream through a proxy, with canaries published on the engine behind it; and what
// tests of wrong configurations share. Test thread only.

#include "ControlRun.h"
#include "ProxiedEngine.h"

#include <QJsonArray>
#include <QMap>

namespace sluice::integration {

/** Starts it; the process is the caller's. Checks that run at the same time need channels of their own. */
inline void startCheck(QProcess &process, quint16 proxyPort, quint16 enginePort, const char *duration,
                       const QString &channel = QStringLiteral("a"))
{
    process.start(QStringLiteral(SLUICECTL_PATH),
                  {QStringLiteral("check"),
                   QStringLiteral("http://127.0.0.1:%1/stream/%2").arg(proxyPort).arg(channel),
                   QStringLiteral("--publish-url"),
                   QStringLiteral("http://127.0.0.1:%1/publish/%2").arg(enginePort).arg(channel),
                   QStringLiteral("--duration"), QString::fromLatin1(duration), QStringLiteral("--json")});
}

inline ControlRun finishCheck(QProcess &process)
{
    ControlRun run;
    if (process.state() == QProcess::NotRunning || process.waitForFinished(180'000))
        run.status = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

inline ControlRun checked(const ProxiedEngine &pair, const char *duration)
{
    QProcess process;
    startCheck(process, pair.proxy.port(), pair.engine.publicPort(), duration);
    return finishCheck(process);
}

/** The findings that are not well, by their names. */
inline QMap<QString, QJsonObject> complaints(const ControlRun &run)
{
    QMap<QString, QJsonObject> bad;
    for (const QJsonValue &one : run.json()[QStringLiteral("findings")].toArray())
        if (one[QStringLiteral("severity")].toString() != QLatin1String("ok") &&
            one[QStringLiteral("severity")].toString() != QLatin1String("notice"))
            bad.insert(one[QStringLiteral("name")].toString(), one.toObject());
    return bad;
}

/** Replaces a line of the generated configuration, which must be there. */
inline ProxiedEngine::Spoil replacing(const QByteArray &line, const QByteArray &other)
{
    return [line, other](QByteArray &configuration) {
        if (!configuration.contains(line))
            qFatal("the generated configuration has no line %s", line.constData());
        configuration.replace(line, other);
    };
}

/** An engine that sends nothing by itself for as long as a test looks. */
inline QStringList quiet()
{
    return {QStringLiteral("timeouts.heartbeat=40s"), QStringLiteral("timeouts.keep_alive=80s"),
            QStringLiteral("timeouts.headers=90s"), QStringLiteral("timeouts.write_stall=40s")};
}

} // namespace sluice::integration
