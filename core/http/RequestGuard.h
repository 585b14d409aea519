// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between the socket and QtHttpServer: decodes one request at a time, its head with libhttp-parser,
// refuses what is malformed, ambiguous or too large (RFC 9112), and hands on only whole, canonical requests.
// Pure bytes in, values out; owned by a Connection, one thread. Fuzzed by tests/fuzz.
#pragma once

#include "http/ChunkedBody.h"
#include "http/Target.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct http_parser;

namespace sluice {

/** A request's head as the client sent it. */
struct RequestHead
{
    std::string method;
    std::string target;   ///< raw, percent-encoded, as on the request line
    int minorVersion = 1; ///< of HTTP/1.x
    bool keepAlive = true;
    std::vector<std::pair<std::string, std::string>> fields; ///< in order, names as sent

    /** The first value of a field, whatever the case of its name; empty if there is none. */
    std::string_view value(std::string_view name) const;

    /** All values of a field joined by ", " (RFC 9110 5.3). */
    std::string joined(std::string_view name) const;
};

class RequestGuard
{
public:
    struct Limits
    {
        std::size_t head = 16 << 10;  ///< bytes on the wire up to the blank line; beyond it 431
        std::size_t target = 8 << 10; ///< beyond it 414
        std::size_t body = 1 << 20;   ///< decoded; beyond it 413
    };

    explicit RequestGuard(const Limits &limits);
    ~RequestGuard();
    RequestGuard(const RequestGuard &) = delete;
    RequestGuard &operator=(const RequestGuard &) = delete;

    enum class State : std::uint8_t {
        Idle,     ///< nothing of the next request has come
        Head,     ///< its head has begun
        Body,     ///< its head is in
        Complete, ///< head() and body() are the request; reset() makes ready for the next
        Refused,  ///< refusal() says why; the connection must close
    };
    State state() const { return m_state; }

    enum class Stop : bool {
        BehindRequest,
        BehindHead, ///< also where a body is still to come, so that it can be refused before it is kept
    };
    /** Takes bytes, stops behind a complete request, and returns how many it took. */
    std::size_t feed(std::string_view bytes, Stop stop = Stop::BehindRequest);

    /** Of a request whose head is in and of whose body nothing is: refuses a body above @p limit too. */
    void limitBody(std::size_t limit);

    /** Ready for the next request, which @p limits hold for. */
    void reset(const Limits &limits);

    const RequestHead &head() const { return m_head; }

    /** The target of a request whose head is in. */
    const Target &target() const { return m_target; }
    const std::string &body() const { return m_body; }

    /** True, once per request, when the client waits for "100 Continue" before it sends the body. */
    bool takeExpectation();

    /** Of a request that is refused while its body comes: gives the memory back. */
    void dropBody();

    /** The request as QtHttpServer is to see it: one spelling, no Upgrade, and no body, which it would copy
     * twice: that stays in body(). */
    std::string canonical() const;

    struct Refusal
    {
        int status = 400;
        std::string reason;
    };
    const Refusal &refusal() const { return m_refusal; }

private:
    struct Callbacks;

    bool refuse(int status, std::string reason);
    bool refuseLength(std::size_t length);
    bool headIsComplete();
    bool takeTarget();
    bool framingIsClear();
    std::size_t feedHead(std::string_view bytes);
    std::size_t feedBody(std::string_view bytes);
    std::size_t feedChunks(std::string_view bytes);
    std::size_t cleanPrefix(std::string_view line) const;

    Limits m_limits;
    std::unique_ptr<http_parser> m_parser;
    State m_state = State::Idle;
    RequestHead m_head;
    Target m_target;
    std::string m_body;
    std::size_t m_headBytes = 0;
    char m_lastOfHead = 0;               ///< the last byte of the head so far
    std::size_t m_lengthLeft = 0;        ///< bytes of a sized body that have not come
    std::optional<ChunkedBody> m_chunks; ///< of a chunked body
    bool m_inValue = false;
    bool m_expectsContinue = false;
    Refusal m_refusal;
};

} // namespace sluice
