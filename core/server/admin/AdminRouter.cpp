// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminRouter.h"

#include <algorithm>

namespace sluice {

namespace {

bool isParameter(std::string_view segment)
{
    return segment.starts_with('{');
}

Answer finished(Answer answer)
{
    const bool hasCacheRule = std::any_of(answer.fields.begin(), answer.fields.end(),
                                          [](const auto &field) { return field.first == "Cache-Control"; });
    if (!hasCacheRule)
        answer.fields.emplace_back("Cache-Control", "no-store");
    answer.fields.emplace_back("X-Content-Type-Options", "nosniff");
    return answer;
}

} // namespace

bool AdminRouter::Route::fits(const std::vector<std::string> &path) const
{
    return std::equal(segments.begin(), segments.end(), path.begin(), path.end(),
                      [](const std::string &ours, const std::string &theirs) {
                          return isParameter(ours) ? !theirs.empty() : ours == theirs;
                      });
}

std::string AdminRouter::Route::parameterIn(const std::vector<std::string> &path) const
{
    const auto at = std::find_if(segments.begin(), segments.end(), isParameter);
    return at == segments.end() ? std::string() : path[static_cast<std::size_t>(at - segments.begin())];
}

void AdminRouter::add(std::string_view method, std::string_view pattern, Role needed, Handler handler)
{
    auto segments = Target::parse(pattern);
    m_routes.push_back({{std::string(method), std::string(pattern), needed},
                        std::move(segments->segments),
                        [handler = std::move(handler)](const AdminCall &call, Exchange &) {
                            return std::optional(handler(call));
                        }});
}

void AdminRouter::addStream(std::string_view pattern, Role needed, StreamHandler handler)
{
    auto segments = Target::parse(pattern);
    m_routes.push_back(
        {{"GET", std::string(pattern), needed}, std::move(segments->segments), std::move(handler)});
}

std::vector<AdminRouter::Entry> AdminRouter::entries() const
{
    std::vector<Entry> all;
    all.reserve(m_routes.size());
    for (const Route &route : m_routes)
        all.push_back(route.entry);
    return all;
}

BodyTerms AdminRouter::beforeBody(const Exchange &exchange)
{
    const Route *route = routeOf(exchange);
    if (!route) {
        Answer answer = finished(withoutRoute(exchange));
        if (answer.status >= 400)
            return {std::move(answer), 0};
        return {std::nullopt, BodyTerms::stray};
    }
    // Judged once more when the body is there: what it must be depends on whether there is one.
    if (auto caller = m_authorisation.judge(exchange, route->entry.needed, Clock::now()); !caller)
        return {finished(std::move(caller).error()), 0};
    if (route->entry.method == "GET")
        return {std::nullopt, BodyTerms::stray};
    return {std::nullopt, BodyTerms().limit, m_authorisation.needsToken()};
}

void AdminRouter::handle(Exchange &exchange)
{
    if (auto answer = answerFor(exchange))
        exchange.answer(finished(*std::move(answer)));
}

std::optional<Answer> AdminRouter::answerFor(Exchange &exchange)
{
    const Route *route = routeOf(exchange);
    if (!route)
        return withoutRoute(exchange);
    auto caller = m_authorisation.judge(exchange, route->entry.needed, Clock::now());
    if (!caller)
        return std::move(caller).error();
    if (route->entry.needed > Role::Open)
        exchange.vouch();
    return route->handler(
        AdminCall{exchange, route->parameterIn(exchange.target().segments), *std::move(caller)}, exchange);
}

const AdminRouter::Route *AdminRouter::routeOf(const Exchange &exchange) const
{
    const std::string &asked = exchange.head().method;
    const std::string_view method = asked == "HEAD" ? std::string_view("GET") : std::string_view(asked);
    const auto route = std::find_if(m_routes.begin(), m_routes.end(), [&](const Route &candidate) {
        return candidate.entry.method == method && candidate.fits(exchange.target().segments);
    });
    return route == m_routes.end() ? nullptr : &*route;
}

Answer AdminRouter::withoutRoute(const Exchange &exchange) const
{
    const std::string &method = exchange.head().method;
    // How load balancers ask whether anybody is there.
    if (method == "OPTIONS" &&
        (exchange.target().segments.empty() || exchange.target().form == Target::Form::Asterisk))
        return Answer{204, {}, {}, {{"Allow", "GET, HEAD, POST, PATCH, DELETE, OPTIONS"}}};
    const std::string allowed = allowedAt(exchange.target().segments);
    if (allowed.empty())
        return Answer::problem(404, "there is nothing at this path; docs/openapi.json lists what is");
    // No CORS field ever: a page of another origin is not to reach the admin API.
    if (method == "OPTIONS")
        return Answer{204, {}, {}, {{"Allow", allowed}}};
    return Answer::problem(405, "this resource answers " + allowed + ", not " + method)
        .with("Allow", allowed);
}

std::string AdminRouter::allowedAt(const std::vector<std::string> &path) const
{
    std::string allowed;
    for (const Route &route : m_routes) {
        if (!route.fits(path))
            continue;
        allowed += allowed.empty() ? "" : ", ";
        allowed += route.entry.method == "GET" ? "GET, HEAD" : route.entry.method;
    }
    return allowed.empty() ? allowed : allowed + ", OPTIONS";
}

} // namespace sluice
