// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ctl/EngineTables.h"

#include <QJsonObject>

namespace sluice {

namespace {

/** One object of a list, member by member as cells. */
class Row
{
public:
    explicit Row(const QJsonValue &value)
        : m_object(value.toObject())
    {
    }

    std::string text(const char *name) const { return cellText(at(name)); }
    std::string count(const char *name) const { return shown(name, &countText); }
    std::string bytes(const char *name) const { return shown(name, &bytesText); }
    std::string span(const char *name) const { return shown(name, &spanText); }
    std::string rate(const char *name) const { return shown(name, &rateText); }
    std::string bytesRate(const char *name) const
    {
        return shown(name, [](double perSecond) { return bytesText(perSecond) + "/s"; });
    }
    QJsonValue at(const char *name) const { return m_object.value(QLatin1String(name)); }

private:
    template <typename Show>
    std::string shown(const char *name, Show show) const
    {
        const QJsonValue value = at(name);
        return value.isDouble() ? show(value.toDouble()) : cellText(value);
    }

    const QJsonObject m_object;
};

constexpr auto kLeft = TextTable::Align::Left;
constexpr auto kRight = TextTable::Align::Right;

} // namespace

TextTable streamTable(const QJsonArray &streams)
{
    TextTable table({{"ID", kRight},
                     {"CLIENT", kLeft},
                     {"AGE", kRight},
                     {"BACKLOG", kRight},
                     {"DRAINS", kRight},
                     {"SENT", kRight},
                     {"WORKER", kRight},
                     {"CHANNELS", kLeft}});
    for (const auto &value : streams) {
        const Row row(value);
        table.add({row.text("id"), row.text("client"), row.span("age_seconds"), row.bytes("backlog_bytes"),
                   row.bytesRate("drain_bytes_per_second"), row.bytes("sent_bytes"), row.text("worker"),
                   row.text("channels")});
    }
    return table;
}

TextTable channelTable(const QJsonArray &channels)
{
    TextTable table({{"CHANNEL", kLeft},
                     {"STREAMS", kRight},
                     {"PUBLISHED", kRight},
                     {"RATE", kRight},
                     {"HISTORY", kRight},
                     {"BYTES", kRight},
                     {"DROPPED", kRight},
                     {"COALESCED", kRight},
                     {"PAUSES", kRight},
                     {"SLOW", kRight}});
    for (const auto &value : channels) {
        const Row row(value);
        table.add({row.text("name"), row.count("streams"), row.count("published"), row.rate("publish_rate"),
                   row.count("history_events"), row.bytes("history_bytes"), row.count("dropped"),
                   row.count("coalesced"), row.count("pauses"), row.count("slow_ends")});
    }
    return table;
}

TextTable endTable(const QJsonArray &ends, TimeZone zone)
{
    TextTable table({{"ENDED", kLeft},
                     {"ID", kRight},
                     {"CAUSE", kLeft},
                     {"CLIENT", kLeft},
                     {"AGE", kRight},
                     {"SENT", kRight},
                     {"WORKER", kRight},
                     {"CHANNELS", kLeft}});
    for (const auto &value : ends) {
        const Row row(value);
        table.add({clockText(momentIn(row.at("ended")), zone), row.text("id"), row.text("cause"),
                   row.text("client"), row.span("age_seconds"), row.bytes("sent_bytes"), row.text("worker"),
                   row.text("channels")});
    }
    return table;
}

} // namespace sluice
