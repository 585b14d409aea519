// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The table of everything that the admin listener answers: method and path to handler, with the role that
// each needs. Groups of routes (RouteGroup) add themselves; AdminRoutes composes them. Admin thread only.
//
// JSON at this edge is QJsonObject and QJsonDocument, through AdminJson.h: a page of any list is at most
// 1,000 rows, so building it costs a few milliseconds at worst, and what is built by Qt cannot be malformed.
// A long text that is no JSON (CSV, /metrics) is written directly.
#pragma once

#include "server/admin/AdminAuthorisation.h"

#include <functional>

namespace sluice {

class AdminRouter final : public RequestHandler
{
public:
    /** Answers an authorised request; the router adds what every answer carries (Cache-Control: no-store). */
    using Handler = std::function<Answer(const AdminCall &)>;

    /** The same for a route that may take the connection over: no Answer means that it has answered or taken
     * it. */
    using StreamHandler = std::function<std::optional<Answer>(const AdminCall &, Exchange &)>;

    explicit AdminRouter(AdminAuthorisation &authorisation)
        : m_authorisation(authorisation)
    {
    }

    /**
     * Adds a route. @p pattern is a path such as "/api/v1/streams/{id}", with at most one {parameter}, which
     * stands for one non-empty segment. A GET route answers HEAD too. Everything but GET counts as a change.
     */
    void add(std::string_view method, std::string_view pattern, Role needed, Handler handler);

    /** Adds a GET route that may take the connection over; it sees HEAD in the request's method. */
    void addStream(std::string_view pattern, Role needed, StreamHandler handler);

    struct Entry
    {
        std::string method;
        std::string pattern;
        Role needed = Role::Operator;
    };
    /** All routes, in the order in which they were added: what docs/openapi.json must describe. */
    std::vector<Entry> entries() const;

    /** Refuses here whoever would be refused anyway, so that no body is kept for them. */
    BodyTerms beforeBody(const Exchange &exchange) override;
    void handle(Exchange &exchange) override;

private:
    struct Route
    {
        Entry entry;
        std::vector<std::string> segments;
        StreamHandler handler;

        bool fits(const std::vector<std::string> &path) const;
        std::string parameterIn(const std::vector<std::string> &path) const;
    };

    std::optional<Answer> answerFor(Exchange &exchange);
    const Route *routeOf(const Exchange &exchange) const;
    Answer withoutRoute(const Exchange &exchange) const;
    std::string allowedAt(const std::vector<std::string> &path) const;

    AdminAuthorisation &m_authorisation;
    std::vector<Route> m_routes;
};

/** Routes that belong together, in a class and a file of their own. */
class RouteGroup
{
public:
    virtual ~RouteGroup() = default;

    /** Adds the group's routes; the group outlives the router's last request. */
    virtual void addTo(AdminRouter &router) = 0;
};

} // namespace sluice
