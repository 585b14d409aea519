// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/publisher/LoadPublisher.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

namespace sluice {

namespace {

using namespace std::chrono_literals;
using Clock = LoadPublisher::Clock;

constexpr std::uint64_t kWakeUpToken = ~std::uint64_t{0};
constexpr std::uint64_t kProbeToken = kWakeUpToken - 1;
constexpr auto kProbeInterval = 50ms;
constexpr Clock::duration kAnswerPatience = 5s;  // for answers that are outstanding when the time is over
constexpr Clock::duration kStopPatience = 500ms; // the same, when somebody stopped the run
constexpr auto kBackOff = 100ms;                 // before a publisher tries again that lost its connection

void watch(const Descriptor &epoll, const Descriptor &descriptor, std::uint64_t token)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = token;
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, descriptor.get(), &event);
}

timespec toTimespec(std::chrono::nanoseconds duration)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
    return {static_cast<time_t>(seconds.count()), static_cast<long>((duration - seconds).count())};
}

} // namespace

LoadPublisher::LoadPublisher(const LoadOptions &options, Targets targets, const LoadEventFormat &format,
                             LoadBoard &board)
    : m_options(options)
    , m_targets(targets)
    , m_format(format)
    , m_board(board)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    watch(m_epoll, m_wakeUp, kWakeUpToken);
    if (targets.probe != nullptr) {
        m_probe = std::make_unique<KeepAliveConnection>(m_epoll.get(), kProbeToken, targets.probe->address(),
                                                        targets.probe->addressSize());
        m_probeRequest = targets.probe->request("GET", 0, "");
    }
    if (targets.publish == nullptr || options.rate <= 0)
        return;
    const std::chrono::duration<double> seconds = options.publishTime();
    m_events = static_cast<std::uint64_t>(std::llround(options.rate * seconds.count()));
    const std::string authorization =
        options.token.empty() ? "" : "Authorization: Bearer " + options.token + "\r\n";
    const std::string fields =
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(options.size) + "\r\n" +
        authorization;
    for (std::uint32_t channel = 0; channel < options.channels; ++channel)
        m_heads.push_back(targets.publish->request("POST", channel, fields));
    m_publishers.resize(options.publishers);
    for (std::uint8_t number = 0; number < options.publishers; ++number) {
        Publisher &publisher = m_publishers[number];
        publisher.number = number;
        publisher.sequences.resize(options.channels);
        publisher.connection = std::make_unique<KeepAliveConnection>(
            m_epoll.get(), number, targets.publish->address(), targets.publish->addressSize());
    }
}

LoadPublisher::~LoadPublisher()
{
    stop();
    join();
}

void LoadPublisher::start()
{
    m_thread = std::thread([this] { run(); });
}

void LoadPublisher::stop()
{
    m_stop.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wakeUp.get(), &one, sizeof one);
}

void LoadPublisher::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

double LoadPublisher::publishSeconds() const
{
    if (!m_firstPublish)
        return 0;
    return std::chrono::duration<double>(std::max(m_lastAnswer, *m_firstPublish) - *m_firstPublish).count();
}

void LoadPublisher::run()
{
    ::prctl(PR_SET_TIMERSLACK, 1); // pacing and probes want exact wake-ups, not the usual 50 us of slack
    for (Publisher &publisher : m_publishers)
        publisher.connection->open();
    m_start = Clock::now();
    m_end = m_start + m_options.publishTime();
    m_nextProbe = m_start;
    while (!m_stop.load(std::memory_order_acquire) && Clock::now() < m_end)
        step();
    const bool isStopped = m_stop.load(std::memory_order_acquire);
    const Clock::time_point patience = Clock::now() + (isStopped ? kStopPatience : kAnswerPatience);
    m_nextEvent = m_events;
    m_nextProbe = Clock::time_point::max();
    while (anyBusy() && Clock::now() < patience)
        wait(patience);
    abandonOutstanding();
    tellLast();
    m_finished.store(true, std::memory_order_release);
}

void LoadPublisher::step()
{
    const Clock::time_point now = Clock::now();
    sendProbe(now);
    sendDue(now);
    wait(nextWakeUp());
}

LoadPublisher::Clock::time_point LoadPublisher::dueAt(std::uint64_t event) const
{
    const std::chrono::duration<double> offset(static_cast<double>(event) / m_options.rate);
    return m_start + std::chrono::duration_cast<Clock::duration>(offset);
}

LoadPublisher::Clock::time_point LoadPublisher::nextWakeUp() const
{
    Clock::time_point wakeUp = m_end;
    if (m_probe && !m_probe->isBusy())
        wakeUp = std::min(wakeUp, m_nextProbe);
    if (allSent())
        return wakeUp;
    for (const Publisher &publisher : m_publishers)
        if (!publisher.connection->isBusy())
            wakeUp = std::min(wakeUp, std::max(dueAt(m_nextEvent), publisher.notBefore));
    return wakeUp;
}

