// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/CrowdFiguresText.h"
#include "load/clients/DeliveryLedger.h"

#include <QTest>

#include <algorithm>

using namespace sluice;

namespace {

LoadEvent numbered(std::uint32_t sequence, std::uint8_t publisher = 0)
{
    return {publisher, sequence, 0};
}

LoadBoard emptyBoard(std::uint32_t publishers, std::uint32_t channels)
{
    return std::move(LoadBoard::create(publishers, channels).value());
}

std::uint64_t seen(DeliveryLedger &ledger)
{
    const auto doubts = ledger.doubts();
    return static_cast<std::uint64_t>(
        std::count_if(doubts.begin(), doubts.end(), [](const auto &doubt) { return doubt.seen; }));
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
    void owesWhatIsSentAfterTheJoin();
    void takesWhatWasUnderWayAtTheJoin();
    void owesNothingAfterTheLeave();
    void doubtsOfSeveralProcessesAddUp();
};

void tst_DeliveryLedger::countsInOrder()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({2, 1, 1, {}}, board);
    for (std::uint32_t sequence = 0; sequence < 5; ++sequence)
        QVERIFY(ledger.book(0, numbered(sequence)) == DeliveryLedger::Delivery::First);
    QVERIFY(ledger.book(1, numbered(0)) == DeliveryLedger::Delivery::First);
    QCOMPARE(ledger.delivered(), 6U);
    QCOMPARE(ledger.gaps(), 0U);
    QCOMPARE(ledger.duplicates(), 0U);
}

void tst_DeliveryLedger::countsGapsFromTheFirstSeen()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({1, 1, 1, {}}, board);
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
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({1, 1, 1, {}}, board);
    ledger.book(0, numbered(0));
    QVERIFY(ledger.book(0, numbered(0)) == DeliveryLedger::Delivery::Repeated);
    ledger.book(0, numbered(1));
    QCOMPARE(ledger.duplicates(), 1U);
    QCOMPARE(ledger.delivered(), 2U);
    QCOMPARE(ledger.gaps(), 0U);
}

void tst_DeliveryLedger::keepsPublishersApart()
{
    LoadBoard board = emptyBoard(2, 1);
    DeliveryLedger ledger({1, 1, 2, {}}, board);
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
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({1, 1, 1, {}}, board);
    ledger.book(0, numbered(0));
    ledger.book(0, numbered(2));
    QVERIFY(ledger.book(0, numbered(1)) == DeliveryLedger::Delivery::Repeated);
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(ledger.duplicates(), 1U);
    QCOMPARE(ledger.delivered(), 2U);
}

void tst_DeliveryLedger::unconfirmedThatNobodySaw()
{
    LoadBoard board = emptyBoard(1, 2);
    DeliveryLedger ledger({4, 2, 1, {}}, board);
    ledger.book(0, numbered(0));
    ledger.book(2, numbered(0));
    ledger.book(1, numbered(0)); // channel 1
    board.addUnconfirmed({0, 1, 0});
    ledger.book(0, numbered(2));
    ledger.book(2, numbered(2));
    ledger.book(1, numbered(2)); // misses event 1 of channel 1, which was confirmed
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(seen(ledger), 0U);
}

void tst_DeliveryLedger::unconfirmedThatAllSaw()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({2, 1, 1, {}}, board);
    board.addUnconfirmed({0, 0, 0});
    ledger.book(0, numbered(0));
    ledger.book(1, numbered(0));
    QCOMPARE(ledger.gaps(), 0U);
    QCOMPARE(seen(ledger), 1U);
    QCOMPARE(ledger.delivered(), 2U);
}

void tst_DeliveryLedger::unconfirmedThatSomeSaw()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({3, 1, 1, {}}, board);
    for (std::uint32_t stream = 0; stream < 3; ++stream)
        ledger.book(stream, numbered(0));
    board.addUnconfirmed({0, 1, 0});
    ledger.book(0, numbered(2)); // skips it before anybody saw it
    QCOMPARE(ledger.gaps(), 0U);
    ledger.book(1, numbered(1)); // somebody saw it: the skip was a gap after all
    QCOMPARE(ledger.gaps(), 1U);
    ledger.book(1, numbered(2));
    ledger.book(2, numbered(2));
    QCOMPARE(ledger.gaps(), 2U);
    QCOMPARE(seen(ledger), 1U);
}

