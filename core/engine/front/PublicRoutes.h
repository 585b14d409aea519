// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the public listener answers: streams, publishing, health and the demo page. One per worker, its thread
// only.
#pragma once

#include "engine/Engine.h"
#include "engine/front/Overload.h"
#include "engine/pool/AttemptLimit.h"
#include "engine/pool/TrustedProxies.h"

namespace sluice {

class PublicRoutes final : public RequestHandler
{
public:
    PublicRoutes(Engine &engine, Worker &worker);

    /** The page that GET /demo answers; empty: there is none. */
    void setDemoPage(std::string html) { m_demoPage = std::move(html); }

    void apply(const Settings &settings);

    BodyTerms beforeBody(const Exchange &exchange) override;
    void handle(Exchange &exchange) override;

private:
    enum class Route : std::uint8_t { Stream, Publish, Healthz, Readyz, Demo, Nothing };

    Route routeOf(const Exchange &exchange) const;
    std::optional<Answer> methodRefusal(Route route, const Exchange &exchange) const;
    std::optional<Answer> tokenRefusal(const Exchange &exchange);
    void stream(Exchange &exchange);
    void publish(Exchange &exchange);
    void readyz(Exchange &exchange);

    tl::expected<std::vector<std::string>, Answer> channelsOf(const Exchange &exchange) const;
    std::vector<std::string> gapsOf(const StreamRequest &wanted) const;
    ClientAddress clientOf(const Exchange &exchange) const;
    std::string firstEvents(const Exchange &exchange, const StreamTicket &ticket,
                            const std::string &resumeId) const;

    Engine &m_engine;
    Worker &m_worker;
    std::string m_demoPage;
    Cors m_cors;
    Overload m_overload;
    TrustedProxies m_proxies;
    std::string m_publishToken;
    Milliseconds m_longestHold{0};
    AttemptLimit m_wrongTokens;
};

} // namespace sluice
