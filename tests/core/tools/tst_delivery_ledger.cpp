// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/DeliveryLedger.h"

#include <QTest>

using namespace sluice;

namespace {

LoadEvent numbered(std::uint32_t sequence, std::uint8_t publisher = 0)
{
    return {publisher, sequence, 0};
}

} // namespace

class tst_DeliveryLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsInOrder();
    void countsGapsFromTheFirstSeen();
    void countsRepeated();
    void keepsPublishersApart();
    void lateEventIsAGapAndARepeat();
    void unconfirmedThatNobodySaw();
    void unconfirmedThatAllSaw();
    void unconfirmedThatSomeSaw();
    void unconfirmedSeenBeforeItWasKnown();
};

void tst_DeliveryLedger::countsInOrder()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(2, 1, 1, unconfirmed);
    for (std::uint32_t sequence = 0; sequence < 5; ++sequence)
        QVERIFY(ledger.book(0, numbered(sequence)) == DeliveryLedger::Delivery::First);
    QVERIFY(ledger.book(1, numbered(0)) == DeliveryLedger::Delivery::First);
    QCOMPARE(ledger.delivered(), 6U);
    QCOMPARE(ledger.deliveredTo(0), 5U);
    QCOMPARE(ledger.deliveredTo(1), 1U);
    QCOMPARE(ledger.gaps(), 0U);
    QCOMPARE(ledger.duplicates(), 0U);
}

void tst_DeliveryLedger::countsGapsFromTheFirstSeen()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(1, 1, 1, unconfirmed);
    ledger.book(0, numbered(10)); // joined late: no gap
    QCOMPARE(ledger.gaps(), 0U);
    ledger.book(0, numbered(12));
    QCOMPARE(ledger.gaps(), 1U);
    ledger.book(0, numbered(20));
    QCOMPARE(ledger.gaps(), 8U);
    QCOMPARE(ledger.delivered(), 3U);
}

void tst_DeliveryLedger::countsRepeated()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(1, 1, 1, unconfirmed);
    ledger.book(0, numbered(0));
    QVERIFY(ledger.book(0, numbered(0)) == DeliveryLedger::Delivery::Repeated);
    ledger.book(0, numbered(1));
    QCOMPARE(ledger.duplicates(), 1U);
    QCOMPARE(ledger.delivered(), 2U);
    QCOMPARE(ledger.gaps(), 0U);
}

void tst_DeliveryLedger::keepsPublishersApart()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(1, 1, 2, unconfirmed);
    ledger.book(0, numbered(0, 0));
    ledger.book(0, numbered(5, 1));
    ledger.book(0, numbered(1, 0));
    ledger.book(0, numbered(6, 1));
    QCOMPARE(ledger.gaps(), 0U);
    QCOMPARE(ledger.duplicates(), 0U);
    ledger.book(0, numbered(8, 1));
    QCOMPARE(ledger.gaps(), 1U);
}

void tst_DeliveryLedger::lateEventIsAGapAndARepeat()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(1, 1, 1, unconfirmed);
    ledger.book(0, numbered(0));
    ledger.book(0, numbered(2));
    QVERIFY(ledger.book(0, numbered(1)) == DeliveryLedger::Delivery::Repeated);
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(ledger.duplicates(), 1U);
    QCOMPARE(ledger.delivered(), 2U);
}

void tst_DeliveryLedger::unconfirmedThatNobodySaw()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(4, 2, 1, unconfirmed);
    ledger.book(0, numbered(0));
    ledger.book(2, numbered(0));
    ledger.book(1, numbered(0)); // channel 1
    unconfirmed.add({0, 1, 0});
    ledger.book(0, numbered(2));
    ledger.book(2, numbered(2));
    ledger.book(1, numbered(2)); // misses event 1 of channel 1, which was confirmed
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(ledger.publishedUnconfirmed(), (std::vector<std::uint64_t>{0, 0}));
}

void tst_DeliveryLedger::unconfirmedThatAllSaw()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(2, 1, 1, unconfirmed);
    unconfirmed.add({0, 0, 0});
    ledger.book(0, numbered(0));
    ledger.book(1, numbered(0));
    QCOMPARE(ledger.gaps(), 0U);
    QCOMPARE(ledger.publishedUnconfirmed(), (std::vector<std::uint64_t>{1}));
    QCOMPARE(ledger.delivered(), 2U);
}

void tst_DeliveryLedger::unconfirmedThatSomeSaw()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(3, 1, 1, unconfirmed);
    for (std::uint32_t stream = 0; stream < 3; ++stream)
        ledger.book(stream, numbered(0));
    unconfirmed.add({0, 1, 0});
    ledger.book(0, numbered(2)); // skips it before anybody saw it
    QCOMPARE(ledger.gaps(), 0U);
    ledger.book(1, numbered(1)); // somebody saw it: the skip was a gap after all
    QCOMPARE(ledger.gaps(), 1U);
    ledger.book(1, numbered(2));
    ledger.book(2, numbered(2));
    QCOMPARE(ledger.gaps(), 2U);
    QCOMPARE(ledger.publishedUnconfirmed(), (std::vector<std::uint64_t>{1}));
}

void tst_DeliveryLedger::unconfirmedSeenBeforeItWasKnown()
{
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(2, 1, 1, unconfirmed);
    ledger.book(0, numbered(0));
    ledger.book(1, numbered(0));
    ledger.book(0, numbered(1));
    unconfirmed.add({0, 1, 0});
    ledger.book(0, numbered(2));
    QCOMPARE(ledger.gaps(), 0U);
    ledger.book(1, numbered(2)); // stream 0 had it, so this one lost it
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(ledger.publishedUnconfirmed(), (std::vector<std::uint64_t>{1}));
}

QTEST_GUILESS_MAIN(tst_DeliveryLedger)
#include "tst_delivery_ledger.moc"
