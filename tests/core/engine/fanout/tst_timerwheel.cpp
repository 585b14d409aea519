// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/TimerWheel.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>

using namespace sluice;

class TestTimerWheel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverEarlyAndAtMostOneTickLate()
    {
        const Instant start = Clock::now();
        TimerWheel wheel(Milliseconds(10), start);
        wheel.arm(0, start + Milliseconds(35));
        std::vector<std::uint32_t> expired;
        wheel.expire(start + Milliseconds(34), expired);
        QVERIFY(expired.empty());
        wheel.expire(start + Milliseconds(45), expired);
        QCOMPARE(expired, std::vector<std::uint32_t>{0});
        wheel.expire(start + Milliseconds(500), expired);
        QVERIFY(expired.empty());
    }

    void movesAndForgets()
    {
        const Instant start = Clock::now();
        TimerWheel wheel(Milliseconds(10), start);
        std::vector<std::uint32_t> expired;
        wheel.arm(3, start + Milliseconds(20));
        wheel.arm(3, start + Milliseconds(60));
        wheel.arm(4, start + Milliseconds(20));
        wheel.disarm(4);
        wheel.disarm(99);
        wheel.expire(start + Milliseconds(40), expired);
        QVERIFY(expired.empty());
        wheel.expire(start + Milliseconds(80), expired);
        QCOMPARE(expired, std::vector<std::uint32_t>{3});
    }

    void agreesWithAPlainMap()
    {
        // Deadlines up to four turns of the wheel ahead, steps that skip whole turns, armings in the past.
        const Instant start = Clock::now();
        TimerWheel wheel(Milliseconds(10), start);
        std::map<std::uint32_t, Instant> model;
        std::minstd_rand random(11);
        Instant now = start;
        std::vector<std::uint32_t> expired;
        for (int step = 0; step < 3000; ++step) {
            for (int i = 0; i < 5; ++i) {
                const auto index = static_cast<std::uint32_t>(random() % 200);
                if (random() % 6 == 0) {
                    wheel.disarm(index);
                    model.erase(index);
                } else {
                    const Instant due =
                        now + Milliseconds(static_cast<int>(random() % 20'000)) - Milliseconds(50);
                    wheel.arm(index, due);
                    model[index] = std::max(due, now); // what is past is due at the next tick
                }
            }
            now += Milliseconds(random() % 50 == 0 ? 12'000 : static_cast<int>(random() % 90));
            wheel.expire(now, expired);
            std::sort(expired.begin(), expired.end());
            QVERIFY(std::adjacent_find(expired.begin(), expired.end()) == expired.end());
            for (const std::uint32_t index : expired) {
                QVERIFY(model.contains(index));
                QVERIFY(model[index] <= now);
                model.erase(index);
            }
            for (const auto &[index, due] : model)
                QVERIFY2(due + Milliseconds(20) > now, "a deadline was missed");
        }
    }
};

QTEST_APPLESS_MAIN(TestTimerWheel)
#include "tst_timerwheel.moc"
