// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamWatch.h"
#include "StreamsModel.h"

#include "ui/support/FakeAdmin.h"
#include "ui/support/TestEngine.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int patience = 60'000;

QVariant at(const StreamsModel &model, int row, StreamsModel::Role role)
{
    return model.data(model.index(row), role);
}

/** How many rows the model has fetched of those from @p first to @p last. */
int fetched(const StreamsModel &model, int first, int last)
{
    int count = 0;
    for (int row = first; row <= last; ++row)
        count += at(model, row, StreamsModel::LoadedRole).toBool() ? 1 : 0;
    return count;
}

} // namespace

class tst_StreamsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fetchesOnlyWhatIsSeen();
    void keepsItsPlaceOverALoss();
    void asksNothingWhileItIsNotSeen();
    void sortsAndFiltersByTheEngine();
    void aQueryThatIsWrongChangesNothing();
    void agesGrowWithoutTheEngine();
    void aFrozenViewStandsStill();
    void selectsSomeAndAll();
    void tellsStaleWorkersAndProblems();
    void followsRealStreams();
    void watchesOneUntilItsEnd();
};

void tst_StreamsModel::fetchesOnlyWhatIsSeen()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    const QAbstractItemModelTester tester(&model);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setVisibleRange(0, 30);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 15'000, patience);
    QCOMPARE(model.rowCount(), 15'000);
    QCOMPARE(fetched(model, 0, 30), 31);
    QCOMPARE(fetched(model, 1000, 14'999), 0);
    QCOMPARE(at(model, 0, StreamsModel::IdRole).toInt(), 1); // the oldest first

    // A long way, as with the scroll bar: one page, not everything that was passed.
    admin.forget();
    for (int first = 0; first <= 12'000; first += 500)
        model.setVisibleRange(first, first + 30);
    QTRY_COMPARE_WITH_TIMEOUT(fetched(model, 12'000, 12'030), 31, patience);
    QCOMPARE(at(model, 12'000, StreamsModel::IdRole).toInt(), 12'001);
    QVERIFY2(admin.asked().size() <= 6, qPrintable(admin.asked().join(QLatin1Char('\n'))));
    QCOMPARE(fetched(model, 3000, 11'000), 0);

    // Fewer and more streams change the rows, not the place.
    admin.streams = 12'010;
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 12'010, patience);
    admin.streams = 15'000;
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 15'000, patience);
    QTRY_COMPARE_WITH_TIMEOUT(fetched(model, 12'000, 12'030), 31, patience);
}

void tst_StreamsModel::keepsItsPlaceOverALoss()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(50);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded() && link.isLive(), patience);
    model.setVisibleRange(12'000, 12'030);
    QTRY_COMPARE_WITH_TIMEOUT(fetched(model, 12'000, 12'030), 31, patience);
    QCOMPARE(fetched(model, 0, 30), 31); // kept since the first page

    const QSignalSpy established(&link, &EngineLink::established);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    admin.cutWatchers();
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded() && link.isLive(), patience);
    QCOMPARE(fetched(model, 12'000, 12'030), 31);
    QCOMPARE(resets.size(), 0);
    // It may be another process: nothing of before is left.
    QCOMPARE(fetched(model, 0, 30), 0);

    // And one with so few streams that the place is gone.
    admin.streams = 25;
    admin.cutWatchers();
    QTRY_COMPARE_WITH_TIMEOUT(established.size(), 2, patience);
    QTRY_COMPARE_WITH_TIMEOUT(fetched(model, 0, 24), 25, patience);
    QCOMPARE(model.rowCount(), 25);
}

void tst_StreamsModel::asksNothingWhileItIsNotSeen()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(50);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded(), patience);
    model.setActive(false);
    QTest::qWait(200); // what was under way
    admin.forget();
    QTest::qWait(500);
    QCOMPARE(admin.asked(), QStringList());
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(!admin.asked().isEmpty(), patience);
}

void tst_StreamsModel::sortsAndFiltersByTheEngine()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    const QAbstractItemModelTester tester(&model);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded(), patience);

    model.sortBy(QStringLiteral("drain_bytes_per_second"));
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, StreamsModel::IdRole).toInt(), 1, patience);
    model.sortBy(QStringLiteral("drain_bytes_per_second"));
    QVERIFY(model.isDescending());
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, StreamsModel::IdRole).toInt(), 15'000, patience);
    QVERIFY(admin.lastAsked(QStringLiteral("GET /api/v1/streams"))
                .contains(QLatin1String("sort=drain_bytes_per_second&order=desc")));

    model.setQuery(QStringLiteral("state:blocked"));
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 15, patience);
    QCOMPARE(at(model, 14, StreamsModel::IdRole).toInt(), 1000);
    QCOMPARE(at(model, 0, StreamsModel::StateRole).toString(), QStringLiteral("blocked"));
    model.setQuery({});
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 15'000, patience);
}

