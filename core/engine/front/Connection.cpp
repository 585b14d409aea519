// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Connection.h"

#include "engine/fanout/StreamWriter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <QHostAddress>

#include <sys/ioctl.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::uint32_t readEvents = EPOLLIN | EPOLLRDHUP;

// Of a body's total time, whatever came of it: a byte now and then is no progress.
constexpr Milliseconds leastBodyTotal{30'000};

// QtHttpServer copies the peer's address into each request; ours is at hand without a system call.
QHostAddress hostAddress(const ClientAddress &client)
{
    const QHostAddress address(client.bytes.data());
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

} // namespace

Connection::Connection(int fd, const ClientAddress &client, PollKey key, ConnectionContext &context,
                       QObject *parent)
    : QTcpSocket(parent)
    , m_context(context)
    , m_guard(context.limits)
    , m_fd(fd)
    , m_key(key)
    , m_opening(context.handler.firstBytesOf(client))
    , m_client(client)
    , m_idleSince(Clock::now())
    , m_placeSince(m_idleSince)
    , m_progress(m_idleSince)
{
    if (!context.handler.isProxy(client))
        m_owner = ClientKey::of(client);
    setOpenMode(QIODevice::ReadWrite);
    setSocketState(QAbstractSocket::ConnectedState);
    setPeerAddress(hostAddress(client));
    setPeerPort(client.port);
    rearm();
}

Connection::~Connection()
{
    if (m_fd >= 0)
        ::close(m_fd);
    setSocketState(QAbstractSocket::UnconnectedState);
    setOpenMode(QIODevice::NotOpen);
}

qint64 Connection::bytesAvailable() const
{
    // Not QAbstractSocket's: it would ask the socket engine, which this socket does not have.
    // NOLINTNEXTLINE(bugprone-parent-virtual-call)
    return QIODevice::bytesAvailable() + static_cast<qint64>(m_request.size() - m_requestRead);
}

qint64 Connection::readData(char *data, qint64 maxSize)
{
    const std::size_t size = std::min(static_cast<std::size_t>(maxSize), m_request.size() - m_requestRead);
    std::memcpy(data, m_request.data() + m_requestRead, size);
    m_requestRead += size;
    return static_cast<qint64>(size);
}

qint64 Connection::writeData(const char *, qint64 size)
{
    // Only QtHttpServer itself would write here, and it answers nothing that the guard lets through.
    return size;
}

void Connection::onEvent(std::uint32_t events)
{
    if (isOver())
        return;
    if ((events & EPOLLERR) != 0) {
        over();
        return;
    }
    if ((events & EPOLLOUT) != 0 && m_blocked) {
        m_blocked = m_held = false;
        flush();
        if (isOver() || m_blocked)
            return;
        m_context.poller.modify(m_fd, readEvents, m_key);
        m_idleSince = m_progress; // the client cannot have asked before it had the answer
        if (m_phase == Phase::Flushing) {
            beginLinger();
        } else if (m_phase == Phase::Reading && !m_pipelined.empty()) {
            consume(std::exchange(m_pipelined, {}));
        }
    }
    if (!isOver() && !m_blocked && (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0) {
        if (m_phase == Phase::Reading)
            onReadable();
        else
            discard();
    }
    if (!isOver())
        rearm();
}

std::size_t Connection::bytesHeld() const
{
    return isOver() ? 0 : m_guard.body().size() + m_output.size() + m_pipelined.size();
}

void Connection::recount()
{
    InFlightBytes *inFlight = m_context.handler.inFlight();
    const std::size_t held = bytesHeld();
    if (inFlight == nullptr || held == m_counted)
        return;
    const bool fits = inFlight->change(std::exchange(m_counted, held), held);
    if (fits || m_phase != Phase::Reading || m_guard.body().empty())
        return;
    m_context.handler.onInFlightRefused(m_context.handler.ownerOf(*this));
    refuse(Answer::problem(503,
                           "the bodies of all publishers that are on their way hold publish.max_in_flight"));
    recount();
}

void Connection::onReadable()
{
    std::array<char, 16 << 10> buffer;
    const ssize_t bytes = ::recv(m_fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (bytes <= 0) {
        over(); // a client that closed or reset has no more requests; whoever half-closes still got its
                // answer
        return;
    }
    m_progress = Clock::now();
    consume({buffer.data(), static_cast<std::size_t>(bytes)});
}

void Connection::discard()
{
    std::array<char, 16 << 10> buffer;
    // A few reads per event are enough: the descriptor is watched level-triggered.
    for (int reads = 0; reads < 8; ++reads) {
        const ssize_t bytes = ::recv(m_fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (bytes > 0) {
            m_progress = Clock::now(); // it still sends, and may read our answer only then
            continue;
        }
        if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        over();
        return;
    }
}

/** False while the first request may not be read. */
bool Connection::passOpening(std::string_view &bytes)
{
    if (const auto fault = m_opening.feed(bytes)) {
        refuseOpening(*fault);
        return false;
    }
    if (!m_opening.isOver())
        return false;
    if (m_opening.client()) {
        m_client = *m_opening.client();
        setPeerAddress(hostAddress(m_client));
        setPeerPort(m_client.port);
        m_owner = m_context.handler.isProxy(m_client) ? std::nullopt : std::optional(ClientKey::of(m_client));
    }
    return true;
}

void Connection::refuseOpening(HeaderFault fault)
{
    if (fault != HeaderFault::Untrusted) // which has not asked yet
        ++m_context.badRequests;
    m_context.handler.headerRefused(m_client, fault);
    refuse(m_opening.refusal(fault, m_client));
}

void Connection::refuseIfForbidden()
{
    if (m_opening.isForbidden())
        refuseOpening(HeaderFault::Untrusted);
}

void Connection::consume(std::string_view bytes)
{
    if (!m_opening.isOver() && !passOpening(bytes))
        return;
    if (!m_hadRequest)
        m_opening.watch(bytes);
    while (m_phase == Phase::Reading && !bytes.empty()) {
        if (m_blocked) {
            m_pipelined.assign(bytes);
            return;
        }
        const bool begins = m_guard.state() == RequestGuard::State::Idle;
        const bool inBody = m_guard.state() == RequestGuard::State::Body;
        const std::size_t used = m_guard.feed(bytes, RequestGuard::Stop::BehindHead);
        bytes.remove_prefix(used);
        if (begins && m_guard.state() != RequestGuard::State::Idle)
            m_headSince = m_progress;

        switch (m_guard.state()) {
        case RequestGuard::State::Complete:
            dispatchRequest();
            break;
        case RequestGuard::State::Refused:
            refuseRequest();
            return;
        case RequestGuard::State::Body:
            if (!inBody && !admitBody())
                return;
            if (m_guard.takeExpectation() && m_guard.body().empty() && bytes.empty())
                send("HTTP/1.1 100 Continue\r\n\r\n");
            break;
        default:
            break;
        }
    }
}

/** Asks the handler before any of the body is kept, and before the client is told to send it. */
bool Connection::admitBody()
{
    ++m_context.requests;
    m_isCounted = true;
    m_bodySince = m_progress;
    nameOwner();
    const BodyTerms terms = m_context.handler.beforeBody(*this);
    m_isStray = terms.limit <= BodyTerms::stray;
    m_isVouchedFor = terms.isVouchedFor;
    if (terms.refusal) {
        refuse(*terms.refusal);
        return false;
    }
    m_guard.limitBody(terms.limit);
    if (m_guard.state() != RequestGuard::State::Refused)
        return true;
    refuseRequest();
    return false;
}

void Connection::dispatchRequest()
{
    if (!m_isCounted) { // one with a body was counted before it
        ++m_context.requests;
        nameOwner();
    }
    m_isVouchedFor = false;
    m_request = m_guard.canonical();
    m_requestRead = 0;
    m_answered = false;
    m_phase = Phase::Dispatching;
    Q_EMIT readyRead(); // QtHttpServer parses, and calls dispatch() before this returns

    std::string().swap(m_request); // which "= {}" would keep
    m_requestRead = 0;
    if (isOver())
        return;
    if (!m_answered) {
        ++m_context.badRequests;
        answerAndClose(Answer::problem(400, "the request cannot be parsed"));
    }
    finishAnswer();
}

void Connection::dispatch()
{
    if (m_phase == Phase::Dispatching && !m_answered)
        m_context.handler.handle(*this);
}

std::string Connection::bytesOf(const Answer &answer, Persistence persistence) const
{
    const RequestHead &head = m_guard.head();
    return serialized(answer, persistence, head.method == "HEAD" ? WithBody::No : WithBody::Yes,
                      m_context.handler.commonFields(head));
}

void Connection::answer(const Answer &answer)
{
    const bool keep = m_guard.head().keepAlive && !m_closeAfter;
    m_closeAfter = !keep;
    m_answered = true;
    send(bytesOf(answer, keep ? Persistence::KeepAlive : Persistence::Close));
}

void Connection::answerLater(const Answer &what, DirtyInbox::Wait wait)
{
    if (m_context.held.size() < m_context.mostHeld) {
        ++m_context.heldAnswers;
        m_context.held.push_back({m_key, wait, Clock::now()});
        m_blocked = m_held = true;
        m_context.poller.modify(m_fd, 0, m_key); // only its end matters now
    }
    answer(what);
}

void Connection::answerAndClose(const Answer &what)
{
    m_closeAfter = true;
    answer(what);
}

void Connection::answerAndClose(std::string bytes)
{
    m_closeAfter = true;
    m_answered = true;
    send(std::move(bytes));
}

void Connection::answerHead(std::string head)
{
    // To HTTP/1.0 the head of a stream says that the connection ends, whatever the client asked for.
    m_closeAfter = m_closeAfter || !m_guard.head().keepAlive || m_guard.head().minorVersion == 0;
    m_answered = true;
    send(std::move(head));
}

void Connection::finishAnswer()
{
    m_idleSince = Clock::now();
    if (std::exchange(m_isVouchedFor, false)) {
        m_isProven = true;
        m_placeSince = m_idleSince;
    }
    m_hadRequest = true;
    if (m_closeAfter) {
        m_phase = Phase::Flushing;
        if (!m_blocked)
            beginLinger();
        return;
    }
    m_phase = Phase::Reading;
    m_isCounted = false;
    m_guard.reset(m_context.limits);
}

Handover Connection::handOver()
{
    Handover handover{m_fd, std::move(m_output)};
    m_answered = true;
    m_handedOver = true;
    m_fd = -1;
    over();
    return handover;
}

void Connection::refuseRequest()
{
    if (!m_hadRequest && m_opening.hasUnwantedHeader()) {
        refuseOpening(HeaderFault::Unwanted);
        return;
    }
    ++m_context.badRequests;
    refuse(Answer::problem(m_guard.refusal().status, m_guard.refusal().reason));
}

void Connection::refuse(const Answer &answer)
{
    m_phase = Phase::Flushing;
    send(bytesOf(answer, Persistence::Close));
    m_guard.dropBody();
    if (!isOver() && !m_blocked)
        beginLinger();
    if (!isOver())
        rearm();
}

void Connection::send(std::string bytes)
{
    if (m_output.empty())
        m_output = std::move(bytes);
    else
        m_output += bytes;
    if (!m_blocked)
        flush();
}

void Connection::flush()
{
    if (m_output.empty())
        return;
    const auto sent = streamwriter::send(m_fd, m_output);
    m_output.erase(0, sent.bytes);
    m_progress = Clock::now();
    switch (sent.outcome) {
    case streamwriter::Outcome::Whole:
        std::string().swap(m_output); // the answer to a batch is large
        return;
    case streamwriter::Outcome::Refused:
        m_blocked = true;
        // Reading waits too: whoever does not take answers may not ask for more.
        m_context.poller.modify(m_fd, EPOLLOUT, m_key);
        return;
    default:
        over();
    }
}

void Connection::beginLinger()
{
    m_phase = Phase::Lingering;
    m_progress = m_lingerSince = Clock::now();
    ::shutdown(m_fd, SHUT_WR);
    // Whoever sent all and closed gets no second wake-up; and what waits unread would turn close() into a
    // reset.
    discard();
}

void Connection::over()
{
    const bool dispatching = m_phase == Phase::Dispatching;
    m_phase = Phase::Over;
    if (m_fd >= 0) {
        m_context.poller.remove(m_fd);
        ::close(m_fd);
        m_fd = -1;
    }
    recount();
    setSocketState(QAbstractSocket::UnconnectedState);
    // Within its own readyRead() QtHttpServer sees the state when the handler returns, and deletes us later.
    if (!dispatching)
        Q_EMIT disconnected();
}

/** Behind a proxy each head names a client anew; while none does, nobody owns the connection. */
void Connection::nameOwner()
{
    const ClientAddress owner = m_context.handler.ownerOf(*this);
    m_owner = m_context.handler.isProxy(owner) ? std::nullopt : std::optional(ClientKey::of(owner));
}

std::string Connection::ownerText() const
{
    return m_owner ? m_owner->text() : m_client.hostText();
}

std::optional<placeshare::Place> Connection::place(std::uint32_t index) const
{
    if (isOver() || m_phase == Phase::Dispatching || m_held || m_isVouchedFor)
        return std::nullopt;
    return placeshare::Place{index, m_owner, m_isProven, m_placeSince};
}

bool Connection::hasUnread() const
{
    int bytes = 0;
    return m_phase == Phase::Reading && !m_blocked && ::ioctl(m_fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

void Connection::giveUpPlace(const Answer &answer)
{
    if (m_phase == Phase::Reading && !m_blocked && m_guard.state() != RequestGuard::State::Idle)
        streamwriter::send(m_fd, bytesOf(answer, Persistence::Close));
    abandon();
}

void Connection::abandon()
{
    if (!isOver())
        over();
}

void Connection::rearm()
{
    switch (m_phase) {
    case Phase::Lingering:
        // A slow upload that was refused at its head is read for as long as its body might have taken to
        // stall.
        m_deadline = std::min(m_progress + m_context.linger,
                              m_lingerSince + std::max(m_context.linger, m_context.body));
        return;
    case Phase::Flushing:
        m_deadline = m_progress + m_context.writeStall;
        return;
    default:
        break;
    }
    if (m_blocked) {
        m_deadline = m_progress + m_context.writeStall;
        return;
    }
    switch (m_guard.state()) {
    case RequestGuard::State::Idle:
        if (!m_opening.isOver()) {
            m_deadline = m_idleSince + m_context.headRead;
            return;
        }
        m_deadline = m_idleSince + (m_hadRequest ? m_context.keepAlive : m_context.headers);
        return;
    case RequestGuard::State::Head:
        m_deadline = std::min(m_headSince + m_context.headRead, m_idleSince + m_context.headers);
        return;
    default:
        m_deadline = bodyDeadline();
        return;
    }
}

/** A body has a total time: its size at the least rate, beyond half a minute or the time that it may pause.
 * One that nobody wants must come as soon as a head. */
Instant Connection::bodyDeadline() const
{
    const Instant stalled = m_progress + m_context.body;
    if (m_isStray)
        return std::min(stalled, m_headSince + m_context.headRead);
    const auto received = static_cast<std::int64_t>(m_guard.body().size());
    return std::min(stalled, m_bodySince + std::max(m_context.body, leastBodyTotal) +
                                 Milliseconds(received * 1000 / m_context.bodyRate));
}

void Connection::retime()
{
    if (m_guard.state() == RequestGuard::State::Idle)
        m_guard.reset(m_context.limits);
    streamwriter::setUserTimeout(m_fd, m_context.writeStall);
    rearm();
}

void Connection::onDeadline(Instant now)
{
    if (isOver())
        return;
    if (m_held) // the client has stalled nothing
        m_progress = now;
    rearm(); // settings may have changed since it was armed
    if (now < m_deadline)
        return;
    if (m_phase == Phase::Reading && !m_blocked && !m_opening.isOver()) {
        refuseOpening(HeaderFault::Late);
        return;
    }
    if (m_phase != Phase::Reading || m_blocked || m_guard.state() == RequestGuard::State::Idle) {
        over();
        return;
    }
    ++m_context.badRequests;
    const bool head = m_guard.state() == RequestGuard::State::Head;
    refuse(Answer::problem(
        408,
        head
            ? "the request head did not arrive in time (timeouts.head_read, timeouts.headers)"
            : "the request body did not arrive in time (no pause of timeouts.body; timeouts.body_rate in the "
              "long run; timeouts.head_read where none is wanted)"));
}

} // namespace sluice
