// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/StreamRoutes.h"

#include "base/text/Units.h"
#include "server/admin/AdminJson.h"
#include "server/admin/FreshStreams.h"
#include "server/admin/StreamKick.h"
#include "server/admin/StreamList.h"

namespace sluice {

namespace {

constexpr int accepted = 202; ///< the workers were told, and have not all answered yet

// A worker that does not turn for longer has other troubles than these streams.
constexpr Milliseconds longestKickDelay{60'000};

/** For how long ?block=10m blocks. */
std::optional<Milliseconds> blockOf(AdminQuery &query)
{
    const auto block = query.duration("block");
    if (block && (*block <= Milliseconds(0) || *block > Admission::longestBlock))
        query.refuse("block", "must be above 0 and at most " + formatDuration(Admission::longestBlock));
    return block;
}

/** Whoever calls, and what ?reason= says. */
EndNote noteOf(const AdminCall &call, AdminQuery &query)
{
    constexpr std::size_t longestReason = 200; // bytes; it is kept with each of 10,000 ends
    EndNote note{call.caller.who, query.text("reason").value_or(std::string())};
    if (note.why.size() > longestReason)
        query.refuse("reason", "has " + std::to_string(note.why.size()) + " bytes; at most " +
                                   std::to_string(longestReason) + " are kept");
    return note;
}

} // namespace

void StreamRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/streams", Role::Viewer, [this](const AdminCall &call) { return list(call); });
    router.add("DELETE", "/api/v1/streams", Role::Operator,
               [this](const AdminCall &call) { return endMatching(call); });
    router.add("DELETE", "/api/v1/streams/{id}", Role::Operator,
               [this](const AdminCall &call) { return endOne(call); });
}

std::vector<ClientAddress> StreamRoutes::clientsOf(std::uint64_t id) const
{
    std::vector<ClientAddress> clients;
    for (const StreamsView::PerWorker &worker : m_engine.streams().workers) {
        if (!worker.copy)
            continue;
        for (const StreamFacts &stream : worker.copy->streams)
            if (stream.id == id)
                clients.push_back(stream.client);
    }
    return clients;
}

Answer StreamRoutes::list(const AdminCall &call)
{
    AdminQuery query(call.target());
    const StreamFilter filter = StreamFilter::from(query);
    const ListOrder order = ListOrder::from(query, streamlist::columns());
    const Page page = Page::from(query);
    if (auto problem = query.check())
        return *std::move(problem);
    const StreamsView view = freshStreams(m_engine, m_wait);
    const Instant now = Clock::now();
    auto streams = streamlist::select(view, filter, now);
    streamlist::sort(streams, order, page);
    return adminjson::answer(200, streamlist::json(view, streams, page, now));
}

Answer StreamRoutes::endOne(const AdminCall &call)
{
    AdminQuery query(call.target());
    const auto block = blockOf(query);
    const EndNote note = noteOf(call, query);
    if (auto problem = query.check())
        return *std::move(problem);
    const auto id = parseCount(call.parameter);
    if (!id)
        return Answer::problem(400, "a stream's id is a whole number, not '" + call.parameter + "'");
    StreamKick kick(m_engine, block, note);
    kick.run({static_cast<std::uint64_t>(*id)}, {}, m_wait);
    if (!kick.isDone())
        kick.block(clientsOf(static_cast<std::uint64_t>(*id))); // or it is back before its worker has looked
    if (kick.isDone() && kick.kicked() == 0)
        return Answer::problem(404, "no stream " + call.parameter + " is open; it has ended or never was");
    return adminjson::answer(kick.isDone() ? 200 : accepted, kick.json());
}

Answer StreamRoutes::endMatching(const AdminCall &call)
{
    AdminQuery query(call.target());
    const StreamFilter filter = StreamFilter::from(query);
    const auto block = blockOf(query);
    const EndNote note = noteOf(call, query);
    if (auto problem = query.check())
        return *std::move(problem);
    if (filter.isEmpty())
        return Answer::problem(
            400, "name which streams to end by id, channel, client, min_age, max_age, min_backlog, "
                 "min_idle, worker or state; a drain ends all");
    // What has just come is meant too: a copy from before will not do.
    const Instant asked = Clock::now();
    const StreamsView view = freshStreams(m_engine, m_wait, asked);
    std::vector<std::uint64_t> ids;
    std::vector<ClientAddress> clients;
    for (const StreamFacts *stream : streamlist::select(view, filter, Clock::now())) {
        ids.push_back(stream->id);
        clients.push_back(stream->client);
    }
    // Who names a stream means it even if no copy knows it yet, and wants to hear that it is gone.
    const bool isByIds = filter.ids && !filter.hasConditions();
    if (isByIds)
        ids.assign(filter.ids->begin(), filter.ids->end());
    StreamKick kick(m_engine, block, note);
    kick.run(ids, clients, m_wait);
    QJsonObject json = kick.json();
    const bool isPartial = !isByIds && view.hasOlderThan(asked);
    if (isPartial) {
        endLater(filter, asked, view, block, note);
        json.insert(QStringLiteral("pending"), true);
    }
    return adminjson::answer(kick.isDone() && !isPartial ? 200 : accepted, json);
}

void StreamRoutes::endLater(const StreamFilter &filter, Instant asked, const StreamsView &view,
                            std::optional<Milliseconds> block, const EndNote &note)
{
    std::vector<bool> isLate;
    for (const StreamsView::PerWorker &worker : view.workers)
        isLate.push_back(!worker.copy || worker.copy->taken < asked);
    m_engine.whenStreams(
        &m_later, asked,
        [this, filter, asked, isLate, block, note](const StreamsView &fresh) {
            std::vector<std::uint64_t> ids;
            StreamKick kick(m_engine, block, note);
            // Who came back since, kicked from another worker, was not meant.
            for (const StreamFacts *stream : streamlist::select(fresh, filter, Clock::now())) {
                if (!isLate[stream->worker] || stream->opened > asked)
                    continue;
                ids.push_back(stream->id);
                kick.block({stream->client});
            }
            m_engine.kick(ids, Cause::Kicked, note, [](const KickAnswer &) {});
        },
        longestKickDelay);
}

} // namespace sluice
