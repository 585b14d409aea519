// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LoadStreams.h"

#include "http/RetryField.h"

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
constexpr int kSmallReceiveBuffer = 4096; // the kernel doubles it and takes no less than 2,304
constexpr auto kLateCheckInterval = 500ms;
constexpr auto kSlowReadInterval = 100ms;
constexpr std::uint32_t kSlowReadsPerSecond = 1s / kSlowReadInterval;
// Who comes back: no server may have itself asked without end, whatever it sends as its retry time.
constexpr auto kShortestReturn = 200ms; // give or take a half
constexpr auto kLongestBackOff = 5'000ms;
constexpr std::uint8_t kMostDoublings = 6; // of the shortest one: beyond the longest back-off
constexpr auto kWorthwhile = 10s;          // a stream that lasted so long needed no event
constexpr int kChurnTries = 16;            // at random for a stream that is open

std::string errnoText(int code)
{
    return std::strerror(code);
}

} // namespace

LoadStreams::LoadStreams(const LoadOptions &options, const Route &route, const LoadEventFormat &format,
                         DeliveryLedger &ledger)
    : m_options(options)
    , m_route(route)
    , m_format(format)
    , m_ledger(ledger)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(kBufferSize)
    , m_streams(route.share.of(options.allClients()))
    , m_resumePoints(options.comesBack() ? m_streams.size() : 0)
    , m_random(static_cast<std::minstd_rand::result_type>(route.share.first + 1))
    , m_connectsAtOnce(std::max(options.connectsAtOnce / route.share.step, 1U))
    , m_readers(route.share.of(options.clients - options.slow - options.stalled))
{
    for (std::uint32_t stream = 0; stream < m_streams.size(); ++stream)
        m_streams[stream].kind = kindOf(stream);
    m_hasErrands = options.comesBack() || options.slow > 0;
}

LoadStreams::~LoadStreams()
{
    closeAll();
}

LoadStreams::Kind LoadStreams::kindOf(std::uint32_t stream) const
{
    const std::uint32_t client = number(stream);
    if (client >= m_options.clients || client < m_options.clients - m_options.stalled - m_options.slow)
        return Kind::Reader;
    return client < m_options.clients - m_options.stalled ? Kind::Slow : Kind::Stalled;
}

void LoadStreams::aim(std::uint32_t clients)
{
    m_aim = std::min(m_route.share.of(clients), static_cast<std::uint32_t>(m_streams.size()));
    if (m_aim < m_started)
        leaveDownTo(m_aim);
}

void LoadStreams::setChurn(Churn churn)
{
    m_churn = m_options.churn > 0 ? churn : Churn::Off;
    m_lastChurn = Clock::now();
    m_churnDue = 0;
}

void LoadStreams::work(std::chrono::milliseconds patience)
{
    if (isWorthALook()) {
        m_now = Clock::now();
        connectMore();
        if (m_hasErrands)
            runErrands();
        if (m_now >= m_nextLateCheck)
            giveUpLate();
    }
    poll(patience);
}

void LoadStreams::runErrands()
{
    if (m_churn == Churn::On)
        churn();
    returnDue();
    if (!m_slow.empty() && m_now >= m_nextSlowRead)
        readSlowly();
}

void LoadStreams::connectMore()
{
    while (m_started < m_aim && m_inFlight < m_connectsAtOnce)
        connect(m_started++);
}

