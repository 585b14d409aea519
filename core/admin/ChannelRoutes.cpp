// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/ChannelRoutes.h"

#include "admin/AdminJson.h"
#include "admin/ListColumns.h"

#include <QJsonArray>

#include <algorithm>
#include <limits>

namespace sluice {

namespace {

constexpr ListColumns<ChannelFacts, 10> table{
    {{{{"name", "name"}, [](const ChannelFacts &a, const ChannelFacts &b) { return a.name <=> b.name; }},
      {{"streams", "streams"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.subscribers <=> b.subscribers; }},
      {{"published", "published"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.published <=> b.published; }},
      {{"publish_rate", "rate"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return ordered(a.publishRate, b.publishRate); }},
      {{"history_events", "events"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.historyCount <=> b.historyCount; }},
      {{"history_bytes", "history"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.historyBytes <=> b.historyBytes; }},
      {{"dropped", "dropped"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.dropped <=> b.dropped; }},
      {{"coalesced", "coalesced"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.coalesced <=> b.coalesced; }},
      {{"pauses", "pauses"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.pauses <=> b.pauses; }},
      {{"slow_ends", "slow"},
       [](const ChannelFacts &a, const ChannelFacts &b) { return a.slowEnds <=> b.slowEnds; }}}}};

constexpr auto columns = table.names();

/** A name, or the beginning of names if @p pattern ends with '*'. */
bool fits(std::string_view pattern, std::string_view name)
{
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

QJsonValue secondsSince(const std::optional<Instant> &moment, Instant now)
{
    return moment ? QJsonValue(std::chrono::duration<double>(now - *moment).count()) : QJsonValue();
}

QJsonObject row(const ChannelFacts &channel, Instant now)
{
    return {{QStringLiteral("name"), adminjson::text(channel.name)},
            {QStringLiteral("streams"), static_cast<qint64>(channel.subscribers)},
            {QStringLiteral("published"), static_cast<qint64>(channel.published)},
            {QStringLiteral("publish_rate"), channel.publishRate},
            {QStringLiteral("history_events"), static_cast<qint64>(channel.historyCount)},
            {QStringLiteral("history_bytes"), static_cast<qint64>(channel.historyBytes)},
            {QStringLiteral("oldest_seconds"), secondsSince(channel.oldest, now)},
            {QStringLiteral("head_id"), adminjson::text(channel.headId)},
            {QStringLiteral("policy"), adminjson::text(policyName(channel.policy))},
            {QStringLiteral("dropped"), static_cast<qint64>(channel.dropped)},
            {QStringLiteral("coalesced"), static_cast<qint64>(channel.coalesced)},
            {QStringLiteral("pauses"), static_cast<qint64>(channel.pauses)},
            {QStringLiteral("paused_seconds"), secondsSince(channel.pausedSince, now)},
            {QStringLiteral("slow_ends"), static_cast<qint64>(channel.slowEnds)}};
}

} // namespace

void ChannelRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/channels", Role::Viewer, [this](const AdminCall &call) { return list(call); });
}

Answer ChannelRoutes::list(const AdminCall &call) const
{
    AdminQuery query(call.target());
    const auto name = query.text("name");
    const auto minStreams = query.count("min_streams", 0, std::numeric_limits<std::int32_t>::max());
    const bool onlyPaused = query.flag("paused");
    const ListOrder order = ListOrder::from(query, columns);
    const Page page = Page::from(query);
    if (auto problem = query.check())
        return *std::move(problem);

    std::vector<ChannelFacts> channels = m_engine.channels().facts();
    std::erase_if(channels, [&](const ChannelFacts &channel) {
        return (name && !fits(*name, channel.name)) ||
               (minStreams && static_cast<std::int64_t>(channel.subscribers) < *minStreams) ||
               (onlyPaused && !channel.pausedSince);
    });
    std::sort(channels.begin(), channels.end(),
              [&order](const ChannelFacts &a, const ChannelFacts &b) { return table.isBefore(a, b, order); });
    const Instant now = Clock::now();
    QJsonArray rows;
    for (std::size_t i = page.offset; i < channels.size() && i < page.offset + page.limit; ++i)
        rows.append(row(channels[i], now));
    return adminjson::answer(200, {{QStringLiteral("total"), static_cast<qint64>(channels.size())},
                                   {QStringLiteral("channels"), rows}});
}

} // namespace sluice
