// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/PublicRoutes.h"

#include "channel/Framing.h"
#include "channel/ResumeId.h"
#include "front/BearerToken.h"
#include "front/Publication.h"
#include "front/StreamHead.h"
#include "pool/ForwardedFor.h"
#include "settings/ListItems.h"

#include <algorithm>
#include <charconv>

#include <strings.h>

namespace sluice {

namespace {

constexpr std::string_view defaultChannel = "default";

// No position is longer: eight ids and the dots between them. Of a longer one this much is echoed.
constexpr std::size_t longestPosition = 1024;

bool sameToken(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/** Whether an Accept field (RFC 9110 12.5.1) lets text/event-stream through: the most specific range decides.
 */
bool acceptsEventStream(std::string_view accept)
{
    int best = -1;
    bool allowed = true;
    while (!accept.empty()) {
        const auto comma = accept.find(',');
        std::string_view item = trimmed(accept.substr(0, comma));
        accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
        if (item.empty())
            continue;
        const auto semicolon = item.find(';');
        const std::string_view range = trimmed(item.substr(0, semicolon));
        const int rank = sameToken(range, "text/event-stream") ? 2
                         : sameToken(range, "text/*")          ? 1
                         : range == "*/*"                      ? 0
                                                               : -1;
        if (best < 0 && rank < 0)
            allowed = false; // something was asked for, and so far not this
        if (rank < 0 || rank < best)
            continue;
        bool zero = false;
        std::string_view parameters =
            semicolon == std::string_view::npos ? std::string_view() : item.substr(semicolon + 1);
        if (const auto q = parameters.find("q="); q != std::string_view::npos) {
            const std::string_view weight =
                trimmed(parameters.substr(q + 2, parameters.find(';', q) - q - 2));
            zero = !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
        }
        best = rank;
        allowed = !zero;
    }
    return allowed;
}

Answer methodNotAllowed(const std::string &allow)
{
    return Answer::problem(405, "this resource answers " + allow).with("Allow", allow);
}

} // namespace

PublicRoutes::PublicRoutes(Engine &engine, Worker &worker)
    : m_engine(engine)
    , m_worker(worker)
{
}

void PublicRoutes::apply(const Settings &settings)
{
    m_cors.apply(settings);
    m_overload.apply(settings);
    m_proxies = TrustedProxies(settings.pool_trusted_proxies);
    m_publishToken = settings.auth_publish_token;
}

void PublicRoutes::handle(Exchange &exchange)
{
    const auto &path = exchange.target().segments;
    const auto is = [&path](std::size_t index, std::string_view name) {
        return path.size() > index && path[index] == name;
    };

    if ((is(0, "stream") && path.size() <= 2) || (is(0, "api") && is(1, "sse") && path.size() <= 3))
        stream(exchange);
    else if (is(0, "publish") && path.size() <= 2)
        publish(exchange);
    else if (is(0, "healthz") && path.size() == 1)
        healthz(exchange);
    else if (is(0, "readyz") && path.size() == 1)
        readyz(exchange);
    else if (is(0, "demo") && path.size() == 1 && !m_demoPage.empty())
        demo(exchange);
    else
        exchange.answer(Answer::problem(404, "there is nothing here; streams are at /stream/{channel}"));
}

void PublicRoutes::healthz(Exchange &exchange)
{
    const std::string &method = exchange.head().method;
    if (method != "GET" && method != "HEAD")
        exchange.answer(methodNotAllowed("GET, HEAD"));
    else
        exchange.answer(Answer::text(200, "ok\n").with("Cache-Control", "no-store"));
}

void PublicRoutes::readyz(Exchange &exchange)
{
    const std::string &method = exchange.head().method;
    if (method != "GET" && method != "HEAD")
        exchange.answer(methodNotAllowed("GET, HEAD"));
    else if (m_engine.isReady())
        exchange.answer(Answer::text(200, "ready\n").with("Cache-Control", "no-store"));
    else
        exchange.answer(
            Answer::text(503, "stopping\n").with("Cache-Control", "no-store").with("Retry-After", "2"));
}

void PublicRoutes::demo(Exchange &exchange)
{
    const std::string &method = exchange.head().method;
    if (method != "GET" && method != "HEAD")
        exchange.answer(methodNotAllowed("GET, HEAD"));
    else
        exchange.answer(Answer{200, "text/html; charset=utf-8", m_demoPage, {{"Cache-Control", "no-cache"}}});
}

ClientAddress PublicRoutes::clientOf(const Exchange &exchange) const
{
    // Not even looked for where nobody is trusted: the common case costs nothing.
    if (m_proxies.isEmpty() || !m_proxies.contains(exchange.client()))
        return exchange.client();
    const std::string xForwardedFor = exchange.head().joined("x-forwarded-for");
    const std::string standard = exchange.head().joined("forwarded");
    return forwarded::clientOf(exchange.client(), {xForwardedFor, standard}, m_proxies);
}

tl::expected<std::vector<std::string>, Answer> PublicRoutes::channelsOf(const Exchange &exchange) const
{
    const Target &target = exchange.target();
    const std::size_t prefix = target.segments.front() == "api" ? 2 : 1;
    std::vector<std::string> names = target.parameters("channel");
    if (target.segments.size() > prefix) {
        if (!names.empty())
            return tl::unexpected(
                Answer::problem(400, "name the channel in the path or in the query, not in both"));
        names.push_back(target.segments[prefix]);
    }
    if (names.empty())
        names.emplace_back(defaultChannel);
    if (names.size() > Reactor::maxChannelsPerStream)
        return tl::unexpected(Answer::problem(400, "one stream follows at most " +
                                                       std::to_string(Reactor::maxChannelsPerStream) +
                                                       " channels, not " + std::to_string(names.size())));
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!isChannelName(names[i]))
            return tl::unexpected(Answer::problem(
                400, "the channel name is not 1 to 128 of [A-Za-z0-9._:@-] or begins with '.'"));
        if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
            names.begin() + static_cast<std::ptrdiff_t>(i))
            return tl::unexpected(Answer::problem(400, "channel '" + names[i] + "' is named twice"));
    }
    return names;
}

