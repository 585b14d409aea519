// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/EventRoutes.h"

#include "http/Framing.h"
#include "server/admin/AdminQuery.h"

#include <algorithm>

namespace sluice {

namespace {

std::string headOf(const RequestHead &request)
{
    std::string head = "HTTP/1.1 200 OK\r\nDate: ";
    head.append(httpDate());
    head.append("\r\nContent-Type: text/event-stream\r\nCache-Control: no-store, no-transform\r\n"
                "X-Content-Type-Options: nosniff\r\nX-Accel-Buffering: no\r\n");
    if (request.minorVersion == 0)
        head.append("Connection: close\r\n");
    else
        head.append(request.keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n")
            .append("Transfer-Encoding: chunked\r\n");
    return head.append("\r\n");
}

/** The gap, if there is one, and the id that primes the client's cursor. */
std::string firstEvents(const StreamTicket &ticket)
{
    std::string first;
    if (!ticket.seating.gaps.empty()) {
        first = "event: gap\ndata: {\"channels\":[";
        for (std::size_t i = 0; i < ticket.seating.gaps.size(); ++i)
            first.append(i > 0 ? ",\"" : "\"").append(ticket.seating.gaps[i]).append("\"");
        first.append("]}\n");
    }
    first.append(framing::idFields(ticket.seating.position));
    return ticket.framing == BodyFraming::Plain ? first : framing::chunk(first);
}

/** The names in ?only=a,b; all without it. */
tl::expected<std::vector<std::string>, std::string> wantedNames(const std::optional<std::string> &only)
{
    std::vector<std::string> wanted;
    if (!only) {
        wanted.assign(AdminEvents::names.begin(), AdminEvents::names.end());
        return wanted;
    }
    std::string_view rest = *only;
    for (;;) {
        const auto comma = rest.find(',');
        const std::string_view name = rest.substr(0, comma);
        if (std::find(AdminEvents::names.begin(), AdminEvents::names.end(), name) == AdminEvents::names.end())
            return tl::unexpected("names '" + std::string(name) + "'; there are snapshot, audit and drain");
        if (std::find(wanted.begin(), wanted.end(), name) != wanted.end())
            return tl::unexpected("names '" + std::string(name) + "' twice");
        wanted.emplace_back(name);
        if (comma == std::string_view::npos)
            return wanted;
        rest.remove_prefix(comma + 1);
    }
}

} // namespace

void EventRoutes::addTo(AdminRouter &router)
{
    router.addStream("/api/v1/events", Role::Viewer,
                     [this](const AdminCall &call, Exchange &exchange) { return open(call, exchange); });
}

std::optional<Answer> EventRoutes::open(const AdminCall &call, Exchange &exchange)
{
    const RequestHead &request = exchange.head();
    AdminQuery query(call.target());
    auto names = wantedNames(query.text("only"));
    if (!names)
        query.refuse("only", names.error());
    const auto resumeId = query.text("lastEventId");
    if (auto problem = query.check())
        return problem;
    if (request.method == "HEAD") {
        exchange.answerHead(headOf(request));
        return std::nullopt;
    }
    StreamRequest wanted;
    wanted.channels = *std::move(names);
    wanted.framing = request.minorVersion == 0 ? BodyFraming::Plain : BodyFraming::Chunked;
    wanted.client = exchange.client();
    wanted.resumeId = request.value("last-event-id");
    if (wanted.resumeId.empty())
        wanted.resumeId = resumeId.value_or(std::string());
    auto ticket = m_events.reactor().admit(wanted);
    if (!ticket)
        return Answer::problem(503, "the admin listener holds at most " +
                                        std::to_string(AdminEvents::maxStreams) + " event streams")
            .with("Retry-After", "5");
    std::string head = headOf(request) + firstEvents(*ticket);
    const Handover handover = exchange.handOver();
    m_events.reactor().open(*std::move(ticket), handover.fd, handover.unsent + head);
    return std::nullopt;
}

} // namespace sluice
