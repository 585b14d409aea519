// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The media type of an event stream, as every client here checks it. Pure function; any thread.
#pragma once

#include <string_view>

#include <strings.h>

namespace sluice {

/** True for text/event-stream in any case, with or without parameters. */
inline bool isEventStreamType(std::string_view contentType)
{
    constexpr std::string_view wanted = "text/event-stream";
    const std::string_view type = contentType.substr(0, contentType.find_first_of("; \t"));
    return type.size() == wanted.size() && strncasecmp(type.data(), wanted.data(), wanted.size()) == 0;
}

} // namespace sluice