std::string PublicRoutes::firstEvents(const Exchange &exchange, const StreamTicket &ticket,
                                      const std::string &resumeId) const
{
    std::string first;
    if (!ticket.seating.gaps.empty()) {
        first = "event: gap\ndata: {\"channels\":[";
        for (std::size_t i = 0; i < ticket.seating.gaps.size(); ++i)
            first.append(i > 0 ? ",\"" : "\"").append(ticket.seating.gaps[i]).append("\"");
        first.append("],\"last_event_id\":")
            .append(jsonString(resumeId.substr(0, longestPosition)))
            .append("}\n");
    }
    // Primes the client's cursor without firing an event, so that it resumes exactly even if it is cut before
    // the first.
    first.append(framing::idFields(ticket.seating.position));
    return exchange.head().minorVersion == 0 ? first : framing::chunk(first);
}

std::vector<std::string> PublicRoutes::gapsOf(const StreamRequest &wanted) const
{
    std::vector<std::string> gaps;
    if (wanted.resumeId.empty())
        return gaps;
    const std::vector<std::string_view> ids = resumeIds(wanted.resumeId, wanted.channels.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto channel = m_engine.channels().find(wanted.channels[i]);
        if (!channel || !channel->reaches(ids[i]))
            gaps.push_back(wanted.channels[i]);
    }
    return gaps;
}

void PublicRoutes::stream(Exchange &exchange)
{
    const RequestHead &request = exchange.head();
    if (request.method == "OPTIONS") {
        exchange.answer(m_cors.preflight(request));
        return;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        exchange.answer(m_cors.with(methodNotAllowed("GET, HEAD, OPTIONS"), request));
        return;
    }
    if (!acceptsEventStream(request.joined("accept"))) {
        exchange.answer(m_cors.with(Answer::problem(406, "only text/event-stream is offered here"), request));
        return;
    }
    auto channels = channelsOf(exchange);
    if (!channels) {
        exchange.answer(m_cors.with(channels.error(), request));
        return;
    }
    StreamRequest wanted;
    wanted.channels = *std::move(channels);
    wanted.framing = request.minorVersion == 0 ? BodyFraming::Plain : BodyFraming::Chunked;
    wanted.client = clientOf(exchange);
    wanted.resumeId = request.value("last-event-id");
    for (const std::string_view parameter : {"lastEventId", "last_event_id"}) {
        if (wanted.resumeId.empty())
            wanted.resumeId = exchange.target().parameter(parameter).value_or(std::string());
    }
    if (request.method == "HEAD") {
        // The same fields, but no stream, and no channel made for it.
        exchange.answerHead(streamHead(request, m_cors, gapsOf(wanted), StreamEnding::Open));
        return;
    }
    auto ticket = m_worker.reactor().admit(wanted);
    if (!ticket) {
        m_overload.refuse(exchange, ticket.error(), m_cors);
        return;
    }
    std::string head = streamHead(request, m_cors, ticket->seating.gaps, StreamEnding::Open);
    head += firstEvents(exchange, *ticket, wanted.resumeId);
    Handover handover = exchange.handOver();
    m_worker.reactor().open(*std::move(ticket), handover.fd, handover.unsent + head);
}

void PublicRoutes::publish(Exchange &exchange)
{
    const RequestHead &request = exchange.head();
    WorkerCounters &counters = m_worker.reactor().counters();
    if (request.method == "OPTIONS") {
        exchange.answer(Answer{204, {}, {}, {{"Allow", "POST, OPTIONS"}}});
        return;
    }
    if (request.method != "POST") {
        exchange.answer(methodNotAllowed("POST, OPTIONS"));
        return;
    }
    if (!bearerTokenMatches(request, m_publishToken)) {
        counters.refusals[static_cast<std::size_t>(Refusal::Unauthorised)].add(1);
        exchange.answer(
            Answer::problem(401, "publishing needs the token of auth.publish_token as Authorization: Bearer")
                .with("WWW-Authenticate", "Bearer realm=\"publish\""));
        return;
    }
    const auto &path = exchange.target().segments;
    const std::string channel = path.size() > 1 ? path[1] : std::string(defaultChannel);
    const std::string_view type = request.value("content-type");
    publication::Tally tally;
    const bool isBatch = sameToken(trimmed(type.substr(0, type.find(';'))), "application/x-ndjson");
    const Answer answer = isBatch ? publication::batch(m_engine.channels(), channel, exchange.body(), tally)
                                  : publication::single(m_engine.channels(), channel, exchange.target(),
                                                        exchange.body(), tally);
    counters.published.add(tally.published);
    counters.duplicates.add(tally.duplicates);
    counters.refusals[static_cast<std::size_t>(Refusal::HistoryFull)].add(tally.full);
    counters.refusals[static_cast<std::size_t>(Refusal::ChannelPaused)].add(tally.paused);
    counters.refusals[static_cast<std::size_t>(Refusal::PublishRate)].add(tally.tooFast);
    m_worker.reactor().fanOut();
    exchange.answer(answer);
}

} // namespace sluice
