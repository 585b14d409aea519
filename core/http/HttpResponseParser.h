// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Incremental parser of one HTTP/1.x response, head and body, over libhttp-parser: bytes in at any cut. Small
// and without a copy of the body, because a load run has one per stream. One per response; its owner's
// thread.
#pragma once

#include "base/Error.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <http_parser.h>
#include <tl/expected.hpp>

namespace sluice {

/** Status and fields of a response. */
struct HttpHead
{
    unsigned status = 0;
    unsigned minorVersion = 1; ///< of HTTP/1.x
    std::vector<std::pair<std::string, std::string>> fields;

    /** The value of the first field of that name, whatever its case; null when there is none. */
    const std::string *find(std::string_view name) const;
};

class HttpResponseParser
{
public:
    enum class State : std::uint8_t {
        Head,     ///< the head is not complete yet
        Body,     ///< head() is valid, the body is coming
        Complete, ///< everything is in; later bytes are not this response's
        Failed,   ///< no valid HTTP
    };

    HttpResponseParser();

    /** Takes the next bytes and calls take(std::string_view) with each piece of the body in them, without
     * chunk framing; head() is complete by then. Errors are final. */
    template <typename Take>
    requires std::invocable<Take &, std::string_view> tl::expected<void, Error> feed(std::string_view bytes,
                                                                                     Take &&take);

    /** Takes the next bytes and appends what they hold of the body; errors are final. */
    tl::expected<void, Error> feed(std::string_view bytes, std::string &body);

    /** The connection ended: completes a body that has no other end, else an error. */
    tl::expected<void, Error> finish();

    State state() const { return m_state; }

    /** Valid in the states Body and Complete; informational answers (1xx) are skipped. */
    const HttpHead &head() const { return m_head; }

    /** Frees the fields of a head that has been read; the status stays. */
    void forgetFields() { m_head.fields = {}; }

    /** Why the response is no valid HTTP, in the state Failed. */
    std::string problem() const;

private:
    struct Callbacks;

    /** Where the body goes while feed() runs: a reference to any callable, without an allocation. */
    struct BodySink
    {
        void *target;
        void (*take)(void *target, std::string_view bytes);
    };

    tl::expected<void, Error> execute(std::string_view bytes, const BodySink &sink);

    http_parser m_parser{};
    HttpHead m_head;
    State m_state = State::Head;
    bool m_inValue = true; // a field's name begins a new field only after a value
};

template <typename Take>
requires std::invocable<Take &, std::string_view> tl::expected<void, Error>
HttpResponseParser::feed(std::string_view bytes, Take &&take)
{
    using Callable = std::remove_reference_t<Take>;
    if (bytes.empty() || m_state == State::Complete)
        return {};
    return execute(bytes, {&take, [](void *target, std::string_view piece) {
                               (*static_cast<Callable *>(target))(piece);
                           }});
}

} // namespace sluice
