// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Between the front door and the routes: one whole request, and what may be done with it. Worker thread only.
#pragma once

#include "engine/fanout/DirtyInbox.h"
#include "http/Answer.h"
#include "http/RequestGuard.h"
#include "http/Target.h"
#include "model/ClientAddress.h"
#include "model/HeaderFault.h"
#include "model/InFlightBytes.h"

#include <limits>
#include <optional>

namespace sluice {

/** A descriptor that leaves its connection to become a stream. */
struct Handover
{
    int fd = -1;
    std::string unsent; ///< bytes of earlier, pipelined answers that the kernel did not take yet
};

/** One request and its one answer; valid only within RequestHandler::handle(). */
class Exchange
{
public:
    virtual ~Exchange() = default;

    virtual const RequestHead &head() const = 0;
    virtual const Target &target() const = 0;
    virtual const std::string &body() const = 0;
    virtual const ClientAddress &client() const = 0;

    /** Answers; the connection stays open if the client wants that. */
    virtual void answer(const Answer &answer) = 0;

    /** Answers likewise, but the bytes go out when @p wait is over, or after publish.longest_hold, and the
     * connection is not read meanwhile. At once where too many wait already. */
    virtual void answerLater(const Answer &answer, DirtyInbox::Wait wait) = 0;

    /** Answers and closes without a reset: a refusal must free its descriptor. */
    virtual void answerAndClose(const Answer &answer) = 0;

    /** The same with an answer's bytes, head and body, which must be whole and say that it closes. */
    virtual void answerAndClose(std::string bytes) = 0;

    /** The request has a right to be here: once it is answered, its connection keeps its place before those
     * that had no such request. */
    virtual void vouch() {}

    /** Answers with these head bytes, blank line included, and no body: what HEAD gets for a stream. */
    virtual void answerHead(std::string head) = 0;

    /** Instead of an answer: the connection ends, its descriptor lives on. The caller owns it from here. */
    virtual Handover handOver() = 0;
};

/** What becomes of a request whose head is in and whose body is still to come. */
struct BodyTerms
{
    /** The limit where a request has no use for a body: so much is read and forgotten, and the connection
     * goes on. */
    static constexpr std::size_t stray = 4 << 10;

    std::optional<Answer> refusal; ///< the answer that needs no body; the connection closes behind it
    std::size_t limit = std::numeric_limits<std::size_t>::max(); ///< bytes, if the listener allows as many
    bool isVouchedFor =
        false; ///< a right token was shown: the connection keeps its place while the body comes
};

/** What a connection must begin with, as its peer's address alone decides. */
enum class FirstBytes : std::uint8_t {
    Request,
    ProxyHeader, ///< and a request behind it
    None,        ///< the peer may not connect
};

class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    virtual FirstBytes firstBytesOf(const ClientAddress & /*peer*/) const { return FirstBytes::Request; }

    /** A connection of @p peer was refused for its PROXY header, or for want of one. */
    virtual void headerRefused(const ClientAddress & /*peer*/, HeaderFault /*fault*/) {}

    /** Called before a request's body is read, or asked for: whoever may not send one must not have it kept.
     * There is no body() yet, and no answering. */
    virtual BodyTerms beforeBody(const Exchange & /*exchange*/) { return {}; }

    /** What counts the bytes that connections hold; nothing where a listener's few connections bound them. */
    virtual InFlightBytes *inFlight() const { return nullptr; }

    /** The bytes went beyond their most with the body of @p client's request, which is refused. */
    virtual void onInFlightRefused(const ClientAddress & /*client*/) {}

    /** Whose the connection is, as its head says. */
    virtual ClientAddress ownerOf(const Exchange &exchange) const { return exchange.client(); }

    /** Whether @p peer speaks for many clients, which it names in each head. */
    virtual bool isProxy(const ClientAddress & /*peer*/) const { return false; }

    /** What every answer of this listener carries, also one that no route has made; @p head is what came of
     * its request. */
    virtual HeaderFields commonFields(const RequestHead & /*head*/) const { return {}; }

    /** A connection of @p client, whose owner is written as @p owner, gave its place to a newcomer. */
    virtual void onPlaceGivenUp(const ClientAddress & /*client*/, const std::string & /*owner*/) {}

    /** Called once per request; must answer or hand over before it returns. */
    virtual void handle(Exchange &exchange) = 0;
};

} // namespace sluice
