// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the proxy's logs where the engine does not, and sets them beside what the engine says of itself
// over its API: the same rules, from outside. Owned by `sluicectl diagnose`; one thread.
#pragma once

#include "findings/diagnosis/ProxyLogs.h"

#include <QJsonObject>

#include <deque>

namespace sluice {

class RemoteLogDiagnosis
{
public:
    /** Follows these files from now on; one of them may be empty. */
    RemoteLogDiagnosis(const std::string &errorLog, const std::string &timingLog);

    /** Reads what was added, beside a snapshot of the engine of the same moment; null: it gave none. About
     * once a second. */
    void sample(const QJsonObject *snapshot);

    /** What the engine's own @p diagnosis says, with the rules about these logs answered here. Without an
     * engine, an empty object, only they. After sample(). */
    QJsonObject diagnosis(const QJsonObject &ofEngine, const Settings &settings) const;

private:
    bool answers(const std::string &rule) const;
    void takeSnapshot(const QJsonObject &snapshot, DiagnosisSample &sample);

    struct Pressure
    {
        std::optional<double> machine;
        std::optional<double> threads;
    };

    ProxyLogs m_logs;
    const bool m_hasErrorLog;
    const bool m_hasTimingLog;
    std::deque<DiagnosisSample> m_samples;
    std::deque<Pressure> m_pressures; ///< of the same moments
    bool m_hasFigures = false;        ///< the engine answered once
    bool m_isAnswering = false;
};

} // namespace sluice
