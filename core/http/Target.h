// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A request target (RFC 9112 3.2) taken apart on its raw bytes: path segments and query, percent-decoded.
// Not by QUrl, which would normalise what must be judged as it came. This is the only place that takes one
// apart, once for each request and before any route is looked for: a proxy in front decides by its own
// reading who may pass, so what two readers could take differently is refused. Pure functions, any thread.
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct Target
{
    enum class Form : std::uint8_t {
        Origin,   ///< "/path?query"
        Absolute, ///< "http://authority/path?query", as to a proxy
        Asterisk, ///< "*", the server as a whole; for OPTIONS alone
    };

    Form form = Form::Origin;
    std::string authority;             ///< of the absolute form, which counts instead of Host; else empty
    std::vector<std::string> segments; ///< "/stream/a%62" is {"stream", "ab"}; "/" is {}; "/a/" is {"a", ""}
    std::vector<std::pair<std::string, std::string>> query;

    /**
     * Takes @p raw apart. An error names what is refused: a bad percent escape; anywhere a control byte,
     * encoded or not, or what is not UTF-8; a fragment; in the path a slash or backslash in disguise, a dot
     * segment, an escape within an escape.
     */
    static tl::expected<Target, Error> parse(std::string_view raw);

    /** The segments without the empty ones that doubled slashes and one at the end make. */
    std::vector<std::string_view> names() const;

    /** The first value of a query parameter, if it is there at all. */
    std::optional<std::string> parameter(std::string_view name) const;

    /** All values of a query parameter, in order. */
    std::vector<std::string> parameters(std::string_view name) const;
};

} // namespace sluice