void tst_StreamsModel::aQueryThatIsWrongChangesNothing()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setActive(true);
    model.setQuery(QStringLiteral("state:blocked"));
    QTRY_COMPARE_WITH_TIMEOUT(model.total(), 15, patience);
    model.setQuery(QStringLiteral("state:blocked age>"));
    QVERIFY(!model.queryProblem().isEmpty());
    QCOMPARE(model.total(), 15);
    QVERIFY(model.isLoaded());
    model.setQuery(QStringLiteral("state:blocked"));
    QVERIFY(model.queryProblem().isEmpty());
}

void tst_StreamsModel::agesGrowWithoutTheEngine()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(1'000'000);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setVisibleRange(0, 5);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded() && link.isLive(), patience);
    const double before = at(model, 0, StreamsModel::AgeRole).toDouble();
    QVERIFY(before >= 99'999);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QTRY_VERIFY_WITH_TIMEOUT(at(model, 0, StreamsModel::AgeRole).toDouble() > before + 1.5, patience);
    QVERIFY(!changes.isEmpty());

    // An engine that is gone has no streams that grow older.
    admin.isMute = true;
    QTRY_VERIFY_WITH_TIMEOUT(!link.isLive(), patience);
    const double stopped = at(model, 0, StreamsModel::AgeRole).toDouble();
    QTest::qWait(300);
    QCOMPARE(at(model, 0, StreamsModel::AgeRole).toDouble(), stopped);
}

void tst_StreamsModel::aFrozenViewStandsStill()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(50);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setVisibleRange(0, 5);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded(), patience);
    model.setFrozen(true);
    QTest::qWait(200);
    admin.forget();
    QTest::qWait(400);
    QCOMPARE(admin.asked(), QStringList());
    // What is scrolled to is fetched all the same.
    model.setVisibleRange(5000, 5005);
    QTRY_COMPARE_WITH_TIMEOUT(fetched(model, 5000, 5005), 6, patience);
}

