// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/FirstId.h"

#include "base/text/QuotedText.h"
#include "http/Framing.h"

#include <algorithm>

namespace sluice {

namespace {

/**
 * Whether a script wrote the Accept of a browser's request: fetch() keeps the small letters of its names, an
 * EventSource's is written as all others are. HTTP/2 and some proxies make all names small, and then nothing
 * tells.
 */
bool isScripted(const RequestHead &request)
{
    const auto has = [&request](std::string_view name) {
        return std::any_of(request.fields.begin(), request.fields.end(),
                           [name](const auto &field) { return field.first == name; });
    };
    return has("accept") && has("User-Agent");
}

bool wantsStream(const RequestHead &request)
{
    return request.joined("accept") == "text/event-stream" && request.joined("cache-control") == "no-cache";
}

} // namespace

bool isFromEventSource(const RequestHead &request)
{
    const std::string_view agent = request.value("user-agent");
    const bool isNode = agent == "node" || agent == "undici";
    const bool isBrowser = agent.starts_with("Mozilla/") && !isScripted(request);
    return (isNode || isBrowser) && wantsStream(request);
}

tl::expected<FirstId, Error> firstIdOf(const RequestHead &request, std::string_view how)
{
    if (how == "block")
        return FirstId::Block;
    if (how == "with-event")
        return FirstId::WithEvent;
    if (how == "auto") {
        const bool isOurs = request.value("user-agent").starts_with("sluice/") && wantsStream(request);
        return isOurs || isFromEventSource(request) ? FirstId::Block : FirstId::WithEvent;
    }
    return tl::unexpected(
        inputError("first_id is " + quotedText(how) + ", not one of auto, block, with-event"));
}

std::string firstLines(const FirstLines &lines, std::string_view gap, std::string_view position)
{
    std::string first;
    if (lines.retry.count() > 0)
        first = framing::retryLine(static_cast<std::uint64_t>(lines.retry.count()));
    first.append(gap).append(framing::idLine(position));
    if (!gap.empty() || lines.firstId == FirstId::Block)
        first += '\n';
    return lines.framing == BodyFraming::Plain ? first : framing::chunk(first);
}

} // namespace sluice
