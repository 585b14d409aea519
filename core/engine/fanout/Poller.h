// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One epoll descriptor for everything a worker waits for, plus an eventfd that wakes it.
// Owned by a Worker, which watches fd() with the one QSocketNotifier of its event loop.
// Worker thread only, except wake(), which any thread may call.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include <sys/epoll.h>

namespace sluice {

/** What an event is about: a kind, an index in that kind's table, and the index's generation (30 bits). */
struct PollKey
{
    enum class Kind : std::uint8_t { Wake, Listener, Connection, Stream };

    Kind kind = Kind::Wake;
    std::uint32_t generation = 0;
    std::uint32_t index = 0;

    static constexpr std::uint32_t generationMask = (1U << 30) - 1;

    std::uint64_t packed() const
    {
        return (static_cast<std::uint64_t>(kind) << 62) |
               (static_cast<std::uint64_t>(generation & generationMask) << 32) | index;
    }
    static PollKey unpacked(std::uint64_t value)
    {
        return {static_cast<Kind>(value >> 62), static_cast<std::uint32_t>(value >> 32) & generationMask,
                static_cast<std::uint32_t>(value)};
    }
};

class Poller
{
public:
    Poller();
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    /** The epoll descriptor; readable while events wait. */
    int fd() const { return m_epoll; }

    /** Starts watching @p fd for @p events (EPOLLIN, EPOLLET, ...). False with errno on failure. */
    bool add(int fd, std::uint32_t events, PollKey key);
    bool modify(int fd, std::uint32_t events, PollKey key);
    void remove(int fd);

    /** Takes the events that wait, without blocking; the span is valid until the next call. Clears a wake. */
    std::span<const epoll_event> take();

    /** Makes fd() readable. Several wakes before a take() cost one write. Any thread. */
    void wake();

private:
    static constexpr int batch = 256;

    int m_epoll = -1;
    int m_eventfd = -1;
    std::atomic<bool> m_awake{false};
    epoll_event m_events[batch];
};

} // namespace sluice
