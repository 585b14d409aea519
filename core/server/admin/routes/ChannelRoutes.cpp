// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/ChannelRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/FreshStreams.h"
#include "server/admin/ListColumns.h"
#include "server/admin/StreamFilter.h"

#include <QJsonArray>

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace sluice {

namespace {

/** What the operator sees of a channel: its own facts, and what its streams lack. */
struct Listed
{
    ChannelFacts facts;
    std::uint64_t largestBacklog = 0; ///< bytes
    std::int64_t blocked = 0;         ///< streams whose socket refuses bytes
};

constexpr ListColumns<Listed, 12> table{
    {{{{"name", "name"}, [](const Listed &a, const Listed &b) { return a.facts.name <=> b.facts.name; }},
      {{"streams", "streams"},
       [](const Listed &a, const Listed &b) { return a.facts.subscribers <=> b.facts.subscribers; }},
      {{"published", "published"},
       [](const Listed &a, const Listed &b) { return a.facts.published <=> b.facts.published; }},
      {{"publish_rate", "rate"},
       [](const Listed &a, const Listed &b) { return ordered(a.facts.publishRate, b.facts.publishRate); }},
      {{"history_events", "events"},
       [](const Listed &a, const Listed &b) { return a.facts.historyCount <=> b.facts.historyCount; }},
      {{"history_bytes", "history"},
       [](const Listed &a, const Listed &b) { return a.facts.historyBytes <=> b.facts.historyBytes; }},
      {{"largest_backlog_bytes", "backlog"},
       [](const Listed &a, const Listed &b) { return a.largestBacklog <=> b.largestBacklog; }},
      {{"blocked_streams", "blocked"},
       [](const Listed &a, const Listed &b) { return a.blocked <=> b.blocked; }},
      {{"dropped", "dropped"},
       [](const Listed &a, const Listed &b) { return a.facts.dropped <=> b.facts.dropped; }},
      {{"coalesced", "coalesced"},
       [](const Listed &a, const Listed &b) { return a.facts.coalesced <=> b.facts.coalesced; }},
      {{"pauses", "pauses"},
       [](const Listed &a, const Listed &b) { return a.facts.pauses <=> b.facts.pauses; }},
      {{"slow_ends", "slow"},
       [](const Listed &a, const Listed &b) { return a.facts.slowEnds <=> b.facts.slowEnds; }}}}};

constexpr auto columns = table.names();

QJsonValue secondsSince(const std::optional<Instant> &moment, Instant now)
{
    return moment ? QJsonValue(std::chrono::duration<double>(now - *moment).count()) : QJsonValue();
}

/** What the streams of each channel lack; those that lack nothing are passed over. */
void addBacklogs(std::vector<Listed> &channels, const StreamsView &view)
{
    std::unordered_map<std::string_view, Listed *> byName;
    for (Listed &channel : channels)
        byName.emplace(channel.facts.name, &channel);
    for (const StreamsView::PerWorker &worker : view.workers) {
        if (!worker.copy)
            continue;
        for (const StreamFacts &stream : worker.copy->streams) {
            if (!stream.blocked && stream.backlogBytes == 0)
                continue;
            for (const std::string &name : stream.channels()) {
                const auto found = byName.find(name);
                if (found == byName.end())
                    continue;
                Listed &channel = *found->second;
                channel.largestBacklog = std::max(channel.largestBacklog, stream.backlogBytes);
                channel.blocked += stream.blocked ? 1 : 0;
            }
        }
    }
}

QJsonObject row(const Listed &listed, Instant now)
{
    const ChannelFacts &channel = listed.facts;
    return {{QStringLiteral("name"), adminjson::text(channel.name)},
            {QStringLiteral("streams"), static_cast<qint64>(channel.subscribers)},
            {QStringLiteral("published"), static_cast<qint64>(channel.published)},
            {QStringLiteral("publish_rate"), channel.publishRate},
            {QStringLiteral("history_events"), static_cast<qint64>(channel.historyCount)},
            {QStringLiteral("history_bytes"), static_cast<qint64>(channel.historyBytes)},
            {QStringLiteral("oldest_seconds"), secondsSince(channel.oldest, now)},
            {QStringLiteral("head_id"), adminjson::text(channel.headId)},
            {QStringLiteral("policy"), adminjson::text(policyName(channel.policy))},
            {QStringLiteral("largest_backlog_bytes"), static_cast<qint64>(listed.largestBacklog)},
            {QStringLiteral("blocked_streams"), static_cast<qint64>(listed.blocked)},
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

    std::vector<Listed> channels;
    for (ChannelFacts &facts : m_engine.channels().facts()) {
        const bool isMeant = (!name || fitsPattern(*name, facts.name)) &&
                             (!minStreams || static_cast<std::int64_t>(facts.subscribers) >= *minStreams) &&
                             (!onlyPaused || facts.pausedSince);
        if (isMeant)
            channels.push_back({std::move(facts)});
    }
    addBacklogs(channels, freshStreams(m_engine, m_wait));
    std::sort(channels.begin(), channels.end(),
              [&order](const Listed &a, const Listed &b) { return table.isBefore(a, b, order); });
    const Instant now = Clock::now();
    QJsonArray rows;
    for (std::size_t i = page.offset; i < channels.size() && i < page.offset + page.limit; ++i)
        rows.append(row(channels[i], now));
    return adminjson::answer(200, {{QStringLiteral("total"), static_cast<qint64>(channels.size())},
                                   {QStringLiteral("channels"), rows}});
}

} // namespace sluice
