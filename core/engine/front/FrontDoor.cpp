// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/FrontDoor.h"

#include <algorithm>
#include <cerrno>
#include <limits>

#include <sys/socket.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr Milliseconds wheelTick{20};

// Accepts per event: a storm of connects must leave turns for the streams.
constexpr int acceptBatch = 32;

// Who has just come may be about to ask; cutting it would let a storm of connects keep everybody out.
constexpr Milliseconds leastHeld{20};

// Places of a small door that only a request with a right to be there can win, and nobody takes from it.
constexpr std::size_t keptProven = 3;

// Candidates that turn out to have been saying something; more than so many at a time is a crowd that asks.
constexpr int mostUnread = 16;

// Beyond so many places looking for who may go costs time, and pauses for so long for each.
constexpr std::size_t manyPlaces = 2048;
constexpr std::chrono::microseconds searchPause{1};

// Answers of one release, as many as the poller's events of one batch: each client may have asked for more.
constexpr std::ptrdiff_t releaseBatch = 256;

// Of the connections allowed, one in so many may wait for its answer: the others are for whoever comes.
constexpr std::int64_t heldShare = 4;

constexpr Milliseconds firstBackOff{50};
constexpr Milliseconds longestBackOff{1000};

} // namespace

FrontDoor::FrontDoor(int listenFd, RequestHandler &handler, Poller &poller, FdBudget &descriptors,
                     WorkerCounters &counters, SocketOrigin origin)
    : m_descriptors(descriptors)
    , m_counters(counters)
    , m_context{.poller = poller, .handler = handler}
    , m_listener(new Listener)
    , m_listenFd(listenFd)
    , m_origin(origin)
    , m_wheel(wheelTick)
{
    m_listener->adopt(listenFd);
    bind(m_listener);
    poller.add(listenFd, EPOLLIN, {PollKey::Kind::Listener, 0, 0});
}

FrontDoor::~FrontDoor()
{
    close();
    for (std::uint32_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i].connection == nullptr)
            continue;
        m_slots[i].connection->abandon();
        settle(i);
    }
}

/** Always 503, whatever pool.overload_mode: nothing of the request is read, and it may be a publish. */
Answer FrontDoor::overloaded(std::string_view detail)
{
    return Answer::problem(503, detail).with("Retry-After", m_retry.nextSeconds());
}

/** The same for a descriptor that gets no connection. */
std::string FrontDoor::overloadedBytes(std::string_view detail)
{
    return serialized(overloaded(detail), Persistence::Close, WithBody::Yes,
                      m_context.handler.commonFields({}));
}

void FrontDoor::apply(const Settings &settings, std::int64_t maxConnections)
{
    m_retry.setLeast(settings.pool_overload_retry);
    m_context.limits.head = static_cast<std::size_t>(settings.listen_max_head);
    m_context.limits.target = m_context.limits.head / 2;
    m_context.limits.body = static_cast<std::size_t>(settings.publish_max_body);
    m_context.keepAlive = settings.timeouts_keep_alive;
    m_context.headers = settings.timeouts_headers;
    m_context.headRead = settings.timeouts_head_read;
    m_context.body = settings.timeouts_body;
    m_context.bodyRate = settings.timeouts_body_rate;
    m_context.linger = settings.timeouts_linger;
    m_context.writeStall = settings.timeouts_write_stall;
    m_maxConnections = maxConnections;
    m_context.longestHold = settings.publish_longest_hold;
    m_context.mostHeld = static_cast<std::size_t>(std::max<std::int64_t>(maxConnections / heldShare, 1));
    if (m_listenFd >= 0)
        setWriteStall(m_listenFd, settings.timeouts_write_stall);
    // A deadline that is set for the old hour must not wait for it.
    for (std::uint32_t index = 0; index < m_slots.size(); ++index) {
        Connection *connection = m_slots[index].connection;
        if (connection == nullptr || connection->isOver())
            continue;
        connection->retime();
        m_wheel.arm(index, connection->deadline());
    }
}

void FrontDoor::onEvent(PollKey key, std::uint32_t events)
{
    if (key.kind == PollKey::Kind::Listener) {
        acceptSome();
        return;
    }
    if (key.index >= m_slots.size() || m_slots[key.index].generation != key.generation ||
        m_slots[key.index].connection == nullptr)
        return;
    m_dispatching = m_slots[key.index].connection;
    m_dispatching->onEvent(events);
    m_dispatching = nullptr;
    settle(key.index);
}

