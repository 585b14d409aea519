// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the public listener answers: streams, publishing, health and the demo page. One per worker, its thread
// only.
#pragma once

#include "engine/Engine.h"
#include "engine/front/Access.h"
#include "engine/front/Overload.h"
#include "engine/front/Publication.h"
#include "engine/pool/TrustedProxies.h"

namespace sluice {

class PublicRoutes final : public RequestHandler
{
public:
    /** @p reach is from where the listener can be connected to, all its addresses together. */
    PublicRoutes(Engine &engine, Worker &worker, Reach reach);

    /** The page that GET /demo answers; empty: there is none. */
    void setDemoPage(std::string html) { m_demoPage = std::move(html); }

    void apply(const Settings &settings);

    BodyTerms beforeBody(const Exchange &exchange) override;
    InFlightBytes *inFlight() const override { return &m_engine.inFlight(); }
    void onInFlightRefused(const ClientAddress &client) override;
    ClientAddress ownerOf(const Exchange &exchange) const override { return clientOf(exchange); }
    bool isProxy(const ClientAddress &peer) const override { return m_proxies.contains(peer); }
    FirstBytes firstBytesOf(const ClientAddress &peer) const override;
    void headerRefused(const ClientAddress &peer, HeaderFault fault) override;

    void onPlaceGivenUp(const ClientAddress &client, const std::string &owner) override;

    /** Those of CORS: without them a page sees a network error, whatever the refusal says. */
    HeaderFields commonFields(const RequestHead &head) const override;

    void handle(Exchange &exchange) override;

private:
    enum class Route : std::uint8_t { Stream, Publish, Healthz, Readyz, Demo, Engine, Nothing };

    Route routeOf(const Exchange &exchange) const;
    std::optional<Answer> methodRefusal(Route route, const Exchange &exchange) const;
    std::optional<Answer> accessRefusal(const Exchange &exchange, Access::Deed deed);
    std::optional<Answer> tokenRefusal(const Exchange &exchange);
    std::optional<Answer> publishRefusal(const Exchange &exchange);
    void stream(Exchange &exchange);
    void publish(Exchange &exchange);
    void readyz(Exchange &exchange);

    tl::expected<std::vector<std::string>, Answer> channelsOf(const Exchange &exchange) const;
    tl::expected<std::string, Answer> resumeIdOf(const Exchange &exchange,
                                                 const std::vector<std::string> &channels) const;
    std::vector<std::string> gapsOf(const StreamRequest &wanted) const;
    ClientAddress clientOf(const Exchange &exchange) const;
    std::string gapEvent(const std::vector<std::string> &gaps, const std::string &resumeId) const;

    Engine &m_engine;
    Worker &m_worker;
    std::string m_demoPage;
    const Reach m_reach;
    Access m_access;
    Cors m_cors;
    Cors m_publishCors;
    Overload m_overload;
    RetryDelay m_streamRetry;
    std::string m_firstId;
    TrustedProxies m_proxies;
    bool m_wantsHeader = false; ///< pool.proxy_protocol
    std::string m_publishToken;
    publication::Terms m_publishTerms;
    Milliseconds m_longestHold{0};
};

} // namespace sluice
