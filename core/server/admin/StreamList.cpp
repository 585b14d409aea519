// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/StreamList.h"

#include "server/admin/AdminJson.h"
#include "server/admin/ListColumns.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice::streamlist {

namespace {

constexpr ListColumns<StreamFacts, 12> table{
    {{{{"id", "id"}, [](const StreamFacts &a, const StreamFacts &b) { return a.id <=> b.id; }},
      {{"client", "client"},
       [](const StreamFacts &a, const StreamFacts &b) {
           return std::pair(a.client.bytes, a.client.port) <=> std::pair(b.client.bytes, b.client.port);
       }},
      {{"channels", "channel"},
       [](const StreamFacts &a, const StreamFacts &b) { return a.channels() <=> b.channels(); }},
      {{"age_seconds", "age"},
       [](const StreamFacts &a, const StreamFacts &b) { return b.opened <=> a.opened; }},
      {{"backlog_bytes", "backlog"},
       [](const StreamFacts &a, const StreamFacts &b) { return a.backlogBytes <=> b.backlogBytes; }},
      {{"drain_bytes_per_second", "drain"},
       [](const StreamFacts &a, const StreamFacts &b) { return ordered(a.drainRate, b.drainRate); }},
      {{"events_per_second", "rate"},
       [](const StreamFacts &a, const StreamFacts &b) { return ordered(a.eventRate, b.eventRate); }},
      {{"last_event_seconds", "idle"},
       [](const StreamFacts &a, const StreamFacts &b) {
           return b.lastEvent.value_or(Instant()) <=> a.lastEvent.value_or(Instant());
       }},
      {{"sent_events", "events"},
       [](const StreamFacts &a, const StreamFacts &b) { return a.sentEvents <=> b.sentEvents; }},
      {{"sent_bytes", "sent"},
       [](const StreamFacts &a, const StreamFacts &b) { return a.sentBytes <=> b.sentBytes; }},
      {{"worker", "worker"},
       [](const StreamFacts &a, const StreamFacts &b) { return a.worker <=> b.worker; }},
      {{"state", "state"},
       [](const StreamFacts &a, const StreamFacts &b) { return stateName(a) <=> stateName(b); }}}}};

constexpr auto names = table.names();

QJsonObject row(const StreamFacts &stream, Instant now)
{
    QJsonArray channels;
    for (const std::string &name : stream.channels())
        channels.append(adminjson::text(name));
    return {{QStringLiteral("id"), static_cast<qint64>(stream.id)},
            {QStringLiteral("client"), adminjson::text(stream.client.text())},
            {QStringLiteral("channels"), channels},
            {QStringLiteral("age_seconds"), std::chrono::duration<double>(now - stream.opened).count()},
            {QStringLiteral("backlog_bytes"), static_cast<qint64>(stream.backlogBytes)},
            {QStringLiteral("drain_bytes_per_second"), stream.drainRate},
            {QStringLiteral("events_per_second"), stream.eventRate},
            {QStringLiteral("last_event_seconds"),
             stream.lastEvent ? QJsonValue(std::chrono::duration<double>(now - *stream.lastEvent).count())
                              : QJsonValue()},
            {QStringLiteral("sent_events"), static_cast<qint64>(stream.sentEvents)},
            {QStringLiteral("sent_bytes"), static_cast<qint64>(stream.sentBytes)},
            {QStringLiteral("worker"), static_cast<qint64>(stream.worker)},
            {QStringLiteral("state"), adminjson::text(stateName(stream))}};
}

} // namespace

std::span<const ColumnName> columns()
{
    return names;
}

std::vector<const StreamFacts *> select(const StreamsView &view, const StreamFilter &filter, Instant now)
{
    std::vector<const StreamFacts *> selected;
    for (const StreamsView::PerWorker &worker : view.workers) {
        if (!worker.copy)
            continue;
        for (const StreamFacts &stream : worker.copy->streams)
            if (filter.accepts(stream, now))
                selected.push_back(&stream);
    }
    return selected;
}

void sort(std::vector<const StreamFacts *> &streams, const ListOrder &order, const Page &page)
{
    const auto reach = static_cast<std::ptrdiff_t>(std::min(streams.size(), page.offset + page.limit));
    std::partial_sort(
        streams.begin(), streams.begin() + reach, streams.end(),
        [&order](const StreamFacts *a, const StreamFacts *b) { return table.isBefore(*a, *b, order); });
}

QJsonObject json(const StreamsView &view, const std::vector<const StreamFacts *> &streams, const Page &page,
                 Instant now)
{
    QJsonArray rows;
    for (std::size_t i = page.offset; i < streams.size() && i < page.offset + page.limit; ++i)
        rows.append(row(*streams[i], now));
    QJsonArray stale;
    for (const StreamsView::PerWorker &worker : view.workers)
        if (worker.isStale())
            stale.append(static_cast<qint64>(worker.worker));
    return {{QStringLiteral("total"), static_cast<qint64>(streams.size())},
            {QStringLiteral("streams"), rows},
            {QStringLiteral("stale_workers"), stale}};
}

} // namespace sluice::streamlist
