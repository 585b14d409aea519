// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/AdminRoutes.h"

#include "front/BearerToken.h"
#include "metrics/PrometheusText.h"

namespace sluice {

AdminRoutes::AdminRoutes(const Engine &engine)
    : m_engine(engine)
    , m_token(engine.settings().settings()->auth_admin_token)
{
}

void AdminRoutes::handle(Exchange &exchange)
{
    exchange.answer(answerFor(exchange).with("Cache-Control", "no-store"));
}

Answer AdminRoutes::answerFor(const Exchange &exchange) const
{
    const auto &path = exchange.target().segments;
    const std::string name = path.size() == 1 ? path.front() : std::string();
    if (name != "metrics" && name != "healthz" && name != "readyz")
        return {404,
                "text/plain; charset=utf-8",
                "there is nothing here; /metrics, /healthz and /readyz are\n",
                {}};
    const std::string &method = exchange.head().method;
    if (method != "GET" && method != "HEAD")
        return Answer{405, "text/plain; charset=utf-8", "this resource answers GET and HEAD\n", {}}.with(
            "Allow", "GET, HEAD");
    if (name == "healthz")
        return Answer::text(200, "ok\n");
    if (name == "readyz")
        return m_engine.isReady() ? Answer::text(200, "ready\n")
                                  : Answer::text(503, "stopping\n").with("Retry-After", "2");
    if (!bearerTokenMatches(exchange.head(), m_token))
        return Answer::text(401, "this needs the token of auth.admin_token as Authorization: Bearer\n")
            .with("WWW-Authenticate", "Bearer realm=\"admin\"");
    return {200,
            "text/plain; version=0.0.4; charset=utf-8",
            prometheusText(m_engine.figures(), ProcessFigures::read()),
            {}};
}

} // namespace sluice
