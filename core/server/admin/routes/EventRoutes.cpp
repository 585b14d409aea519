// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/EventRoutes.h"

#include "engine/front/FirstId.h"
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

std::string gapEvent(const std::vector<std::string> &gaps)
{
    if (gaps.empty())
        return {};
    std::string event = "event: gap\ndata: {\"channels\":[";
    for (std::size_t i = 0; i < gaps.size(); ++i)
        event.append(i > 0 ? ",\"" : "\"").append(gaps[i]).append("\"");
    return event.append("]}\n");
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
    const auto how = query.word("first_id", {"auto", "block", "with-event"}).value_or("auto");
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
    if (call.caller.role < Role::Operator && !m_events.hasRoomForViewer())
        return Answer::problem(503, "of " + std::to_string(m_events.maxStreams()) +
                                        " event streams the last " +
                                        std::to_string(AdminEvents::operatorStreams) + " are for operators")
            .with("Retry-After", "5");
    auto ticket = m_events.reactor().admit(wanted);
    if (!ticket)
        return Answer::problem(503, "the admin listener holds at most " +
                                        std::to_string(m_events.maxStreams()) +
                                        " event streams (admin.max_followers)")
            .with("Retry-After", "5");
    const FirstLines lines{firstIdOf(request, how).value(), wanted.framing, Milliseconds(0)};
    const std::string head =
        headOf(request) + firstLines(lines, gapEvent(ticket->seating.gaps), ticket->seating.position);
    const Handover handover = exchange.handOver();
    m_events.reactor().open(*std::move(ticket), handover.fd, handover.unsent + head);
    return std::nullopt;
}

} // namespace sluice