void tst_DeliveryLedger::unconfirmedSeenBeforeItWasKnown()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({2, 1, 1, {}}, board);
    ledger.book(0, numbered(0));
    ledger.book(1, numbered(0));
    ledger.book(0, numbered(1));
    board.addUnconfirmed({0, 1, 0});
    ledger.book(0, numbered(2));
    QCOMPARE(ledger.gaps(), 0U);
    ledger.book(1, numbered(2)); // stream 0 had it, so this one lost it
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(seen(ledger), 1U);
}

void tst_DeliveryLedger::owesWhatIsSentAfterTheJoin()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({2, 1, 1, {}}, board);
    ledger.join(0);
    QCOMPARE(ledger.owed(), 0U);
    QVERIFY(!ledger.hasBegun(0));
    board.setNext(0, 0, 5);
    QVERIFY(ledger.hasBegun(0));
    ledger.join(1);
    board.setNext(0, 0, 7);
    QCOMPARE(ledger.owed(), 7U + 2);
    QVERIFY(!ledger.hasAll(1));
    ledger.book(1, numbered(5));
    ledger.book(1, numbered(6));
    QVERIFY(ledger.hasAll(1));
    QVERIFY(!ledger.hasAll(0));
    QCOMPARE(ledger.gaps(), 0U);
}

void tst_DeliveryLedger::takesWhatWasUnderWayAtTheJoin()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({1, 1, 1, {}}, board);
    board.setNext(0, 0, 5);
    ledger.join(0);
    QVERIFY(ledger.book(0, numbered(4)) == DeliveryLedger::Delivery::First);
    QCOMPARE(ledger.owed(), 1U);
    QVERIFY(ledger.book(0, numbered(4)) == DeliveryLedger::Delivery::Repeated);
    ledger.book(0, numbered(6));
    QCOMPARE(ledger.gaps(), 1U);
    QCOMPARE(ledger.duplicates(), 1U);
}

void tst_DeliveryLedger::owesNothingAfterTheLeave()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger ledger({1, 1, 1, {}}, board);
    ledger.join(0);
    board.setNext(0, 0, 9);
    ledger.book(0, numbered(0));
    ledger.book(0, numbered(2));
    ledger.leave(0);
    QCOMPARE(ledger.owed(), 3U);
    QCOMPARE(ledger.gaps(), 1U);
}

void tst_DeliveryLedger::doubtsOfSeveralProcessesAddUp()
{
    LoadBoard board = emptyBoard(1, 1);
    DeliveryLedger here({2, 1, 1, {0, 2}}, board);
    DeliveryLedger there({2, 1, 1, {1, 2}}, board);
    for (DeliveryLedger *ledger : {&here, &there})
        for (std::uint32_t stream = 0; stream < 2; ++stream) {
            ledger->join(stream);
            ledger->book(stream, numbered(0));
        }
    board.addUnconfirmed({0, 1, 0});
    board.setNext(0, 0, 3);
    here.book(0, numbered(2));  // skips it
    there.book(0, numbered(1)); // and has it
    CrowdFigures sum;
    for (DeliveryLedger *ledger : {&here, &there}) {
        CrowdFigures figures;
        figures.delivered = ledger->delivered();
        figures.skipped = ledger->skipped();
        figures.owed = ledger->owed();
        figures.doubts = ledger->doubts();
        const auto read = readCrowdStatus(toLine({figures, false, true}));
        QVERIFY(read.has_value());
        sum.add(read->figures);
    }
    QCOMPARE(here.gaps(), 0U); // as far as it knows alone
    QCOMPARE(sum.gaps(), 1U);
    QCOMPARE(sum.publishedUnconfirmed(), 1U);
    QCOMPARE(sum.expected(), 4U * 3);
}

QTEST_GUILESS_MAIN(tst_DeliveryLedger)
#include "tst_delivery_ledger.moc"
