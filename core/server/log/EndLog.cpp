// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/EndLog.h"

#include <algorithm>

namespace sluice {

namespace {
constexpr std::chrono::seconds restInterval{1};
}

EndLog::EndLog(std::vector<const EndsRing *> rings, Logger &logger)
    : m_rings(std::move(rings))
    , m_next(m_rings.size(), 0)
    , m_logger(logger)
{
}

void EndLog::poll(Instant now)
{
    const double rate = m_rate;
    const double elapsed = std::chrono::duration<double>(now - m_filled).count();
    m_filled = now;
    m_allowance = std::min(m_allowance + rate * elapsed, std::max(rate, 1.0));

    std::vector<EndRecord> records;
    for (std::size_t i = 0; i < m_rings.size(); ++i) {
        const std::uint64_t total = m_rings[i]->total();
        if (total == m_next[i])
            continue;
        const std::uint64_t wanted =
            rate > 0 ? std::min<std::uint64_t>(total - m_next[i], static_cast<std::uint64_t>(m_allowance))
                     : 0;
        records.clear();
        // Those that no line is due to are counted, and not even copied.
        if (wanted > 0)
            m_rings[i]->copyFrom(total - wanted, records,
                                 total); // what is added meanwhile is for the next call
        if (rate > 0)
            m_rest += total - m_next[i] - records.size();
        m_next[i] = total;
        m_allowance -= static_cast<double>(records.size());
        for (EndRecord &record : records) {
            record.worker = static_cast<std::uint16_t>(i);
            say(record);
        }
    }
    if (m_rest > 0 && now >= m_restSaid + restInterval)
        sayRest(now);
}

void EndLog::finish(Instant now)
{
    poll(now);
    if (m_rest > 0)
        sayRest(now);
}

void EndLog::say(const EndRecord &record)
{
    std::vector<LogField> fields{{"cause", std::string(causeName(record.cause))},
                                 {"id", static_cast<std::int64_t>(record.id)},
                                 {"client", record.client.text()},
                                 {"channels", std::string(record.channelNames())},
                                 {"age_seconds", std::chrono::duration<double>(record.age()).count()},
                                 {"sent_bytes", static_cast<std::int64_t>(record.sentBytes)},
                                 {"worker", static_cast<std::int64_t>(record.worker)}};
    if (record.note) {
        fields.push_back({"by", record.note->who});
        if (!record.note->why.empty())
            fields.push_back({"reason", record.note->why});
    }
    m_logger.log(LogLevel::Info, "stream ended", fields);
}

void EndLog::sayRest(Instant now)
{
    m_logger.log(LogLevel::Info, std::to_string(m_rest) + " more streams ended",
                 {{"streams", static_cast<std::int64_t>(m_rest)}});
    m_rest = 0;
    m_restSaid = now;
}

} // namespace sluice
