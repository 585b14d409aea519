// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ShortSlices.h"

#include <QTest>
#include <thread>

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace sluice;

namespace {

/** Runs @p act in a thread of its own: what it asks of the scheduler goes with it. */
template <typename Act>
void inItsOwnThread(Act act)
{
    std::thread(act).join();
}

int niceOfThisThread()
{
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)));
}

} // namespace

class ShortSlicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesPolicyAndNiceness()
    {
        constexpr int givenNice = 5;
        SlicesAsked asked = SlicesAsked::Refused;
        int policy = -1;
        int nice = 0;
        inItsOwnThread([&] {
            ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), givenNice);
            asked = askForShortSlices();
            policy = ::sched_getscheduler(0);
            nice = niceOfThisThread();
        });
        QCOMPARE(asked, SlicesAsked::Yes);
        QCOMPARE(policy, SCHED_OTHER);
        QCOMPARE(nice, givenNice);
    }

    void leavesARealTimeThreadAlone()
    {
        SlicesAsked asked = SlicesAsked::Yes;
        int policy = -1;
        bool mayBeRealTime = false;
        inItsOwnThread([&] {
            sched_param priority{};
            priority.sched_priority = 1;
            mayBeRealTime = ::sched_setscheduler(0, SCHED_RR, &priority) == 0;
            asked = askForShortSlices();
            policy = ::sched_getscheduler(0);
        });
        if (!mayBeRealTime)
            QSKIP("a real-time policy needs CAP_SYS_NICE");
        QCOMPARE(asked, SlicesAsked::Refused);
        QCOMPARE(policy, SCHED_RR);
    }
};

QTEST_GUILESS_MAIN(ShortSlicesTest)
#include "tst_shortslices.moc"