void FrontDoor::settle(std::uint32_t index)
{
    Slot &slot = m_slots[index];
    m_counters.requests.set(m_context.requests);
    m_counters.badRequests.set(m_context.badRequests);
    m_counters.heldAnswers.set(m_context.heldAnswers);
    slot.connection->recount();
    if (!slot.connection->isOver()) {
        m_wheel.arm(index, slot.connection->deadline());
        return;
    }
    if (!slot.connection->wasHandedOver())
        m_descriptors.release();
    slot.connection = nullptr;
    slot.generation = (slot.generation + 1) & PollKey::generationMask;
    m_wheel.disarm(index);
    m_free.push_back(index);
    m_counters.connections.set(--m_open);
}

void FrontDoor::requestParsed(const QHttpServerRequest &)
{
    if (m_dispatching != nullptr)
        m_dispatching->dispatch();
}

void FrontDoor::acceptSome()
{
    // Those of one batch are all read after it: where there is room for a few, only a few may wait for that.
    const std::int64_t room = m_maxConnections - m_open;
    const std::int64_t batch = room > 0 ? std::min<std::int64_t>(room, acceptBatch) : acceptBatch;
    for (std::int64_t i = 0; i < batch && m_accepting; ++i) {
        const bool isFull = m_whenFull == WhenFull::MakeRoom && m_open >= m_maxConnections;
        if ((isFull || !m_descriptors.hasRoom()) && !makeRoom()) {
            // The rest waits in the kernel's queue until there is room.
            pauseAccepting(m_whenFull == WhenFull::MakeRoom ? leastHeld : firstBackOff);
            return;
        }
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int fd = ::accept4(m_listenFd, reinterpret_cast<sockaddr *>(&address), &size,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            m_backOff = Milliseconds(0);
            m_counters.accepted.add(1);
            admit(fd, ClientAddress::from(address));
            continue;
        }
        if (errno == EAGAIN)
            return;
        if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO)
            continue;
        // No descriptor or memory: the listener stays readable, so going on would spin.
        m_counters.acceptErrors.add(1);
        m_backOff = std::clamp(m_backOff * 2, firstBackOff, longestBackOff);
        pauseAccepting(m_backOff);
        return;
    }
}

void FrontDoor::pauseAccepting(Milliseconds wait)
{
    m_accepting = false;
    m_resumeAt = Clock::now() + wait;
    m_context.poller.remove(m_listenFd);
}

void FrontDoor::admit(int fd, const ClientAddress &client)
{
    if (!m_descriptors.take()) {
        // Another worker took the last one meanwhile: say so, as far as one send can.
        const std::string bytes = overloadedBytes("no descriptor is left for another connection");
        [[maybe_unused]] const auto sent =
            ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        ::shutdown(fd, SHUT_WR);
        ::close(fd);
        m_counters.refusals[static_cast<std::size_t>(Refusal::Descriptors)].add(1);
        return;
    }
    placeshare::Newcomer newcomer;
    if (!m_context.handler.isProxy(client))
        newcomer.owner = ClientKey::of(client);
    const bool hasPlace = m_open < m_maxConnections || makeRoom(newcomer);
    if (m_free.empty()) {
        m_free.push_back(static_cast<std::uint32_t>(m_slots.size()));
        m_slots.emplace_back();
    }
    const std::uint32_t index = m_free.back();
    const PollKey key{PollKey::Kind::Connection, m_slots[index].generation, index};
    if (!m_context.poller.add(fd, EPOLLIN | EPOLLRDHUP, key)) {
        ::close(fd);
        m_descriptors.release();
        m_counters.acceptErrors.add(1);
        return;
    }
    m_free.pop_back();
    auto *connection = new Connection(fd, client, key, m_context, m_listener);
    m_slots[index].connection = connection;
    m_counters.connections.set(++m_open);
    m_listener->offer(connection);
    if (!hasPlace) {
        m_counters.refusals[static_cast<std::size_t>(Refusal::Connections)].add(1);
        connection->refuse(overloaded("pool.max_idle_connections are open"));
    } else {
        connection->refuseIfForbidden();
    }
    settle(index);
}