void LoadPublisher::sendDue(Clock::time_point now)
{
    // Each look begins with another publisher, so that all of them work at a low rate too.
    for (std::size_t i = 0; i < m_publishers.size(); ++i) {
        if (allSent() || dueAt(m_nextEvent) > now)
            return;
        Publisher &publisher = m_publishers[m_turn++ % m_publishers.size()];
        if (!publisher.connection->isBusy() && publisher.notBefore <= now)
            publish(publisher, Clock::now());
    }
}

void LoadPublisher::publish(Publisher &publisher, Clock::time_point now)
{
    publisher.channel = static_cast<std::uint32_t>(m_nextEvent++ % m_options.channels);
    publisher.sentAt = now;
    std::string request;
    request.reserve(m_heads[publisher.channel].size() + m_format.size());
    request = m_heads[publisher.channel];
    const std::chrono::nanoseconds stamp = now.time_since_epoch();
    m_format.append(request, {publisher.number, publisher.sequences[publisher.channel],
                              static_cast<std::uint64_t>(stamp.count())});
    if (!m_firstPublish)
        m_firstPublish = now;
    m_board.setNext(publisher.number, publisher.channel, publisher.sequences[publisher.channel] + 1);
    settle(publisher, publisher.connection->send(std::move(request)));
}

void LoadPublisher::settle(Publisher &publisher, KeepAliveConnection::Outcome outcome)
{
    using Outcome = KeepAliveConnection::Outcome;
    if (outcome == Outcome::Pending)
        return;
    const Clock::time_point now = Clock::now();
    m_lastAnswer = now;
    std::uint32_t &sequence = publisher.sequences[publisher.channel];
    if (outcome == Outcome::Answered && publisher.connection->status() / 100 == 2) {
        ++sequence;
        m_published.fetch_add(1, std::memory_order_relaxed);
        m_roundTrips.record(now - publisher.sentAt);
        return;
    }
    // An event that the server has surely not taken gives its number to the next one, so it leaves no gap.
    m_errors.fetch_add(1, std::memory_order_relaxed);
    if (outcome == Outcome::Lost)
        m_board.addUnconfirmed({publisher.channel, sequence++, publisher.number});
    if (outcome != Outcome::Answered)
        publisher.notBefore = now + kBackOff;
}

void LoadPublisher::sendProbe(Clock::time_point now)
{
    if (!m_probe || m_probe->isBusy() || now < m_nextProbe)
        return;
    while (m_nextProbe <= now)
        m_nextProbe += kProbeInterval;
    m_probeSentAt = Clock::now();
    settleProbe(m_probe->send(m_probeRequest));
}

void LoadPublisher::settleProbe(KeepAliveConnection::Outcome outcome)
{
    if (outcome == KeepAliveConnection::Outcome::Answered)
        m_probes.record(Clock::now() - m_probeSentAt);
}

void LoadPublisher::abandonOutstanding()
{
    using Outcome = KeepAliveConnection::Outcome;
    for (Publisher &publisher : m_publishers)
        if (publisher.connection->isBusy())
            settle(publisher, publisher.connection->isSent() ? Outcome::Lost : Outcome::Unsent);
}

/** An event that was refused at the end has told its number, but there is none with it. */
void LoadPublisher::tellLast()
{
    for (const Publisher &publisher : m_publishers)
        for (std::uint32_t channel = 0; channel < m_options.channels; ++channel)
            m_board.setNext(publisher.number, channel, publisher.sequences[channel]);
}

bool LoadPublisher::anyBusy() const
{
    return std::any_of(m_publishers.begin(), m_publishers.end(),
                       [](const Publisher &publisher) { return publisher.connection->isBusy(); });
}

void LoadPublisher::wait(Clock::time_point until)
{
    std::array<epoll_event, 64> events;
    const timespec timeout =
        toTimespec(std::max<Clock::duration>(until - Clock::now(), Clock::duration::zero()));
    const int count =
        ::epoll_pwait2(m_epoll.get(), events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == kWakeUpToken) {
            std::uint64_t ignored = 0;
            [[maybe_unused]] const ssize_t size = ::read(m_wakeUp.get(), &ignored, sizeof ignored);
        } else if (event.data.u64 == kProbeToken)
            settleProbe(m_probe->handle(event.events));
        else if (event.data.u64 < m_publishers.size())
            settle(m_publishers[event.data.u64],
                   m_publishers[event.data.u64].connection->handle(event.events));
    }
}

} // namespace sluice
