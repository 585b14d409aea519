// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Overload.h"

#include "engine/front/FirstId.h"
#include "engine/front/StreamHead.h"
#include "http/Framing.h"

#include <algorithm>

#include <strings.h>

namespace sluice {

namespace {

constexpr int unavailable = 503;
constexpr int tooManyRequests = 429;

/** 429 says "you ask too much", 503 "I cannot". */
int statusOf(Refusal refusal)
{
    return refusal == Refusal::ClientCap || refusal == Refusal::RateLimited ? tooManyRequests : unavailable;
}

std::string_view detailOf(Refusal refusal)
{
    switch (refusal) {
    case Refusal::PoolFull:
        return "pool.max_streams streams are open";
    case Refusal::ChannelLimit:
        return "pool.max_channels channels are there already";
    case Refusal::ChannelCap:
        return "the channel has pool.max_streams_per_channel streams";
    case Refusal::ClientCap:
        return "this client has pool.max_streams_per_client streams";
    case Refusal::RateLimited:
        return "streams begin faster than pool.connect_rate or pool.client_connect_rate allow";
    case Refusal::Draining:
        return "the engine is stopping";
    default:
        return "no stream can be admitted";
    }
}

bool beginsWith(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && ::strncasecmp(text.data(), prefix.data(), prefix.size()) == 0;
}

} // namespace

bool isFromBrowser(const RequestHead &request)
{
    return !request.value("origin").empty() || !request.value("sec-fetch-dest").empty() ||
           beginsWith(request.value("user-agent"), "Mozilla/");
}

void Overload::apply(const Settings &settings)
{
    m_mode = settings.pool_overload_mode == "status" ? Mode::Status
             : settings.pool_overload_mode == "soft" ? Mode::Soft
                                                     : Mode::Auto;
    m_retry.setLeast(settings.pool_overload_retry);
}

void Overload::refuse(Exchange &exchange, Refusal refusal, const Cors &cors)
{
    const RequestHead &request = exchange.head();
    if (refusal == Refusal::Blocked) {
        // Whatever the mode: 204 tells an EventSource to stop, which is what the operator wants.
        exchange.answerAndClose(Answer{204, {}, {}, {{"Cache-Control", "no-store"}}});
        return;
    }
    if (m_mode == Mode::Soft ||
        (m_mode == Mode::Auto && (isFromBrowser(request) || isFromEventSource(request)))) {
        refuseSoftly(exchange, cors);
        return;
    }
    const std::string detail =
        std::string(detailOf(refusal)) + " (" + std::string(refusalName(refusal)) + ')';
    exchange.answerAndClose(
        Answer::problem(statusOf(refusal), detail).with("Retry-After", m_retry.nextSeconds()));
}

void Overload::refuseSoftly(Exchange &exchange, const Cors &cors)
{
    const RequestHead &request = exchange.head();
    const std::string retry = framing::retryLine(static_cast<std::uint64_t>(m_retry.next().count()));
    std::string answer = streamHead(request, cors, {}, StreamEnding::Soon);
    if (request.minorVersion == 0)
        answer += retry;
    else
        framing::appendChunk(answer, retry);
    if (request.minorVersion != 0)
        answer += framing::lastChunk;
    exchange.answerAndClose(std::move(answer));
}

} // namespace sluice
