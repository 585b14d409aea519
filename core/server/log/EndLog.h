// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Says in the log how streams end: one line each, at most log.end_rate a second, and one line that counts the
// rest. It looks into the workers' rings from outside, so a worker never logs. Owned by the Signals; one
// thread at a time, except setRate(), which any thread may call.
#pragma once

#include "model/EndsRing.h"
#include "server/log/Logger.h"

#include <atomic>

namespace sluice {

class EndLog
{
public:
    /** The @p rings outlive it. */
    EndLog(std::vector<const EndsRing *> rings, Logger &logger);

    /** Lines per second; 0 logs none. Any thread. */
    void setRate(double perSecond) { m_rate = perSecond; }

    /** Logs the ends since the last call; a few times a second is enough. */
    void poll(Instant now);

    /** The same, and the count of the rest at once: there will be no other call. */
    void finish(Instant now);

private:
    void say(const EndRecord &record);
    void sayRest(Instant now);

    const std::vector<const EndsRing *> m_rings;
    std::vector<std::uint64_t> m_next; ///< of each ring, the first end that is not dealt with
    Logger &m_logger;
    std::atomic<double> m_rate{20};
    double m_allowance = 1; ///< lines that may be written now
    Instant m_filled = Clock::now();
    std::uint64_t m_rest = 0; ///< ends since m_restSaid that got no line
    Instant m_restSaid;
};

} // namespace sluice
