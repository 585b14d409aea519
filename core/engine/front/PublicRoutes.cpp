// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/PublicRoutes.h"

#include "base/text/ListItems.h"
#include "engine/channel/ResumeId.h"
#include "engine/front/BearerToken.h"
#include "engine/front/FirstId.h"
#include "engine/front/ResumeParameter.h"
#include "engine/front/StreamHead.h"
#include "engine/pool/ForwardedFor.h"
#include "http/ContentCoding.h"

#include <algorithm>
#include <charconv>

#include <strings.h>

namespace sluice {

namespace {

constexpr std::string_view defaultChannel = "default";

// No position is longer: eight ids and the dots between them. Of a longer one this much is echoed.
constexpr std::size_t longestPosition = 1024;

// Of each of several ids that contradict each other this much is repeated.
constexpr std::size_t longestId = 128;

bool sameToken(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/** Whether the parameters of a media range have the weight 0 (RFC 9110 12.4.2). */
bool hasZeroWeight(std::string_view parameters)
{
    while (!parameters.empty()) {
        const auto semicolon = parameters.find(';');
        const std::string_view parameter = parameters.substr(0, semicolon);
        parameters.remove_prefix(semicolon == std::string_view::npos ? parameters.size() : semicolon + 1);
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos || !sameToken(trimmed(parameter.substr(0, equals)), "q"))
            continue;
        const std::string_view weight = trimmed(parameter.substr(equals + 1));
        return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
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
        const bool zero = semicolon != std::string_view::npos && hasZeroWeight(item.substr(semicolon + 1));
        best = rank;
        allowed = !zero;
    }
    return allowed;
}

Answer methodNotAllowed(const std::string &allow)
{
    return Answer::problem(405, "this resource answers " + allow).with("Allow", allow);
}

/** The channel that a publish names, in its path: a rule of a proxy for /publish/orders must not be passed by
 * a query, and whoever writes one must not publish to the default channel unawares. */
tl::expected<std::string, Answer> publishedChannel(const Target &target)
{
    if (!target.parameters("channel").empty())
        return tl::unexpected(Answer::problem(400, "the channel of a publish stands in the path, as in "
                                                   "/publish/NAME; channel= in the query is for streams"));
    const auto path = target.names();
    if (path.size() > 1)
        return std::string(path[1]);
    // Who writes a slash behind "publish" meant to name a channel: an unset variable must not reach another.
    return std::string(target.segments.back().empty() ? std::string_view() : defaultChannel);
}

} // namespace

PublicRoutes::PublicRoutes(Engine &engine, Worker &worker, Reach reach)
    : m_engine(engine)
    , m_worker(worker)
    , m_reach(reach)
{
}

void PublicRoutes::apply(const Settings &settings)
{
    m_access.apply(Access::publicTerms(settings, m_reach));
    m_cors.apply(settings, m_reach);
    m_publishCors.applyPublishing(settings);
    m_overload.apply(settings);
    m_proxies = TrustedProxies(settings.pool_trusted_proxies);
    m_wantsHeader = settings.pool_proxy_protocol;
    m_firstId = settings.streams_first_id;
    m_streamRetry.setLeast(settings.streams_retry);
    m_publishToken = settings.auth_publish_token;
    m_publishTerms.longestRetry = settings.publish_max_retry;
    m_longestHold = settings.publish_longest_hold;
}

FirstBytes PublicRoutes::firstBytesOf(const ClientAddress &peer) const
{
    if (!m_wantsHeader)
        return FirstBytes::Request;
    return m_proxies.contains(peer) ? FirstBytes::ProxyHeader : FirstBytes::None;
}

void PublicRoutes::headerRefused(const ClientAddress &peer, HeaderFault fault)
{
    Stranger stranger;
    stranger.name = headerFaultName(fault);
    stranger.client = peer;
    m_engine.strangers().note(Refusal::ProxyHeader, std::move(stranger), Clock::now());
}

PublicRoutes::Route PublicRoutes::routeOf(const Exchange &exchange) const
{
    // A doubled slash, or one at the end, is what joining texts leaves behind: it names nothing.
    const auto path = exchange.target().names();
    const auto is = [&path](std::size_t index, std::string_view name) {
        return path.size() > index && path[index] == name;
    };
    // Both are how load balancers ask whether anybody is there.
    if (exchange.head().method == "OPTIONS" &&
        (path.empty() || exchange.target().form == Target::Form::Asterisk))
        return Route::Engine;
    if ((is(0, "stream") && path.size() <= 2) || (is(0, "api") && is(1, "sse") && path.size() <= 3))
        return Route::Stream;
    if (is(0, "publish") && path.size() <= 2)
        return Route::Publish;
    if (is(0, "healthz") && path.size() == 1)
        return Route::Healthz;
    if (is(0, "readyz") && path.size() == 1)
        return Route::Readyz;
    if (is(0, "demo") && path.size() == 1 && !m_demoPage.empty())
        return Route::Demo;
    return Route::Nothing;
}

/** The 404 or 405 that the request line alone decides. */
std::optional<Answer> PublicRoutes::methodRefusal(Route route, const Exchange &exchange) const
{
    const std::string &method = exchange.head().method;
    switch (route) {
    case Route::Nothing:
        return Answer::problem(404, "there is nothing here; streams are at /stream/{channel}");
    case Route::Publish:
        if (method != "POST" && method != "OPTIONS")
            return methodNotAllowed("POST, OPTIONS");
        break;
    case Route::Stream:
        if (method != "GET" && method != "HEAD" && method != "OPTIONS")
            return methodNotAllowed("GET, HEAD, OPTIONS");
        break;
    case Route::Engine:
        break;
    default:
        if (method != "GET" && method != "HEAD")
            return methodNotAllowed("GET, HEAD");
        break;
    }
    return std::nullopt;
}

/** The 421 of a Host that nobody has listed, or the 403 of a page of another origin. */
std::optional<Answer> PublicRoutes::accessRefusal(const Exchange &exchange, Access::Deed deed)
{
    const bool hasToken = !m_publishToken.empty() && bearerTokenMatches(exchange.head(), m_publishToken);
    auto denial =
        m_access.denialOf(exchange.head(), deed, hasToken ? Access::Token::Right : Access::Token::None);
    if (!denial)
        return std::nullopt;
    denial->stranger.client = clientOf(exchange);
    m_engine.strangers().note(denial->cause, std::move(denial->stranger), Clock::now());
    return std::move(denial->answer);
}

void PublicRoutes::onPlaceGivenUp(const ClientAddress &client, const std::string &owner)
{
    Stranger stranger;
    stranger.name = owner;
    stranger.client = client;
    m_engine.strangers().note(Refusal::ConnectionShare, std::move(stranger), Clock::now());
}

void PublicRoutes::onInFlightRefused(const ClientAddress &client)
{
    m_worker.reactor().counters().refusals[static_cast<std::size_t>(Refusal::InFlight)].add(1);
    Stranger stranger;
    stranger.name = client.hostText();
    stranger.client = client;
    m_engine.strangers().note(Refusal::InFlight, std::move(stranger), Clock::now());
}

/** The 401 of a publish, or the 429 of a client that keeps guessing. */
std::optional<Answer> PublicRoutes::tokenRefusal(const Exchange &exchange)
{
    const RequestHead &request = exchange.head();
    if (bearerTokenMatches(request, m_publishToken))
        return std::nullopt;
    m_worker.reactor().counters().refusals[static_cast<std::size_t>(Refusal::Unauthorised)].add(1);
    if (!request.value("authorization").empty()) {
        const auto wait = m_engine.wrongTokens().failed(clientOf(exchange), Clock::now());
        if (wait.count() > 0)
            return Answer::problem(429, "too many wrong tokens came from this client")
                .with("Retry-After", std::to_string(wait.count()));
    }
    return Answer::problem(401, "publishing needs the token of auth.publish_token as Authorization: Bearer")
        .with("WWW-Authenticate", "Bearer realm=\"publish\"");
}

/** What a publish is refused for before its body is looked at. */
std::optional<Answer> PublicRoutes::publishRefusal(const Exchange &exchange)
{
    if (auto refusal = accessRefusal(exchange, Access::Deed::Change))
        return refusal;
    if (auto refusal = tokenRefusal(exchange))
        return refusal;
    return codingRefusal(exchange.head());
}

BodyTerms PublicRoutes::beforeBody(const Exchange &exchange)
{
    const Route route = routeOf(exchange);
    if (auto refusal = methodRefusal(route, exchange))
        return {std::move(refusal), 0};
    if (route != Route::Publish || exchange.head().method != "POST")
        return {std::nullopt, BodyTerms::stray};
    return {publishRefusal(exchange), BodyTerms().limit, !m_publishToken.empty()};
}

void PublicRoutes::handle(Exchange &exchange)
{
    const Route route = routeOf(exchange);
    if (const auto refusal = methodRefusal(route, exchange)) {
        exchange.answer(*refusal);
        return;
    }
    // Who asks for the engine's health asks by whatever name, and learns nothing else; who publishes was
    // judged before his body.
    const bool asksWhatIsAllowed = exchange.head().method == "OPTIONS";
    if (route == Route::Stream || route == Route::Demo || (route == Route::Publish && asksWhatIsAllowed)) {
        const bool reads = route == Route::Stream && !asksWhatIsAllowed;
        if (const auto refusal = accessRefusal(exchange, reads ? Access::Deed::Read : Access::Deed::See)) {
            exchange.answer(*refusal);
            return;
        }
    }
    switch (route) {
    case Route::Stream:
        stream(exchange);
        break;
    case Route::Publish:
        publish(exchange);
        break;
    case Route::Healthz:
        exchange.answer(Answer::text(200, "ok\n").with("Cache-Control", "no-store"));
        break;
    case Route::Readyz:
        readyz(exchange);
        break;
    case Route::Engine:
        exchange.answer(Answer{204, {}, {}, {{"Allow", "GET, HEAD, POST, OPTIONS"}}});
        break;
    default:
        exchange.answer(Answer{200, "text/html; charset=utf-8", m_demoPage, {{"Cache-Control", "no-cache"}}});
        break;
    }
}

void PublicRoutes::readyz(Exchange &exchange)
{
    if (m_engine.isReady())
        exchange.answer(Answer::text(200, "ready\n").with("Cache-Control", "no-store"));
    else
        exchange.answer(
            Answer::text(503, "stopping\n").with("Cache-Control", "no-store").with("Retry-After", "2"));
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
    const auto path = target.names();
    const std::size_t prefix = path.front() == "api" ? 2 : 1;
    std::vector<std::string> names = target.parameters("channel");
    if (path.size() > prefix) {
        if (!names.empty())
            return tl::unexpected(
                Answer::problem(400, "name the channel in the path or in the query, not in both"));
        names.emplace_back(path[prefix]);
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

std::string PublicRoutes::gapEvent(const std::vector<std::string> &gaps, const std::string &resumeId) const
{
    if (gaps.empty())
        return {};
    std::string event = "event: gap\ndata: {\"channels\":[";
    for (std::size_t i = 0; i < gaps.size(); ++i)
        event.append(i > 0 ? ",\"" : "\"").append(gaps[i]).append("\"");
    return event.append("],\"last_event_id\":")
        .append(jsonString(resumeId.substr(0, longestPosition)))
        .append("}\n");
}

tl::expected<std::string, Answer> PublicRoutes::resumeIdOf(const Exchange &exchange,
                                                           const std::vector<std::string> &channels) const
{
    const std::vector<std::string> ids = resumeparameter::idsOf(exchange.head(), exchange.target());
    if (ids.empty())
        return std::string();
    if (ids.size() == 1)
        return ids.front();
    std::vector<std::shared_ptr<const Channel>> found;
    found.reserve(channels.size());
    for (const std::string &channel : channels)
        found.push_back(m_engine.channels().find(channel));
    if (auto newest = resumeparameter::newestOf(ids, found))
        return *std::move(newest);
    std::string all;
    for (const std::string &id : ids)
        all.append(all.empty() ? "'" : ", '").append(id.substr(0, longestId)).append("'");
    return tl::unexpected(Answer::problem(
        400, "the request names several last events, and none of them is known to be the newest: " + all +
                 "; give one"));
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
    if (!acceptsEventStream(request.joined("accept"))) {
        exchange.answer(Answer::problem(406, "only text/event-stream is offered here"));
        return;
    }
    auto channels = channelsOf(exchange);
    if (!channels) {
        exchange.answer(channels.error());
        return;
    }
    auto resumeId = resumeIdOf(exchange, *channels);
    if (!resumeId) {
        exchange.answer(resumeId.error());
        return;
    }
    const auto firstId = firstIdOf(request, exchange.target().parameter("first_id").value_or(m_firstId));
    if (!firstId) {
        exchange.answer(Answer::problem(400, firstId.error().message));
        return;
    }
    StreamRequest wanted;
    wanted.channels = *std::move(channels);
    wanted.framing = request.minorVersion == 0 ? BodyFraming::Plain : BodyFraming::Chunked;
    wanted.client = clientOf(exchange);
    wanted.resumeId = *std::move(resumeId);
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
    const auto &seating = ticket->seating;
    std::string head = streamHead(request, m_cors, seating.gaps, StreamEnding::Open, seating.position);
    head += firstLines({*firstId, wanted.framing, m_streamRetry.next()},
                       gapEvent(seating.gaps, wanted.resumeId), seating.position);
    Handover handover = exchange.handOver();
    m_worker.reactor().open(*std::move(ticket), handover.fd, handover.unsent + head);
}

HeaderFields PublicRoutes::commonFields(const RequestHead &head) const
{
    if (head.method == "POST") {
        auto ofPublishing = m_publishCors.fields(head);
        if (hasField(ofPublishing, "Access-Control-Allow-Origin"))
            return ofPublishing;
    }
    return m_cors.fields(head);
}

void PublicRoutes::publish(Exchange &exchange)
{
    const RequestHead &request = exchange.head();
    WorkerCounters &counters = m_worker.reactor().counters();
    if (request.method == "OPTIONS") {
        const bool isListed = hasField(m_publishCors.fields(request), "Access-Control-Allow-Origin");
        exchange.answer(isListed ? m_publishCors.preflight(request, "POST")
                                 : Answer{204, {}, {}, {{"Allow", "POST, OPTIONS"}}});
        return;
    }
    if (const auto refusal = publishRefusal(exchange)) { // of one that has no body
        exchange.answer(*refusal);
        return;
    }
    exchange.vouch();
    const Target &target = exchange.target();
    const auto channel = publishedChannel(target);
    if (!channel) {
        exchange.answer(channel.error());
        return;
    }
    const std::string_view type = request.value("content-type");
    publication::Tally tally;
    const bool isBatch = sameToken(trimmed(type.substr(0, type.find(';'))), "application/x-ndjson");
    const Answer answer =
        isBatch ? publication::batch(m_engine.channels(), *channel, exchange.body(), tally, m_publishTerms)
                : publication::single(m_engine.channels(), *channel, target, exchange.body(), tally,
                                      m_publishTerms);
    counters.published.add(tally.published);
    counters.duplicates.add(tally.duplicates);
    counters.refusals[static_cast<std::size_t>(Refusal::HistoryFull)].add(tally.full);
    counters.refusals[static_cast<std::size_t>(Refusal::ChannelLimit)].add(tally.channelLimit);
    counters.refusals[static_cast<std::size_t>(Refusal::ChannelPaused)].add(tally.paused);
    counters.refusals[static_cast<std::size_t>(Refusal::PublishRate)].add(tally.tooFast);
    m_worker.reactor().fanOut();
    const auto wait = tally.published > 0 ? m_engine.awaitOthers(m_worker, m_longestHold) : std::nullopt;
    if (wait)
        exchange.answerLater(answer, *wait);
    else
        exchange.answer(answer);
}

} // namespace sluice
