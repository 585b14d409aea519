// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/ReconnectDelay.h"

#include <QTest>

using namespace std::chrono_literals;
using sluice::ReconnectDelay;

class tst_ReconnectDelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheLongest();
    void honoursRetry();
    void beginsAnewAfterSuccess();
    void addsJitter();
};

void tst_ReconnectDelay::doublesUpToTheLongest()
{
    ReconnectDelay delay({100ms, 1000ms, 0});
    for (const auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms})
        QCOMPARE(delay.next().count(), expected.count());
}

void tst_ReconnectDelay::honoursRetry()
{
    ReconnectDelay delay({100ms, 1000ms, 0});
    delay.setRetry(5000ms); // longer than the longest back-off: the server's word counts
    QCOMPARE(delay.next().count(), 5000);
    QCOMPARE(delay.next().count(), 5000);
    for (const auto retry : {0ms, 1ms, 99ms}) { // never a tight loop
        delay.setRetry(retry);
        delay.succeeded();
        for (const auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms})
            QCOMPARE(delay.next().count(), expected.count());
    }
}

void tst_ReconnectDelay::beginsAnewAfterSuccess()
{
    ReconnectDelay delay({100ms, 1000ms, 0});
    delay.next();
    delay.next();
    delay.succeeded();
    QCOMPARE(delay.next().count(), 100);
}

void tst_ReconnectDelay::addsJitter()
{
    ReconnectDelay delay({1000ms, 1000ms, 0.5});
    auto least = 1h + 0ms;
    auto most = 0ms;
    for (int i = 0; i < 1000; ++i) {
        least = std::min(least, delay.next());
        most = std::max(most, delay.next());
    }
    QVERIFY(least >= 1000ms);
    QVERIFY(most <= 1500ms);
    QVERIFY(most - least > 300ms);
}

QTEST_GUILESS_MAIN(tst_ReconnectDelay)
#include "tst_reconnect_delay.moc"
