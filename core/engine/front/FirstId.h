// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a stream sends before any event, and how its first id goes (streams.first_id): docs/clients.md says
// which client gets what, and what is lost. Pure functions, any thread.
#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "engine/fanout/Stream.h"
#include "http/RequestGuard.h"

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

enum class FirstId : std::uint8_t {
    Block,     ///< with a blank line: moves the cursor of an EventSource, and is an empty event to sloppy
               ///< decoders
    WithEvent, ///< a line that belongs to the first event's block: nobody dispatches it
};

/**
 * Whether @p request is such as an EventSource sends, a browser's or Node's (seen of Chromium and undici):
 * its Cache-Control tells it from fetch(), unless that is asked to store nothing.
 */
bool isFromEventSource(const RequestHead &request);

/**
 * What @p how is for @p request: streams.first_id, or the request's ?first_id=. `auto` is Block for an
 * EventSource and for clients of ours, which decode like one. The error names a word that is none of auto,
 * block and with-event.
 */
tl::expected<FirstId, Error> firstIdOf(const RequestHead &request, std::string_view how);

struct FirstLines
{
    FirstId firstId = FirstId::Block;
    BodyFraming framing = BodyFraming::Chunked;
    Milliseconds retry{0}; ///< 0: the client keeps what it has
};

/**
 * The body's first bytes: retry, @p gap (the event and data lines of the event of that name, or nothing) and
 * the id that resumes at @p position. An EventSource that has it resumes exactly even if it is cut before an
 * event.
 */
std::string firstLines(const FirstLines &lines, std::string_view gap, std::string_view position);

} // namespace sluice
