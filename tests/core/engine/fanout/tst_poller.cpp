// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/Poller.h"

#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sluice;

class TestPoller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysSurvivePacking()
    {
        for (const auto kind :
             {PollKey::Kind::Wake, PollKey::Kind::Listener, PollKey::Kind::Connection, PollKey::Kind::Stream})
            for (const std::uint32_t generation : {0U, 1U, PollKey::generationMask})
                for (const std::uint32_t index : {0U, 77U, 0xffffffffU}) {
                    const PollKey key = PollKey::unpacked(PollKey{kind, generation, index}.packed());
                    QCOMPARE(key.kind, kind);
                    QCOMPARE(key.generation, generation);
                    QCOMPARE(key.index, index);
                }
    }

    void tellsWhoseDescriptorIsReady()
    {
        int pair[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        Poller poller;
        QVERIFY(poller.add(pair[0], EPOLLIN, {PollKey::Kind::Stream, 5, 9}));
        QVERIFY(poller.take().empty());
        QCOMPARE(::write(pair[1], "x", 1), ssize_t(1));
        const auto events = poller.take();
        QCOMPARE(events.size(), std::size_t(1));
        QCOMPARE(PollKey::unpacked(events[0].data.u64).index, 9U);
        poller.remove(pair[0]);
        QVERIFY(poller.take().empty());
        QVERIFY(!poller.modify(pair[0], EPOLLIN, {}));
        ::close(pair[0]);
        ::close(pair[1]);
    }

    void noWakeIsLost()
    {
        // Each of the producers queues and wakes; the consumer sleeps whenever there is nothing to do. A lost
        // wake-up would let it sleep with work queued, until the deadline.
        constexpr int producers = 3;
        constexpr int each = 20'000;
        Poller poller;
        std::mutex mutex;
        int queued = 0;
        std::vector<std::thread> threads;
        for (int p = 0; p < producers; ++p)
            threads.emplace_back([&] {
                for (int i = 0; i < each; ++i) {
                    {
                        const std::lock_guard lock(mutex);
                        ++queued;
                    }
                    poller.wake();
                    if (i % 16 == 0)
                        std::this_thread::yield();
                }
            });
        int done = 0;
        bool slept = false;
        while (done < producers * each) {
            pollfd wait{poller.fd(), POLLIN, 0};
            if (::poll(&wait, 1, 20'000) == 0) {
                slept = true;
                break;
            }
            poller.take();
            const std::lock_guard lock(mutex);
            done += std::exchange(queued, 0);
        }
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY2(!slept, "the consumer slept while work was queued");
        QCOMPARE(done, producers * each);
    }
};

QTEST_APPLESS_MAIN(TestPoller)
#include "tst_poller.moc"