void tst_StreamsModel::selectsSomeAndAll()
{
    FakeAdmin admin;
    EngineLink link;
    StreamsModel model;
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setVisibleRange(0, 30);
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(model.isLoaded(), patience);

    model.selectOnly(3);
    QCOMPARE(model.selectedIds(), QList<qint64>{4});
    QVERIFY(at(model, 3, StreamsModel::SelectedRole).toBool());
    model.toggle(5);
    QCOMPARE(model.selectedIds(), (QList<qint64>{4, 6}));
    QCOMPARE(model.selectedNames(10).size(), 2);
    QVERIFY(model.selectedNames(10).constFirst().startsWith(QStringLiteral("4 from 10.0.0.4")));
    model.toggle(3);
    QCOMPARE(model.selectedIds(), QList<qint64>{6});
    model.selectRange(10, 7);
    QCOMPARE(model.selectedIds(), (QList<qint64>{8, 9, 10, 11}));
    QCOMPARE(model.selectionNote(), QString());
    // Rows that were never fetched cannot be selected by their number, and nobody is left to think so.
    model.selectRange(10, 9'000);
    QVERIFY(model.selectedCount() > 0 && model.selectedCount() < 8'991);
    QVERIFY2(model.selectionNote().contains(QLocale().toString(8'991)) &&
                 model.selectionNote().contains(QLocale().toString(model.selectedCount())),
             qPrintable(model.selectionNote()));
    model.selectRange(10, 7);
    QCOMPARE(model.selectionNote(), QString());

    model.selectAll();
    QCOMPARE(model.selectedCount(), 15'000);
    QVERIFY(at(model, 14'000, StreamsModel::SelectedRole).toBool());
    QCOMPARE(model.selectedNames(10).size(), 10);

    // Another filter means others: nobody must end what he no longer sees.
    model.setQuery(QStringLiteral("state:blocked"));
    QCOMPARE(model.selectedCount(), 0);
    QVERIFY(!model.isAllSelected());
}

void tst_StreamsModel::tellsStaleWorkersAndProblems()
{
    FakeAdmin admin;
    admin.staleWorkers = {1, 3};
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(50);
    link.connectTo(admin.url(), {});
    model.setLink(&link);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.staleWorkers(), QStringLiteral("1, 3"), patience);
    admin.staleWorkers.clear();
    QTRY_COMPARE_WITH_TIMEOUT(model.staleWorkers(), QString(), patience);
    admin.failure = QStringLiteral("the list is being moved");
    QTRY_VERIFY_WITH_TIMEOUT(model.problem().contains(admin.failure), patience);
    QCOMPARE(model.rowCount(), 15'000); // what was known stays, said to be old
    admin.failure.clear();
    QTRY_COMPARE_WITH_TIMEOUT(model.problem(), QString(), patience);
}

void tst_StreamsModel::followsRealStreams()
{
    TestEngine engine;
    QVERIFY2(engine.start(), qPrintable(engine.error()));
    QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 3), 3);
    QCOMPARE(engine.openStreams(QStringLiteral("beta"), 2), 2);
    EngineLink link;
    StreamsModel model;
    model.setRefreshInterval(100);
    link.connectTo(engine.url(), engine.token());
    model.setLink(&link);
    model.setVisibleRange(0, 30);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 5, patience);
    QVERIFY(std::isnan(at(model, 0, StreamsModel::IdleRole).toDouble()));

    model.setQuery(QStringLiteral("channel:al*"));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, patience);
    QCOMPARE(at(model, 0, StreamsModel::ChannelsRole).toString(), QStringLiteral("alpha"));
    QVERIFY(at(model, 0, StreamsModel::ClientRole).toString().startsWith(QLatin1String("127.0.0.1:")));
    QVERIFY(engine.publish(QStringLiteral("alpha"), QStringLiteral("hello")));
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, StreamsModel::SentEventsRole).toInt(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(at(model, 0, StreamsModel::IdleRole).toDouble() >= 0, patience);
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, StreamsModel::StateRole).toString(), QStringLiteral("open"),
                              patience);

    model.setQuery(QStringLiteral("beta"));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, patience);
    engine.closeStreams();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 0, patience);
    QVERIFY(model.isLoaded());
}

void tst_StreamsModel::watchesOneUntilItsEnd()
{
    TestEngine engine;
    QVERIFY2(engine.start(), qPrintable(engine.error()));
    QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 1), 1);
    EngineLink link;
    link.connectTo(engine.url(), engine.token());
    StreamWatch watch;
    watch.setLink(&link);
    watch.setStreamId(1);
    watch.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(watch.facts().value(QStringLiteral("id")).toInt(), 1, patience);
    QCOMPARE(watch.channels(), QStringLiteral("alpha"));
    QTRY_VERIFY_WITH_TIMEOUT(watch.backlogs().size() >= 2, patience);
    QCOMPARE(watch.rates().size(), watch.backlogs().size());
    QVERIFY(!watch.hasEnded());
    engine.closeStreams();
    QTRY_VERIFY_WITH_TIMEOUT(watch.hasEnded(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(watch.end().value(QStringLiteral("cause")).toString(),
                              QStringLiteral("client-closed"), patience);
    QCOMPARE(watch.facts().value(QStringLiteral("id")).toInt(), 1); // what was last known
}

QTEST_GUILESS_MAIN(tst_StreamsModel)
#include "tst_streamsmodel.moc"
