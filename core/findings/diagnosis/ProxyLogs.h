// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the logs of the nginx in front of the engine and counts what they say. Owned by the Diagnostician,
// or by `sluicectl diagnose`; one thread.
#pragma once

#include "findings/diagnosis/LogTail.h"
#include "findings/diagnosis/Observation.h"

#include <optional>

namespace sluice {

class ProxyLogs
{
public:
    /** Follows these files; empty: none. A file that is followed already goes on. */
    void follow(const std::string &errorLog, const std::string &timingLog);

    /** Reads what was added; about once a second. */
    void poll();

    /** Of all files that were ever followed. */
    const ProxyLogFigures &figures() const { return m_figures; }

    ProxyLogReading errorLog() const { return reading(m_errorLog); }
    ProxyLogReading timingLog() const { return reading(m_timingLog); }

private:
    static void follow(std::optional<LogTail> &tail, const std::string &path);
    static ProxyLogReading reading(const std::optional<LogTail> &tail);
    void takeTimes(std::string_view line);

    std::optional<LogTail> m_errorLog;
    std::optional<LogTail> m_timingLog;
    ProxyLogFigures m_figures;
};

} // namespace sluice
