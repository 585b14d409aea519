// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A request target (RFC 9112 3.2) taken apart on its raw bytes: path segments and query, percent-decoded.
// Not by QUrl, which would normalise what must be judged as it came. Pure functions, any thread.
#pragma once

#include "base/Error.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct Target
{
    std::vector<std::string> segments; ///< "/stream/a%2Fb" is {"stream", "a/b"}; "/" is {}
    std::vector<std::pair<std::string, std::string>> query;

    /** Takes @p raw apart; a bad percent escape is an error that names it. Origin form, absolute form and
     * "*". */
    static tl::expected<Target, Error> parse(std::string_view raw);

    /** The first value of a query parameter, if it is there at all. */
    std::optional<std::string> parameter(std::string_view name) const;

    /** All values of a query parameter, in order. */
    std::vector<std::string> parameters(std::string_view name) const;
};

} // namespace sluice
