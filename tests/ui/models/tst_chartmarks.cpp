// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Marks of what happened: where they are, which are one, and what they tell.
#include "ChartMarks.h"
#include "Snapshots.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

class TestChartMarks : public QObject
{
    Q_OBJECT

    EngineLink m_link;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ChartMarks> m_marks;

    int note(double second, Journal::Kind kind = Journal::Operation,
             const QString &tone = QStringLiteral("info"))
    {
        return m_journal->noteAt(kStart + 1000 * second, kind, QStringLiteral("at %1").arg(second), {}, tone);
    }
    QVariant value(int row, ChartMarks::Role role) { return m_marks->data(m_marks->index(row), role); }

private Q_SLOTS:
    void init()
    {
        m_link.snapshots()->clear();
        m_journal = std::make_unique<Journal>(m_link);
        m_marks = std::make_unique<ChartMarks>();
        m_marks->setStart(kStart);
        m_marks->setEnd(kStart + 100'000);
        m_marks->setApart(0.02);
        m_marks->setJournal(m_journal.get());
    }

    void entriesWithinTheSpanAreMarks()
    {
        const QAbstractItemModelTester tester(m_marks.get());
        note(-1);
        note(25, Journal::Drain);
        note(101);
        note(50, Journal::Export); // changes nothing that a chart could show
        QCOMPARE(m_marks->count(), 1);
        QCOMPARE(value(0, ChartMarks::AtRole).toDouble(), 0.25);
        QCOMPARE(value(0, ChartMarks::IconRole).toString(), QStringLiteral("drain"));
        QCOMPARE(value(0, ChartMarks::CountRole).toInt(), 1);
        QVERIFY(m_marks->tell(0).contains(QStringLiteral("at 25")));
    }

    void whatReachesIntoTheSpanIsShownFromItsEdge()
    {
        const double now = m_journal->now();
        m_marks->setStart(now - 10'000);
        m_marks->setEnd(now + 90'000);
        const int id = m_journal->noteAt(now - 40'000, Journal::Drain, QStringLiteral("long"), {},
                                         QStringLiteral("info"));
        QCOMPARE(m_marks->count(), 0); // as far as is known it has no length
        m_journal->finish(id, QStringLiteral("it was long"));
        QCOMPARE(m_marks->count(), 1);
        QCOMPARE(value(0, ChartMarks::AtRole).toDouble(), 0.0);
        QVERIFY(value(0, ChartMarks::UntilRole).toDouble() >= 0.1);
        QCOMPARE(m_marks->markAt(0.0), 0);
        m_marks->setStart(m_journal->find(id)->until + 1);
        QCOMPARE(m_marks->count(), 0);
    }

    void aLoadTestThatRunsIsShadedToTheEdge()
    {
        note(-40, Journal::LoadTest);
        QCOMPARE(m_marks->count(), 1);
        QCOMPARE(value(0, ChartMarks::AtRole).toDouble(), 0.0); // began before what is shown
        QCOMPARE(value(0, ChartMarks::UntilRole).toDouble(), 1.0);
        QCOMPARE(m_marks->markAt(0.0), 0);
    }

    void thoseThatWouldTouchAreOneWithTheWorstTone()
    {
        note(25, Journal::Refusals, QStringLiteral("warning"));
        const int second = note(26, Journal::Alarm, QStringLiteral("critical"));
        note(60);
        QCOMPARE(m_marks->count(), 2);
        QCOMPARE(value(0, ChartMarks::CountRole).toInt(), 2);
        QCOMPARE(value(0, ChartMarks::ToneRole).toString(), QStringLiteral("critical"));
        QCOMPARE(value(0, ChartMarks::IconRole).toString(), QStringLiteral("mark"));
        QCOMPARE(m_marks->entryOf(0), second);
        QVERIFY(m_marks->tell(0).contains(QStringLiteral("at 25")));
        QVERIFY(m_marks->tell(0).contains(QStringLiteral("at 26")));
    }

    void aChangeIsNeverOneWithAnAlarm()
    {
        const int first = note(25, Journal::Alarm, QStringLiteral("critical"));
        const int change = note(25.5, Journal::Setting);
        const int second = note(26, Journal::Alarm, QStringLiteral("warning"));
        const int drain = note(26.5, Journal::Drain);
        QCOMPARE(m_marks->count(), 2);
        QCOMPARE(value(0, ChartMarks::LaneRole).toInt(), int(ChartMarks::Happened));
        QCOMPARE(value(1, ChartMarks::LaneRole).toInt(), int(ChartMarks::Done));
        QCOMPARE(value(0, ChartMarks::CountRole).toInt(), 2);
        QCOMPARE(value(1, ChartMarks::CountRole).toInt(), 2);
        QCOMPARE(value(0, ChartMarks::ToneRole).toString(), QStringLiteral("critical"));
        QCOMPARE(value(1, ChartMarks::ToneRole).toString(), QStringLiteral("info"));
        QVERIFY(first != second && change != drain);
        QCOMPARE(m_marks->entryOf(0), second);
        QCOMPARE(m_marks->entryOf(1), drain);
        // Where the pointer is says which of the two is meant.
        QCOMPARE(m_marks->markAt(0.253, ChartMarks::Happened), 0);
        QCOMPARE(m_marks->markAt(0.253, ChartMarks::Done), 1);
        QCOMPARE(m_marks->markAt(0.25), 0);
        QCOMPARE(m_marks->markAt(0.255), 1);
        QCOMPARE(m_marks->markAt(0.5, ChartMarks::Done), -1);
    }

    void anAlarmIsShadedWhileItRuns()
    {
        const int id = note(25, Journal::Alarm, QStringLiteral("critical"));
        QCOMPARE(value(0, ChartMarks::UntilRole).toDouble(), 1.0);
        m_journal->change(id, [](JournalEntry &entry) { entry.until = kStart + 40'000; });
        QCOMPARE(value(0, ChartMarks::UntilRole).toDouble(), 0.4);
        // It began before the window and is not over: still seen.
        note(-50, Journal::Alarm, QStringLiteral("warning"));
        QCOMPARE(m_marks->count(), 2);
        QCOMPARE(value(0, ChartMarks::AtRole).toDouble(), 0.0);
    }

    void timeGoesOnWithoutMakingMarksAnew()
    {
        note(40);
        note(60);
        QSignalSpy resets(m_marks.get(), &QAbstractItemModel::modelReset);
        QSignalSpy moves(m_marks.get(), &QAbstractItemModel::dataChanged);
        m_marks->setEnd(kStart + 110'000);
        m_marks->setStart(kStart + 10'000);
        QCOMPARE(resets.size(), 0);
        QVERIFY(!moves.isEmpty());
        QCOMPARE(value(0, ChartMarks::AtRole).toDouble(), 0.3);
        m_marks->setStart(kStart + 50'000);
        QCOMPARE(m_marks->count(), 1);
        QCOMPARE(resets.size(), 1);
    }

    void groupsDoNotDependOnWhereTheSpanBegins()
    {
        for (int second = 20; second < 30; ++second)
            note(second);
        const int before = m_marks->count();
        QVERIFY(before > 1);
        QVERIFY(before < 10);
        const auto firstOf = [this](int row) { return m_marks->timeOf(row); };
        const double lastTime = firstOf(before - 1);
        m_marks->setStart(kStart + 23'000);
        m_marks->setEnd(kStart + 123'000);
        QCOMPARE(firstOf(m_marks->count() - 1), lastTime);
    }

    void theOneUnderThePointerIsFound()
    {
        note(25);
        note(60);
        QCOMPARE(m_marks->markAt(0.26), 0);
        QCOMPARE(m_marks->markAt(0.4), -1);
        QCOMPARE(m_marks->markBeside(0.0, 1), 0);
        QCOMPARE(m_marks->markBeside(0.25, 1), 1);
        QCOMPARE(m_marks->markBeside(0.6, 1), -1);
        QCOMPARE(m_marks->markBeside(0.6, -1), 0);
        QCOMPARE(m_marks->timeOf(1), kStart + 60'000);
        QCOMPARE(m_marks->tell(7), QString());
        QCOMPARE(m_marks->entryOf(-1), 0);
    }

    void aMarkTellsTheMeasuredEffect()
    {
        for (int second = 0; second <= 100; ++second)
            m_link.snapshots()->append(
                snapshotAt(second, {{QStringLiteral("active_streams"), second <= 50 ? 10 : 30}}));
        note(50);
        QVERIFY2(m_marks->tell(0).contains(QStringLiteral("active streams 10 \u2192 30")),
                 qPrintable(m_marks->tell(0)));
    }

    void manyAreCountedNotListed()
    {
        for (int i = 0; i < 10; ++i)
            note(25 + i * 0.01);
        QCOMPARE(m_marks->count(), 1);
        QCOMPARE(value(0, ChartMarks::CountRole).toInt(), 10);
        QVERIFY(m_marks->tell(0).contains(QStringLiteral("6 earlier")));
    }

    void lengthIsShown()
    {
        const int id = note(25, Journal::Drain);
        QCOMPARE(value(0, ChartMarks::UntilRole).toDouble(), 0.25);
        m_journal->finish(id, QStringLiteral("done"));
        QCOMPARE(value(0, ChartMarks::UntilRole).toDouble() >= 0.25, true);
    }
};

QTEST_GUILESS_MAIN(TestChartMarks)
#include "tst_chartmarks.moc"
