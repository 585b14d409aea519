// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A Reactor turned by a std::thread, without Qt, so that ThreadSanitizer sees every access that the engine's
// own code makes. Owned by a test; any thread may post.
#pragma once

#include "engine/worker/Reactor.h"

#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include <poll.h>

namespace sluice::test {

class ThreadedReactor
{
public:
    ThreadedReactor(std::size_t index, Admission &admission, FdBudget &descriptors)
        : reactor(index, admission, descriptors)
    {
    }
    ~ThreadedReactor() { stop(); }

    void start()
    {
        m_thread = std::thread([this] { run(); });
    }
    void stop()
    {
        if (!m_thread.joinable())
            return;
        m_stop = true;
        reactor.poller().wake();
        m_thread.join();
    }

    /** Runs @p function in the reactor's thread and waits for it. */
    void call(const std::function<void(Reactor &)> &function)
    {
        std::promise<void> done;
        {
            const std::lock_guard lock(m_mutex);
            m_posted.push_back([&] {
                function(reactor);
                done.set_value();
            });
        }
        reactor.poller().wake();
        done.get_future().wait();
    }

    Reactor reactor;

private:
    void run()
    {
        while (!m_stop) {
            pollfd wait{reactor.poller().fd(), POLLIN, 0};
            ::poll(&wait, 1, 10);
            reactor.turn(nullptr);
            std::vector<std::function<void()>> posted;
            {
                const std::lock_guard lock(m_mutex);
                posted.swap(m_posted);
            }
            for (const auto &function : posted)
                function();
            reactor.tick(Clock::now());
        }
        reactor.closeAll(Cause::Shutdown);
    }

    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_posted;
    std::thread m_thread;
};

} // namespace sluice::test