void LoadStreams::connect(std::uint32_t stream)
{
    m_current = stream;
    Stream &slot = current();
    slot.since = m_now;
    ++m_inFlight;
    slot.fd = ::socket(m_route.target.address()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (slot.fd < 0)
        return failConnect("socket: " + errnoText(errno));
    slot.state = State::Connecting;
    bindSource(slot.fd, stream);
    if (slot.kind != Kind::Reader)
        ::setsockopt(slot.fd, SOL_SOCKET, SO_RCVBUF, &kSmallReceiveBuffer, sizeof kSmallReceiveBuffer);
    if (::connect(slot.fd, m_route.target.address(), m_route.target.addressSize()) != 0 &&
        errno != EINPROGRESS) {
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
    if (m_route.sources <= 1)
        return;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + number(stream) % m_route.sources);
    // Should it fail, connect() takes the usual address and says what is wrong.
    (void)::bind(fd, reinterpret_cast<const sockaddr *>(&source), sizeof source);
}

void LoadStreams::giveUpLate()
{
    m_nextLateCheck = m_now + kLateCheckInterval;
    for (std::uint32_t stream = 0; stream < m_started; ++stream) {
        const Stream &slot = m_streams[stream];
        if (slot.state != State::Connecting && slot.state != State::AwaitingHead)
            continue;
        if (m_now - slot.since < m_options.headTimeout)
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
    std::string fields = "Accept: text/event-stream\r\nCache-Control: no-cache\r\n";
    if (slot.isReturning && !m_resumePoints[m_current].lastEventId().empty())
        fields += "Last-Event-ID: " + m_resumePoints[m_current].lastEventId() + "\r\n";
    const std::string request = m_route.target.request("GET", number(m_current) % m_options.channels, fields);
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
    ResumePoint *resume = m_resumePoints.empty() ? nullptr : &m_resumePoints[m_current];
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
        settle(slot.decoder.feed(m_format, {m_buffer.data(), length}, *this, resume));
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
    constexpr std::array states{State::Open, State::Slow, State::Stalled}; // by kind
    slot.state = states.at(static_cast<std::size_t>(slot.kind));
    slot.since = m_now;
    countFruitless(); // until an event comes
    ++m_counts.open;
    if (slot.kind != Kind::Reader)
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, slot.fd, nullptr);
    if (slot.kind == Kind::Slow)
        m_slow.push_back(m_current);
    if (slot.isReturning)
        ++m_counts.returned;
    else
        ++m_counts.connected;
    if (!slot.isReturning && slot.kind == Kind::Reader)
        m_ledger.join(m_current);
    decide();
}

void LoadStreams::take(const LoadEvent &event)
{
    Stream &slot = current();
    slot.fruitless = 0;
    if (slot.kind != Kind::Reader)
        return; // it came together with the head
    if (event.publisher >= m_options.publishers)
        return; // damaged on the way; it will be missing
    if (slot.state == State::AwaitingHead) {
        openStream(); // so did this one, and it counts
        slot.fruitless = 0;
    }
    if (m_ledger.book(m_current, event) == DeliveryLedger::Delivery::Repeated)
        return;
    m_lastDelivery = m_now;
    const auto sentAt = Clock::time_point(std::chrono::nanoseconds(event.sentNanoseconds));
    if (sentAt < slot.since)
        ++m_counts.replayed;
    else
        m_latencies.record(m_now - sentAt);
}

void LoadStreams::endStream(const std::string &reason)
{
    const State state = current().state;
    if (state != State::Open && state != State::Stalled && state != State::Slow)
        return failConnect(reason);
    if (Clock::now() - current().since >= kWorthwhile)
        current().fruitless = 0;
    close();
    if (state == State::Stalled)
        return;
    if (state == State::Slow) {
        ++m_counts.slowEnded;
        std::erase(m_slow, m_current);
    } else {
        ++m_counts.drops;
        ++m_dropReasons[reason];
    }
    if (m_options.dropped == LoadOptions::Dropped::ComeBack)
        return comeBackIn(backedOff(m_resumePoints[m_current].retry().value_or(m_options.away)));
    // Who was gone before anything was sent is owed nothing.
    if (!m_ledger.hasBegun(m_current))
        m_ledger.leave(m_current);
}

void LoadStreams::refuse(const std::string &reason)
{
    close();
    if (repeatReturn())
        return;
    ++m_counts.refused;
    ++m_failures[reason];
    decide();
}

void LoadStreams::failConnect(const std::string &reason)
{
    close();
    if (repeatReturn())
        return;
    ++m_counts.connectErrors;
    ++m_failures[reason];
    decide();
}

/** Who was there before tries again, unless it was told to stay away. */
bool LoadStreams::repeatReturn()
{
    constexpr unsigned noContent = 204; // how a server tells an EventSource to stop
    if (!current().isReturning)
        return false;
    decide();
    ++m_counts.returnFailures;
    if (current().decoder.status() == noContent) {
        ++m_failures["told to stay away (status 204)"];
        return true;
    }
    countFruitless();
    comeBackIn(backedOff(m_options.away));
    return true;
}

void LoadStreams::decide()
{
    --m_inFlight;
    if (current().isReturning)
        return;
    ++m_counts.decided;
    m_lastDecision = Clock::now();
}

void LoadStreams::close()
{
    Stream &slot = current();
    if (slot.state == State::Open || slot.state == State::Stalled || slot.state == State::Slow)
        --m_counts.open;
    if (slot.fd >= 0)
        ::close(slot.fd);
    slot.fd = -1;
    slot.state = State::Closed;
}

/** Closes streams that are picked at random, as if their network had gone. */
void LoadStreams::churn()
{
    const std::chrono::duration<double> passed = m_now - m_lastChurn;
    m_lastChurn = m_now;
    m_churnDue += m_options.churn * m_readers * passed.count();
    for (; m_churnDue >= 1; --m_churnDue) {
        for (int tries = 0; tries < kChurnTries; ++tries) {
            m_current = static_cast<std::uint32_t>(m_random() % m_readers);
            if (mayChurn())
                break;
        }
        if (!mayChurn())
            continue;
        close();
        current().fruitless = 0; // it went by itself
        ++m_counts.churned;
        comeBackIn(m_options.away);
    }
}

/** Who has neither an event nor an id could not say from where on to resume, and that is nobody's fault. */
bool LoadStreams::mayChurn() const
{
    return m_streams[m_current].state == State::Open &&
           (!m_resumePoints[m_current].lastEventId().empty() || m_ledger.hasSeenAny(m_current) ||
            !m_ledger.hasBegun(m_current));
}

void LoadStreams::countFruitless()
{
    Stream &slot = current();
    slot.fruitless = static_cast<std::uint8_t>(std::min(slot.fruitless + 1, kMostDoublings + 1));
}

/** The time for the current stream: never too short, and doubled with each attempt that brought nothing. */
std::chrono::milliseconds LoadStreams::backedOff(std::chrono::milliseconds usual)
{
    const Stream &slot = current();
    usual = std::max<std::chrono::milliseconds>(usual, kShortestReturn);
    if (slot.fruitless <= 1 || usual >= kLongestBackOff)
        return usual;
    return std::min<std::chrono::milliseconds>(usual * (1 << (slot.fruitless - 1)), kLongestBackOff);
}

/** Away for the usual time, give or take a half, so that not all come back at once. */
void LoadStreams::comeBackIn(std::chrono::milliseconds usual)
{
    Stream &slot = current();
    slot.state = State::Away;
    slot.isReturning = true;
    slot.decoder = {};
    m_resumePoints[m_current].restart();
    if (m_resumePoints[m_current].hasLostId())
        ++m_failures["came back without Last-Event-ID: it was longer than " +
                     std::to_string(ResumePoint::longestId) + " bytes"];
    ++m_counts.away;
    usual = std::min(usual, kLongestRetry); // also of --away: longer ones would overflow the clock
    const double factor = std::uniform_real_distribution(0.5, 1.5)(m_random);
    const auto delay = std::chrono::duration_cast<Clock::duration>(usual * factor);
    m_returns.push({Clock::now() + delay, m_current});
}

void LoadStreams::returnDue()
{
    while (!m_returns.empty() && m_returns.top().due <= m_now && m_inFlight < m_connectsAtOnce) {
        const std::uint32_t stream = m_returns.top().stream;
        m_returns.pop();
        if (m_streams[stream].state != State::Away)
            continue;
        --m_counts.away;
        connect(stream);
    }
}

void LoadStreams::readSlowly()
{
    m_nextSlowRead = m_now + kSlowReadInterval;
    const std::size_t portion =
        std::min<std::size_t>(std::max(m_options.slowRate / kSlowReadsPerSecond, 1U), m_buffer.size());
    const std::vector<std::uint32_t> streams = m_slow; // who ends is taken out of it
    for (const std::uint32_t stream : streams) {
        m_current = stream;
        const ssize_t size = ::recv(current().fd, m_buffer.data(), portion, 0);
        if (size == 0)
            endStream("connection closed");
        else if (size < 0 && errno != EAGAIN && errno != EINTR)
            endStream("recv: " + errnoText(errno));
        else if (size > 0 && !m_resumePoints.empty())
            settle(current().decoder.feed(m_format, {m_buffer.data(), static_cast<std::size_t>(size)}, *this,
                                          &m_resumePoints[stream]));
    }
}

void LoadStreams::leaveDownTo(std::uint32_t streams)
{
    for (m_current = streams; m_current < m_started; ++m_current) {
        const State state = current().state;
        if (state == State::Closed)
            continue;
        if (state == State::Away)
            --m_counts.away;
        m_ledger.leave(m_current);
        close();
        ++m_counts.left;
        if (state == State::Connecting || state == State::AwaitingHead)
            decide();
    }
}

bool LoadStreams::hasAll()
{
    if (m_counts.away > 0 || m_inFlight > 0)
        return false;
    for (std::uint32_t stream = 0; stream < m_started; ++stream)
        if (m_streams[stream].state == State::Open && !m_ledger.hasAll(stream))
            return false;
    return true;
}

void LoadStreams::closeAll()
{
    for (m_current = 0; m_current < m_streams.size(); ++m_current)
        close();
    m_slow.clear();
    m_returns = {};
}

} // namespace sluice
