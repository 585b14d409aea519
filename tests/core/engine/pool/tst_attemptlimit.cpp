// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/AttemptLimit.h"

#include <QTest>

using namespace sluice;

class tst_AttemptLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBurstThenOneAtATime();
    void eachAddressForItself();
    void oneNetworkOfIpv6IsOneAddress();
    void theTableIsBounded();
};

namespace {

ClientAddress v4(unsigned number)
{
    ClientAddress client;
    client.bytes = {0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0xff,
                    0xff,
                    10,
                    std::uint8_t(number >> 16),
                    std::uint8_t(number >> 8),
                    std::uint8_t(number)};
    return client;
}

} // namespace

void tst_AttemptLimit::aBurstThenOneAtATime()
{
    AttemptLimit limit;
    Instant now = Clock::now();
    for (int i = 0; i < AttemptLimit::burst; ++i)
        QCOMPARE(limit.failed(v4(1), now).count(), 0);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(limit.failed(v4(1), now).count(), AttemptLimit::refill.count());
    now += std::chrono::seconds(1);
    QCOMPARE(limit.failed(v4(1), now).count(), AttemptLimit::refill.count() - 1);
    now += AttemptLimit::refill;
    QCOMPARE(limit.failed(v4(1), now).count(), 0);
    QVERIFY(limit.failed(v4(1), now).count() > 0);
    now += AttemptLimit::refill * 1000; // rest gives the burst back, not more
    for (int i = 0; i < AttemptLimit::burst; ++i)
        QCOMPARE(limit.failed(v4(1), now).count(), 0);
    QVERIFY(limit.failed(v4(1), now).count() > 0);
}

void tst_AttemptLimit::eachAddressForItself()
{
    AttemptLimit limit;
    const Instant now = Clock::now();
    for (int i = 0; i < AttemptLimit::burst + 5; ++i)
        limit.failed(v4(1), now);
    QVERIFY(limit.failed(v4(1), now).count() > 0);
    ClientAddress otherPort = v4(1);
    otherPort.port = 9;
    QVERIFY(limit.failed(otherPort, now).count() > 0);
    QCOMPARE(limit.failed(v4(2), now).count(), 0);
}

void tst_AttemptLimit::oneNetworkOfIpv6IsOneAddress()
{
    AttemptLimit limit;
    const Instant now = Clock::now();
    ClientAddress client;
    client.bytes = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1};
    for (int i = 0; i < AttemptLimit::burst; ++i) {
        client.bytes[15] = std::uint8_t(i);
        QCOMPARE(limit.failed(client, now).count(), 0);
    }
    client.bytes[15] = 200;
    QVERIFY(limit.failed(client, now).count() > 0);
    client.bytes[7] = 2;
    QCOMPARE(limit.failed(client, now).count(), 0);
}

void tst_AttemptLimit::theTableIsBounded()
{
    AttemptLimit limit;
    Instant now = Clock::now();
    for (int i = 0; i < AttemptLimit::burst + 5; ++i)
        limit.failed(v4(0), now);
    for (unsigned i = 1; i < 5000; ++i)
        limit.failed(v4(i), now);
    QCOMPARE(limit.size(), AttemptLimit::maxAddresses);
    QVERIFY(limit.failed(v4(0), now).count() > 0); // who tries most is forgotten last
    now += std::chrono::hours(1);
    limit.failed(v4(9'999'999), now);
    QCOMPARE(limit.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(tst_AttemptLimit)
#include "tst_attemptlimit.moc"
