// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/DisconnectRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/ClientFilter.h"
#include "server/admin/StreamFilter.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <limits>

namespace sluice {

namespace {

struct EndFilter
{
    std::optional<Cause> cause;
    std::optional<std::string> channel;
    std::optional<ClientFilter> client;
    std::optional<Milliseconds> since;
    std::optional<std::int64_t> id;

    static EndFilter from(AdminQuery &query);
    bool accepts(const EndRecord &end, Instant now) const;
};

/** Whether @p channels, joined by ',', names @p channel, which may end with '*'. */
bool names(std::string_view channels, std::string_view channel)
{
    while (!channels.empty()) {
        const auto comma = channels.find(',');
        if (fitsPattern(channel, channels.substr(0, comma)))
            return true;
        channels.remove_prefix(comma == std::string_view::npos ? channels.size() : comma + 1);
    }
    return false;
}

EndFilter EndFilter::from(AdminQuery &query)
{
    EndFilter filter;
    if (const auto given = query.text("cause")) {
        std::string all;
        for (std::size_t i = 0; i < causeCount; ++i) {
            const std::string_view name = causeName(static_cast<Cause>(i));
            all.append(i > 0 ? ", " : "").append(name);
            if (name == *given)
                filter.cause = static_cast<Cause>(i);
        }
        if (!filter.cause)
            query.refuse("cause", "is '" + *given + "', not one of " + all);
    }
    filter.channel = query.text("channel");
    filter.client = ClientFilter::from(query);
    filter.since = query.duration("since");
    filter.id = query.count("id", 0, std::numeric_limits<std::int64_t>::max());
    return filter;
}

bool EndFilter::accepts(const EndRecord &end, Instant now) const
{
    return (!id || end.id == static_cast<std::uint64_t>(*id)) && (!cause || end.cause == *cause) &&
           (!since || now - end.ended <= *since) && (!client || client->accepts(end.client)) &&
           (!channel || names(end.channelNames(), *channel));
}

QJsonObject row(const EndRecord &end)
{
    const QString channels = adminjson::text(end.channelNames());
    const auto utc = std::chrono::duration_cast<Milliseconds>(end.endedUtc.time_since_epoch());
    QJsonObject object{{QStringLiteral("id"), static_cast<qint64>(end.id)},
                       {QStringLiteral("cause"), adminjson::text(causeName(end.cause))},
                       {QStringLiteral("client"), adminjson::text(end.client.text())},
                       {QStringLiteral("channels"),
                        QJsonArray::fromStringList(channels.split(QLatin1Char(','), Qt::SkipEmptyParts))},
                       {QStringLiteral("ended"),
                        QDateTime::fromMSecsSinceEpoch(utc.count()).toUTC().toString(Qt::ISODateWithMs)},
                       {QStringLiteral("age_seconds"), std::chrono::duration<double>(end.age()).count()},
                       {QStringLiteral("sent_bytes"), static_cast<qint64>(end.sentBytes)},
                       {QStringLiteral("worker"), end.worker}};
    if (end.note) {
        object.insert(QStringLiteral("by"), adminjson::text(end.note->who));
        object.insert(QStringLiteral("reason"), adminjson::text(end.note->why));
    }
    return object;
}

} // namespace

void DisconnectRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/disconnects", Role::Viewer,
               [this](const AdminCall &call) { return list(call); });
}

Answer DisconnectRoutes::list(const AdminCall &call) const
{
    AdminQuery query(call.target());
    const EndFilter filter = EndFilter::from(query);
    const Page page = Page::from(query);
    if (auto problem = query.check())
        return *std::move(problem);
    std::vector<EndRecord> ends = m_engine.latestEnds();
    const Instant now = Clock::now();
    std::erase_if(ends, [&](const EndRecord &end) { return !filter.accepts(end, now); });
    QJsonArray rows;
    for (std::size_t i = page.offset; i < ends.size() && i < page.offset + page.limit; ++i)
        rows.append(row(ends[i]));
    return adminjson::answer(200, {{QStringLiteral("total"), static_cast<qint64>(ends.size())},
                                   {QStringLiteral("disconnects"), rows}});
}

} // namespace sluice
