// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One thing that happened to the engine or that somebody did to it. A plain value; owned by the Journal.
#pragma once

#include <QList>
#include <QString>

#include <limits>

namespace sluice {

/** One setting of a change, as people write its values. */
struct SettingStep
{
    QString key;
    QString before;
    QString after;
};

struct JournalEntry
{
    enum class Kind {
        Setting,    ///< settings that were changed together
        Drain,      ///< a drain reached another phase
        Alarm,      ///< the diagnosis found something
        Refusals,   ///< many clients were refused in a row
        LoadTest,   ///< the load generator ran
        Operation,  ///< somebody ended streams, or published
        Connection, ///< the engine was out of the console's sight
        Restart,    ///< the engine started anew
        Export,     ///< something was written to a file
    };
    static constexpr int kindCount = 9;

    int id = 0; ///< unique as long as the Journal lives
    Kind kind = Kind::Operation;
    double time = 0; ///< milliseconds since 1970, by the engine's clock
    double until = std::numeric_limits<double>::quiet_NaN(); ///< when it was over; not a number: it is not,
                                                             ///< or has no length
    QString tone;                                            ///< "info", "ok", "warning" or "critical"
    QString title;                                           ///< one line
    QString detail;                                          ///< more, if there is more
    QString who;
    QString why;
    QList<SettingStep> steps; ///< of a Setting

    // Of a Setting:
    qint64 revision = 0;
    qint64 undoes = 0; ///< the revision that it takes back; 0: none
    bool isUndone = false;
    int engineRun = 0; ///< revisions count anew in each run of an engine
};

} // namespace sluice
