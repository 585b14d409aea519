// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/LoadStreams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/epoll.h>

namespace sluice {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBufferSize = 256 * 1024;
constexpr std::size_t kEventsPerWait = 512;
constexpr int kStalledReceiveBuffer = 4096; // the kernel doubles it and takes no less than 2,304
constexpr auto kLateCheckInterval = 500ms;

std::string errnoText(int code)
{
    return std::strerror(code);
}

} // namespace

LoadStreams::LoadStreams(const LoadOptions &options, const LoadTarget &target, std::uint32_t sources,
                         const LoadEventFormat &format, DeliveryLedger &ledger)
    : m_options(options)
    , m_target(target)
    , m_sources(sources)
    , m_format(format)
    , m_ledger(ledger)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(kBufferSize)
    , m_streams(options.clients)
{
}

LoadStreams::~LoadStreams()
{
    closeAll();
}

void LoadStreams::connectMore(std::uint32_t upTo)
{
    m_now = Clock::now();
    while (m_started < upTo && m_started - m_decided < m_options.connectsAtOnce)
        connect(m_started++);
    if (m_now >= m_nextLateCheck)
        giveUpLate(m_now);
}

void LoadStreams::connect(std::uint32_t stream)
{
    m_current = stream;
    Stream &slot = current();
    slot.startedAt = m_now;
    slot.fd = ::socket(m_target.address()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (slot.fd < 0)
        return failConnect("socket: " + errnoText(errno));
    slot.state = State::Connecting;
    bindSource(slot.fd, stream);
    if (isToStall(stream))
        ::setsockopt(slot.fd, SOL_SOCKET, SO_RCVBUF, &kStalledReceiveBuffer, sizeof kStalledReceiveBuffer);
    if (::connect(slot.fd, m_target.address(), m_target.addressSize()) != 0 && errno != EINPROGRESS) {
        if (errno == ECONNREFUSED)
            return refuse(errnoText(errno));
        return failConnect("connect: " + errnoText(errno));
    }
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u32 = stream;
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, slot.fd, &event) != 0)
        failConnect("epoll: " + errnoText(errno));
}

/** Spreads the clients over 127.0.0.1, 127.0.0.2, ... where one address has too few ports. */
void LoadStreams::bindSource(int fd, std::uint32_t stream) const
{
    if (m_sources <= 1)
        return;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + stream % m_sources);
    // Should it fail, connect() takes the usual address and says what is wrong.
    (void)::bind(fd, reinterpret_cast<const sockaddr *>(&source), sizeof source);
}

void LoadStreams::giveUpLate(Clock::time_point now)
{
    m_nextLateCheck = now + kLateCheckInterval;
    for (std::uint32_t stream = 0; stream < m_started; ++stream) {
        const Stream &slot = m_streams[stream];
        if (slot.state != State::Connecting && slot.state != State::AwaitingHead)
            continue;
        if (now - slot.startedAt < m_options.headTimeout)
            continue;
        m_current = stream;
        failConnect(slot.state == State::Connecting ? "no connection in time" : "no response head in time");
    }
}

void LoadStreams::poll(std::chrono::milliseconds patience)
{
    std::array<epoll_event, kEventsPerWait> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(patience.count()));
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        m_current = event.data.u32;
        handle(event.events);
    }
}

void LoadStreams::handle(std::uint32_t events)
{
    constexpr std::uint32_t ended = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
    if (current().state == State::Connecting)
        sendRequest();
    if (current().fd >= 0 && (events & (EPOLLIN | ended)) != 0)
        receive((events & ended) != 0);
}

void LoadStreams::sendRequest()
{
    Stream &slot = current();
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(slot.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == ECONNREFUSED)
        return refuse(errnoText(error));
    if (error != 0)
        return failConnect("connect: " + errnoText(error));
    const std::string request = m_target.request("GET", m_current % m_options.channels,
                                                 "Accept: text/event-stream\r\nCache-Control: no-cache\r\n");
    const ssize_t sent = ::send(slot.fd, request.data(), request.size(), MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN))
        return; // the event was about something else, EPOLLOUT will come
    if (sent != static_cast<ssize_t>(request.size()))
        return failConnect(sent < 0 ? "send: " + errnoText(errno) : "send: a new socket took half a request");
    slot.state = State::AwaitingHead;
}

void LoadStreams::receive(bool untilEnd)
{
    Stream &slot = current();
    while (slot.fd >= 0) {
        const ssize_t size = ::recv(slot.fd, m_buffer.data(), m_buffer.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN)
            return;
        if (size < 0)
            return endStream("recv: " + errnoText(errno));
        if (size == 0)
            return endStream("connection closed");
        m_now = Clock::now();
        const auto length = static_cast<std::size_t>(size);
        settle(slot.decoder.feed(m_format, {m_buffer.data(), length}, *this));
        // A short read emptied the socket, so the next byte makes a new edge.
        if (length < m_buffer.size() && !untilEnd)
            return;
    }
}

void LoadStreams::settle(StreamDecoder::State decoded)
{
    switch (decoded) {
    case StreamDecoder::State::Head:
        return;
    case StreamDecoder::State::Open:
        return openStream();
    case StreamDecoder::State::Refused:
        return refuse(current().decoder.problem());
    case StreamDecoder::State::Unusable:
        return failConnect(current().decoder.problem());
    case StreamDecoder::State::Malformed:
        return endStream(current().decoder.problem());
    case StreamDecoder::State::Ended:
        openStream(); // its head may have come in the same read
        return endStream("response ended");
    }
}

void LoadStreams::openStream()
{
    Stream &slot = current();
    if (slot.state != State::AwaitingHead)
        return;
    slot.state = isToStall(m_current) ? State::Stalled : State::Open;
    if (slot.state == State::Stalled)
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, slot.fd, nullptr);
    ++m_connected;
    decide();
}

void LoadStreams::take(const LoadEvent &event)
{
    if (isToStall(m_current))
        return; // it came together with the head
    if (event.publisher >= m_options.publishers)
        return; // damaged on the way; it will be missing
    if (m_ledger.book(m_current, event) == DeliveryLedger::Delivery::Repeated)
        return;
    const auto sentAt = Clock::time_point(std::chrono::nanoseconds(event.sentNanoseconds));
    m_latencies.record(m_now - sentAt);
    m_lastDelivery = m_now;
}

void LoadStreams::endStream(const std::string &reason)
{
    const State state = current().state;
    if (state != State::Open && state != State::Stalled)
        return failConnect(reason);
    close();
    if (state == State::Stalled)
        return;
    ++m_drops;
    ++m_dropReasons[reason];
}

void LoadStreams::refuse(const std::string &reason)
{
    close();
    ++m_refused;
    ++m_failures[reason];
    decide();
}

void LoadStreams::failConnect(const std::string &reason)
{
    close();
    ++m_connectErrors;
    ++m_failures[reason];
    decide();
}

void LoadStreams::decide()
{
    ++m_decided;
    m_lastDecision = Clock::now();
}

void LoadStreams::close()
{
    Stream &slot = current();
    if (slot.fd >= 0)
        ::close(slot.fd);
    slot.fd = -1;
    slot.state = State::Closed;
}

void LoadStreams::closeAll()
{
    for (m_current = 0; m_current < m_streams.size(); ++m_current)
        close();
}

} // namespace sluice
