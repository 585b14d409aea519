// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One run of the real sluicectl against an engine: what it printed and what it told the shell. Test thread
// only.

#include "Patience.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace sluice::integration {

struct ControlRun
{
    int status = -1; ///< the exit code; -1: it did not end
    QByteArray out;
    QByteArray err;

    /** The one JSON document that was printed; empty unless there is exactly one, on one line. */
    QJsonObject json() const
    {
        return out.count('\n') == 1 ? QJsonDocument::fromJson(out).object() : QJsonObject();
    }

    /** The JSON documents of a command whose output goes on, one a line. */
    QList<QJsonObject> jsonLines() const
    {
        QList<QJsonObject> objects;
        for (const QByteArray &line : out.split('\n'))
            if (!line.isEmpty())
                objects.append(QJsonDocument::fromJson(line).object());
        return objects;
    }
};

/** Starts sluicectl with the words, and --admin behind the first one. */
inline void startControl(QProcess &process, quint16 adminPort, QStringList words)
{
    words.insert(1, QStringLiteral("--admin"));
    words.insert(2, QStringLiteral("http://127.0.0.1:%1").arg(adminPort));
    process.start(QStringLiteral(SLUICECTL_PATH), words);
}

/** Waits for its end. */
inline ControlRun finishControl(QProcess &process)
{
    ControlRun run;
    if (process.waitForFinished(static_cast<int>(std::chrono::milliseconds(Patience).count())))
        run.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

inline ControlRun control(quint16 adminPort, const QStringList &words)
{
    QProcess process;
    startControl(process, adminPort, words);
    return finishControl(process);
}

} // namespace sluice::integration
