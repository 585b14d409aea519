// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/StreamHead.h"

namespace sluice {

std::string streamHead(const RequestHead &request, const Cors &cors, const std::vector<std::string> &gaps,
                       StreamEnding ending, std::string_view firstId)
{
    std::string head;
    head.reserve(384);
    head.append("HTTP/1.1 200 OK\r\nDate: ").append(httpDate());
    head.append("\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache, no-transform\r\n");
    const bool closes = request.minorVersion == 0 || !request.keepAlive || ending == StreamEnding::Soon;
    head.append(closes ? "Connection: close\r\n" : "Connection: keep-alive\r\n");
    if (request.minorVersion != 0)
        head.append("Transfer-Encoding: chunked\r\n");
    else // A proxy answers its clients in their version; only this tells them that it asks in another.
        head.append("Sluice-Request-Version: HTTP/1.0\r\n");
    head.append("X-Accel-Buffering: no\r\n");
    cors.appendTo(head, request);
    if (!gaps.empty()) {
        head.append("Sluice-Gap: ");
        for (std::size_t i = 0; i < gaps.size(); ++i)
            head.append(i > 0 ? ", " : "").append(gaps[i]);
        head.append("\r\n");
    }
    if (!firstId.empty())
        head.append("Sluice-First-Id: ").append(firstId).append("\r\n");
    head.append("\r\n");
    return head;
}

} // namespace sluice
