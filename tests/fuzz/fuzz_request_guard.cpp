// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// However the bytes of requests are cut, the guard must hand on the same ones, within its limits, and in a
// spelling that leaves a second reader no choice. The first two bytes of the input choose the cuts, the rest
// is what a client sends on one connection.
#include "http/RequestGuard.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using sluice::RequestGuard;

constexpr RequestGuard::Limits limits{.head = 256, .target = 64, .body = 48};

struct Request
{
    std::string canonical;
    sluice::RequestHead head;
    std::string body;
};

struct Outcome
{
    std::vector<Request> requests;
    RequestGuard::State last = RequestGuard::State::Idle; ///< of what follows the last whole request
    std::size_t used = 0;                                 ///< bytes of whole requests
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireLimits(const Request &request)
{
    std::size_t size = request.head.method.size() + request.head.target.size();
    for (const auto &[name, value] : request.head.fields) {
        require(!name.empty());
        size += name.size() + value.size();
    }
    require(size <= limits.head + limits.target); // Host may have become the target's
    require(request.head.target.size() <= limits.target);
    require(request.body.size() <= limits.body);
}

Outcome parse(std::string_view bytes, std::size_t first, std::size_t step)
{
    RequestGuard guard(limits);
    Outcome outcome;
    std::size_t used = 0;
    for (std::size_t size = first; !bytes.empty(); size = step) {
        // A heap block of its own, so that the sanitizer sees a look behind it.
        const std::vector<char> piece(
            bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(size, bytes.size())));
        bytes.remove_prefix(piece.size());
        std::string_view rest(piece.data(), piece.size());
        while (!rest.empty() && guard.state() != RequestGuard::State::Refused) {
            const std::size_t taken = guard.feed(rest);
            require(taken > 0 && taken <= rest.size());
            rest.remove_prefix(taken);
            used += taken;
            require(guard.body().size() <= limits.body);
            require(guard.head().target.size() <= limits.head);
            if (guard.state() != RequestGuard::State::Complete)
                continue;
            outcome.requests.push_back({guard.canonical(), guard.head(), guard.body()});
            requireLimits(outcome.requests.back());
            outcome.used = used;
            guard.reset(limits);
        }
    }
    outcome.last = guard.state();
    if (outcome.last == RequestGuard::State::Refused)
        require(guard.refusal().status >= 400 && !guard.refusal().reason.empty());
    return outcome;
}

/** A refusal's status may depend on which of two faults came first into sight, whole requests on nothing. */
void requireSame(const Outcome &left, const Outcome &right)
{
    require(left.last == right.last && left.used == right.used);
    require(left.requests.size() == right.requests.size());
    for (std::size_t i = 0; i < left.requests.size(); ++i) {
        const Request &a = left.requests[i];
        const Request &b = right.requests[i];
        require(a.canonical == b.canonical && a.body == b.body && a.head.fields == b.head.fields);
        require(a.head.keepAlive == b.head.keepAlive && a.head.minorVersion == b.head.minorVersion);
    }
}

void requireUnambiguous(const Request &request)
{
    if (request.head.minorVersion == 0)
        return; // may lack the Host that HTTP/1.1 wants
    RequestGuard again(
        RequestGuard::Limits{.head = 2 * limits.head, .target = limits.target, .body = limits.body});
    require(again.feed(request.canonical) == request.canonical.size());
    require(again.state() == RequestGuard::State::Complete);
    require(again.canonical() == request.canonical);
    require(again.head().method == request.head.method && again.head().target == request.head.target);
    require(again.body().empty()); // it stays with the first
    for (const auto &[name, value] : again.head().fields)
        require(name == "Content-Length" || request.head.joined(name) == again.head().joined(name));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 2, size - 2);
    const Outcome whole = parse(bytes, bytes.size(), bytes.size());
    requireSame(whole, parse(bytes, 1, 1));
    requireSame(whole, parse(bytes, 1 + data[0], 1 + data[1]));
    for (const Request &request : whole.requests)
        requireUnambiguous(request);
    return 0;
}
