// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/Poller.h"

#include <cerrno>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace sluice {

Poller::Poller()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_eventfd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_epoll < 0 || m_eventfd < 0)
        throw std::system_error(errno, std::generic_category(),
                                "no descriptor for a worker's epoll or eventfd");
    // Edge-triggered: every write is an edge, so nobody needs to empty it.
    add(m_eventfd, EPOLLIN | EPOLLET, {PollKey::Kind::Wake, 0, 0});
}

Poller::~Poller()
{
    ::close(m_eventfd);
    ::close(m_epoll);
}

bool Poller::add(int fd, std::uint32_t events, PollKey key)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = key.packed();
    return ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool Poller::modify(int fd, std::uint32_t events, PollKey key)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = key.packed();
    return ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event) == 0;
}

void Poller::remove(int fd)
{
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
}

std::span<const epoll_event> Poller::take()
{
    int count = ::epoll_wait(m_epoll, m_events, batch, 0);
    if (count < 0)
        count = 0;
    for (int i = 0; i < count; ++i) {
        // Whoever wakes us before this line writes nothing, and the caller finds its work, which was queued
        // before it; whoever does after it writes, and that is a new edge.
        if (PollKey::unpacked(m_events[i].data.u64).kind == PollKey::Kind::Wake)
            m_awake.store(false, std::memory_order_seq_cst);
    }
    return {m_events, static_cast<std::size_t>(count)};
}

void Poller::wake()
{
    if (m_awake.exchange(true, std::memory_order_seq_cst))
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto bytes = ::write(m_eventfd, &one, sizeof one);
}

} // namespace sluice
