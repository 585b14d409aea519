// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/WrongTokens.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

class tst_WrongTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBurstThenOneAtATime();
    void eachClientForItself();
    void theTableIsBounded();
};

namespace {

const Instant start = Instant() + 1h;

ClientKey client(unsigned number)
{
    ClientKey key;
    key.bytes[10] = key.bytes[11] = 0xff;
    key.bytes[12] = 10;
    key.bytes[13] = static_cast<std::uint8_t>(number >> 16);
    key.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    key.bytes[15] = static_cast<std::uint8_t>(number);
    return key;
}

void spend(WrongTokens &tokens, const ClientKey &who, Instant now)
{
    for (int n = 0; n < WrongTokens::burst; ++n)
        QCOMPARE(tokens.failed(who, now), 0s);
}

/** Whole seconds, rounded up: never too early. */
bool isAbout(std::chrono::seconds wait, std::chrono::seconds exact)
{
    return wait >= exact && wait <= exact + 1s;
}

} // namespace

void tst_WrongTokens::aBurstThenOneAtATime()
{
    WrongTokens tokens;
    spend(tokens, client(1), start);
    QVERIFY(isAbout(tokens.failed(client(1), start), WrongTokens::refill));
    // Trying in vain makes the wait no longer.
    QVERIFY(isAbout(tokens.failed(client(1), start + 1s), WrongTokens::refill - 1s));
    const Instant later = start + WrongTokens::refill + 1ms;
    QCOMPARE(tokens.failed(client(1), later), 0s);
    QVERIFY(tokens.failed(client(1), later) > 0s);
    spend(tokens, client(1), later + 1h);
}

void tst_WrongTokens::eachClientForItself()
{
    WrongTokens tokens;
    spend(tokens, client(1), start);
    QVERIFY(tokens.failed(client(1), start) > 0s);
    QCOMPARE(tokens.failed(client(2), start), 0s);
}

void tst_WrongTokens::theTableIsBounded()
{
    WrongTokens tokens;
    for (unsigned n = 0; n < 3 * WrongTokens::maxClients; ++n)
        tokens.failed(client(n), start + std::chrono::milliseconds(n));
    QVERIFY(tokens.size() <= WrongTokens::maxClients);
    // Whoever goes on guessing is not forgotten for newcomers.
    WrongTokens busy;
    spend(busy, client(0), start);
    for (unsigned n = 1; n < 2 * WrongTokens::maxClients; ++n) {
        busy.failed(client(n), start);
        QVERIFY(busy.failed(client(0), start + 1ms) > 0s);
    }
}

QTEST_GUILESS_MAIN(tst_WrongTokens)
#include "tst_wrongtokens.moc"
