// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Incremental parser of one HTTP/1.x response, head and body, over libhttp-parser: bytes in at any cut.
// One per response; its owner's thread.
#pragma once

#include "settings/Error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <http_parser.h>
#include <tl/expected.hpp>

namespace sluice {

/** Status and fields of a response. */
struct HttpHead
{
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> fields;

    /** The value of the first field of that name, whatever its case; null when there is none. */
    const std::string *find(std::string_view name) const;
};

class HttpResponseParser
{
public:
    enum class State {
        Head,     ///< the head is not complete yet
        Body,     ///< head() is valid, the body is coming
        Complete, ///< everything is in; later bytes are not this response's
        Failed,   ///< no valid HTTP
    };

    HttpResponseParser();

    /** Takes the next bytes and appends what they hold of the body, without chunk framing; errors are final.
     */
    tl::expected<void, Error> feed(std::string_view bytes, std::string &body);

    /** The connection ended: completes a body that has no other end, else an error. */
    tl::expected<void, Error> finish();

    State state() const { return m_state; }

    /** Valid in the states Body and Complete; informational answers (1xx) are skipped. */
    const HttpHead &head() const { return m_head; }

private:
    struct Callbacks;

    tl::expected<void, Error> execute(const char *bytes, std::size_t size, std::string &body);

    http_parser m_parser{};
    State m_state = State::Head;
    HttpHead m_head;
    bool m_inValue = true; // a field's name begins a new field only after a value
};

} // namespace sluice