/** Where it is not known who comes. */
bool FrontDoor::makeRoom()
{
    placeshare::Newcomer anybody;
    if (m_whenFull == WhenFull::MakeRoom)
        anybody.fromEqual = leastHeld;
    else
        anybody.fromGreater = anybody.fromEqual;
    return makeRoom(anybody);
}

bool FrontDoor::makeRoom(const placeshare::Newcomer &newcomer)
{
    const Instant now = Clock::now();
    if (now < m_searchAgain)
        return false;
    std::vector<placeshare::Place> places;
    places.reserve(static_cast<std::size_t>(m_open));
    for (std::uint32_t index = 0; index < m_slots.size(); ++index) {
        const Connection *connection = m_slots[index].connection;
        if (connection == nullptr || connection == m_dispatching)
            continue;
        if (const auto place = connection->place(index))
            places.push_back(*place);
    }
    constexpr auto nobody = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t chosen = nobody;
    for (int tries = 0; tries < mostUnread && chosen == nobody; ++tries) {
        std::optional<std::uint32_t> next = placeshare::unproven(places, newcomer, now);
        if (!next && m_whenFull == WhenFull::MakeRoom)
            next = placeshare::proven(places, keptProven, leastHeld, now);
        if (!next)
            break;
        if (!m_slots[*next].connection->hasUnread())
            chosen = *next;
        else
            std::erase_if(places, [index = *next](const auto &place) { return place.index == index; });
    }
    if (places.size() > manyPlaces)
        m_searchAgain = now + searchPause * places.size();
    if (chosen == nobody)
        return false;
    Connection &given = *m_slots[chosen].connection;
    m_context.handler.onPlaceGivenUp(given.peer(), given.ownerText());
    given.giveUpPlace(
        overloaded("the place was needed, and this client holds most connections without a finished request, "
                   "or held this one for longest (pool.max_idle_connections)"));
    settle(chosen);
    return true;
}

void FrontDoor::release(Instant now)
{
    auto &held = m_context.held;
    if (held.empty())
        return;
    const auto mustWait = [&](const HeldAnswer &answer) {
        return !answer.wait.isOver() && now - answer.since < m_context.longestHold;
    };
    const auto firstDue = std::stable_partition(held.begin(), held.end(), mustWait);
    const auto count = std::min<std::ptrdiff_t>(held.end() - firstDue, releaseBatch);
    const std::vector<HeldAnswer> due(firstDue, firstDue + count);
    held.erase(firstDue, firstDue + count);
    if (count == releaseBatch)
        m_context.poller.wake();
    for (const HeldAnswer &answer : due)
        onEvent(answer.connection, EPOLLOUT); // as if its socket took bytes again
}

void FrontDoor::onTick(Instant now)
{
    m_wheel.expire(now, m_expired);
    for (const std::uint32_t index : m_expired) {
        if (m_slots[index].connection == nullptr)
            continue;
        m_slots[index].connection->onDeadline(now);
        settle(index);
    }
    if (!m_accepting && m_listenFd >= 0 && now >= m_resumeAt && (m_descriptors.hasRoom() || makeRoom())) {
        m_accepting = true;
        m_context.poller.add(m_listenFd, EPOLLIN, {PollKey::Kind::Listener, 0, 0});
    }
}

void FrontDoor::close()
{
    if (m_listenFd < 0)
        return;
    m_context.mostHeld = 0; // what is read already gets its answer at once
    m_context.longestHold = Milliseconds(0);
    while (!m_context.held.empty())
        release(Clock::now());
    if (m_origin == SocketOrigin::Opened)
        answerQueue();
    if (m_accepting)
        m_context.poller.remove(m_listenFd);
    m_accepting = false;
    m_listener->close();
    m_listenFd = -1;
}

void FrontDoor::answerQueue()
{
    const std::string bytes = overloadedBytes("the engine has stopped");
    for (;;) {
        const int fd = ::accept4(m_listenFd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            break;
        [[maybe_unused]] const auto sent =
            ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        ::shutdown(fd, SHUT_WR);
        // The request that may be there already: unread, it would make close() a reset and lose the answer.
        char scratch[4096];
        while (::recv(fd, scratch, sizeof scratch, MSG_DONTWAIT) > 0) {
        }
        ::close(fd);
        m_counters.refusals[static_cast<std::size_t>(Refusal::Draining)].add(1);
    }
}

} // namespace sluice
