// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/EngineTables.h"

#include <QJsonObject>

#include <array>
#include <span>

namespace sluice {

namespace {

/** How a member of a row becomes a cell. */
using Show = std::string (*)(const QJsonValue &value, TimeZone zone);

struct Column
{
    const char *title;
    const char *member;
    TextTable::Align align;
    Show show;
};

std::string bytesRateText(double perSecond)
{
    return bytesText(perSecond) + "/s";
}

std::string text(const QJsonValue &value, TimeZone /*zone*/)
{
    return cellText(value);
}

std::string clock(const QJsonValue &value, TimeZone zone)
{
    return clockText(momentIn(value), zone);
}

template <std::string (*format)(double)>
std::string number(const QJsonValue &value, TimeZone /*zone*/)
{
    return value.isDouble() ? format(value.toDouble()) : cellText(value);
}

constexpr auto kLeft = TextTable::Align::Left;
constexpr auto kRight = TextTable::Align::Right;

constexpr std::array kStreams{
    Column{"ID", "id", kRight, &text},
    Column{"CLIENT", "client", kLeft, &text},
    Column{"AGE", "age_seconds", kRight, &number<spanText>},
    Column{"BACKLOG", "backlog_bytes", kRight, &number<bytesText>},
    Column{"DRAINS", "drain_bytes_per_second", kRight, &number<bytesRateText>},
    Column{"SENT", "sent_bytes", kRight, &number<bytesText>},
    Column{"WORKER", "worker", kRight, &text},
    Column{"CHANNELS", "channels", kLeft, &text},
};

constexpr std::array kChannels{
    Column{"CHANNEL", "name", kLeft, &text},
    Column{"STREAMS", "streams", kRight, &number<countText>},
    Column{"PUBLISHED", "published", kRight, &number<countText>},
    Column{"RATE", "publish_rate", kRight, &number<rateText>},
    Column{"HISTORY", "history_events", kRight, &number<countText>},
    Column{"BYTES", "history_bytes", kRight, &number<bytesText>},
    Column{"DROPPED", "dropped", kRight, &number<countText>},
    Column{"COALESCED", "coalesced", kRight, &number<countText>},
    Column{"PAUSES", "pauses", kRight, &number<countText>},
    Column{"SLOW", "slow_ends", kRight, &number<countText>},
};

constexpr std::array kEnds{
    Column{"ENDED", "ended", kLeft, &clock},
    Column{"ID", "id", kRight, &text},
    Column{"CAUSE", "cause", kLeft, &text},
    Column{"CLIENT", "client", kLeft, &text},
    Column{"AGE", "age_seconds", kRight, &number<spanText>},
    Column{"SENT", "sent_bytes", kRight, &number<bytesText>},
    Column{"WORKER", "worker", kRight, &text},
    Column{"CHANNELS", "channels", kLeft, &text},
};

TextTable tableOf(std::span<const Column> columns, const QJsonArray &rows, TimeZone zone)
{
    std::vector<TextTable::Column> titles;
    titles.reserve(columns.size());
    for (const Column &column : columns)
        titles.push_back({column.title, column.align});
    TextTable table(std::move(titles));
    for (const auto &value : rows) {
        const QJsonObject row = value.toObject();
        std::vector<std::string> cells;
        cells.reserve(columns.size());
        for (const Column &column : columns)
            cells.push_back(column.show(row.value(QLatin1String(column.member)), zone));
        table.add(std::move(cells));
    }
    return table;
}

} // namespace

TextTable streamTable(const QJsonArray &streams, TimeZone zone)
{
    return tableOf(kStreams, streams, zone);
}

TextTable channelTable(const QJsonArray &channels, TimeZone zone)
{
    return tableOf(kChannels, channels, zone);
}

TextTable endTable(const QJsonArray &ends, TimeZone zone)
{
    return tableOf(kEnds, ends, zone);
}

} // namespace sluice
