// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Web origins as cors.allow_origin lists them: "*", or https://app.example and the like, separated by commas.
// A plain value; any thread.
#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct OriginList
{
    bool isAny = false;               ///< "*"
    std::vector<std::string> origins; ///< as browsers send them: lower case, without a default port

    /** Reads a list; an error names the item and says what is wrong. Empty text: no origin at all. */
    static tl::expected<OriginList, Error> parse(std::string_view text);

    /** Whether pages of @p origin, as a browser sent it, are in the list. */
    bool contains(std::string_view origin) const;
};

} // namespace sluice
