// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a publisher asks for: one event, before the log gives it a place. A plain value.
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

struct Event
{
    std::string name;                   ///< the `event:` field; empty is the default, "message"
    std::string id;                     ///< the publisher's own id; empty lets the log give one
    std::optional<std::uint32_t> retry; ///< the `retry:` field, in milliseconds
    std::string_view data;              ///< UTF-8, any line ends; borrowed until the publish returns

    /** Checks what the wire cannot carry (WHATWG HTML 9.2.6): invalid UTF-8, NUL/CR/LF in name or id, a bad
     * id. */
    tl::expected<void, Error> check() const;
};

/** True of the events that the engine itself sends to readers: gap, missed and shutdown. */
bool isEngineEventName(std::string_view name);

/** True if @p id is one a publisher may give: [A-Za-z0-9_:-]{1,64}. */
bool isPublisherId(std::string_view id);

/** True if @p name is a channel's: 1 to 128 of [A-Za-z0-9._:@-], not beginning with '.'. Judged on raw bytes.
 */
bool isChannelName(std::string_view name);

} // namespace sluice
