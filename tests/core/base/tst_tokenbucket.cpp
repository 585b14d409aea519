// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/TokenBucket.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

class tst_TokenBucket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offIsNoLimit();
    void capacity_data();
    void capacity();
    void beginsFullAndRefillsAtTheRate();
    void isExactOverLongTimes_data();
    void isExactOverLongTimes();
    void savesNoMoreThanTheBurst();
    void timeNeverRunsBackwards();
    void givenBackIsThereAgain();
    void waitIsWhenItSucceeds();
    void ratesChangeWhileInUse();
};

namespace {

const Instant start = Instant(1000h);

int takeAll(TokenBucket &bucket, const TokenBucket::Rate &rate, Instant now)
{
    int taken = 0;
    while (taken < 1'000'000 && bucket.take(rate, now))
        ++taken;
    return taken;
}

} // namespace

void tst_TokenBucket::offIsNoLimit()
{
    TokenBucket bucket;
    const TokenBucket::Rate off{0, 5};
    QVERIFY(!off.isOn());
    for (int i = 0; i < 1000; ++i)
        QVERIFY(bucket.has(off, start) && bucket.take(off, start));
    QVERIFY(bucket.wait(off, start) == 0s);
    // What was taken while it was off is not owed later.
    QCOMPARE(takeAll(bucket, {10, 5}, start), 5);
}

void tst_TokenBucket::capacity_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("burst");
    QTest::addColumn<int>("atOnce");
    QTest::newRow("one second's worth") << 50.0 << 0.0 << 50;
    QTest::newRow("own burst") << 50.0 << 3.0 << 3;
    QTest::newRow("burst above the rate") << 2.0 << 100.0 << 100;
    QTest::newRow("a slow rate still gives one") << 0.1 << 0.0 << 1;
    QTest::newRow("fractions are saved, not given") << 2.5 << 0.0 << 2;
    QTest::newRow("fastest") << 999'999.0 << 0.0 << 999'999;
}

void tst_TokenBucket::capacity()
{
    QFETCH(const double, rate);
    QFETCH(const double, burst);
    QFETCH(const int, atOnce);
    TokenBucket bucket;
    QCOMPARE(takeAll(bucket, {rate, burst}, start), atOnce);
    QVERIFY(!bucket.has({rate, burst}, start));
}

void tst_TokenBucket::beginsFullAndRefillsAtTheRate()
{
    TokenBucket bucket;
    const TokenBucket::Rate rate{10, 2};
    QCOMPARE(takeAll(bucket, rate, start), 2);
    QVERIFY(!bucket.take(rate, start + 99ms));
    QVERIFY(bucket.take(rate, start + 100ms)); // asking in vain costs nothing
    QVERIFY(!bucket.take(rate, start + 199ms));
    QCOMPARE(takeAll(bucket, rate, start + 300ms), 2);
}

void tst_TokenBucket::isExactOverLongTimes_data()
{
    QTest::addColumn<double>("rate");
    for (const double rate : {0.3, 1.0, 3.0, 7.0, 333.3, 1000.0})
        QTest::addRow("%g/s", rate) << rate;
}

/** However often and at what odd moments it is asked: never a token too many, and none is lost. */
void tst_TokenBucket::isExactOverLongTimes()
{
    QFETCH(const double, rate);
    TokenBucket bucket;
    const TokenBucket::Rate limit{rate, 4};
    const auto length = std::chrono::seconds(1000);
    std::int64_t taken = 0;
    Clock::duration at{0};
    for (; at < length; at += 777'777ns * 3) {
        if (!bucket.take(limit, start + at))
            continue;
        ++taken;
        const double due = 4 + std::chrono::duration<double>(at).count() * rate;
        QVERIFY2(static_cast<double>(taken) <= due + 1e-6, qPrintable(QString::number(taken)));
    }
    // As often as it was asked, or as the rate allows; one may not be whole yet.
    const double asked = 1000.0 / 2.333331e-3;
    QVERIFY(static_cast<double>(taken) >= std::min(asked, 4 + 1000 * rate) - 4);
}

void tst_TokenBucket::savesNoMoreThanTheBurst()
{
    TokenBucket bucket;
    const TokenBucket::Rate rate{100, 7};
    QCOMPARE(takeAll(bucket, rate, start), 7);
    QCOMPARE(takeAll(bucket, rate, start + 5h), 7);
}

void tst_TokenBucket::timeNeverRunsBackwards()
{
    TokenBucket bucket;
    const TokenBucket::Rate rate{1, 1};
    QVERIFY(bucket.take(rate, start + 10s));
    QVERIFY(!bucket.take(rate, start)); // another thread stamped its moment earlier
    QVERIFY(!bucket.take(rate, start + 10s));
    QVERIFY(bucket.take(rate, start + 11s));
}

void tst_TokenBucket::givenBackIsThereAgain()
{
    TokenBucket bucket;
    const TokenBucket::Rate rate{1, 3};
    bucket.giveBack(); // to a full bucket: no more than full
    QCOMPARE(takeAll(bucket, rate, start), 3);
    bucket.giveBack();
    QCOMPARE(takeAll(bucket, rate, start), 1);
}

void tst_TokenBucket::waitIsWhenItSucceeds()
{
    for (const double perSecond : {0.01, 0.3, 3.0, 7.0, 12'345.0}) {
        TokenBucket bucket;
        const TokenBucket::Rate rate{perSecond, 1};
        QVERIFY(bucket.take(rate, start));
        const auto wait = bucket.wait(rate, start);
        QVERIFY(wait > 0s);
        QVERIFY(!bucket.has(rate, start + wait * 99 / 100));
        QVERIFY(bucket.has(rate, start + wait));
        QVERIFY(bucket.wait(rate, start + wait) == 0s);
    }
}

void tst_TokenBucket::ratesChangeWhileInUse()
{
    TokenBucket bucket;
    QCOMPARE(takeAll(bucket, {10, 10}, start), 10);
    // A higher burst gives room at once; a lower one owes no more than itself.
    QCOMPARE(takeAll(bucket, {10, 15}, start), 5);
    QVERIFY(!bucket.take({10, 1}, start + 50ms));
    QVERIFY(bucket.take({10, 1}, start + 100ms));
    // A higher rate counts from the last token on.
    QVERIFY(bucket.take({100, 1}, start + 110ms));
}

QTEST_APPLESS_MAIN(tst_TokenBucket)
#include "tst_tokenbucket.moc"
