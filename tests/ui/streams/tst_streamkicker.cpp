// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "BlocksModel.h"
#include "EndsModel.h"
#include "StreamKicker.h"

#include "ui/support/FakeAdmin.h"
#include "ui/support/TestEngine.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int patience = 60'000;

/** An engine with streams, and the console's models before it. */
struct Bench
{
    TestEngine engine;
    EngineLink link;
    StreamsModel streams;
    StreamKicker kicker;

    Bench()
    {
        kicker.link = &link;
        streams.setRefreshInterval(100);
    }
    bool open(int alpha, int beta)
    {
        const bool isOpen = engine.start() && engine.openStreams(QStringLiteral("alpha"), alpha) == alpha &&
                            engine.openStreams(QStringLiteral("beta"), beta) == beta;
        link.connectTo(engine.url(), engine.token());
        streams.setLink(&link);
        streams.setVisibleRange(0, 30);
        streams.setActive(true);
        return isOpen;
    }
};

} // namespace

class tst_StreamKicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsTheSelectedWithAReason();
    void endsAllThatMatch();
    void endsAllWithoutAFilter();
    void tellsOfThoseThatWereGone();
    void blocksAndForgives();
    void aViewerMayNot();
    void manyGoInPieces();
    void anotherEngineEndsTheWait();
};

void tst_StreamKicker::endsTheSelectedWithAReason()
{
    Bench bench;
    QVERIFY(bench.open(3, 2));
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 5, patience);
    bench.streams.selectOnly(1);
    bench.streams.toggle(2);
    bench.kicker.reason = QStringLiteral("a test & its 100%");
    bench.kicker.endSelected(&bench.streams);
    QVERIFY(bench.kicker.isBusy());
    QTRY_VERIFY_WITH_TIMEOUT(!bench.kicker.isBusy(), patience);
    QCOMPARE(bench.kicker.problem(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 3, patience);

    EndsModel ends;
    ends.setLink(&bench.link);
    ends.setCause(QStringLiteral("kicked"));
    ends.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(ends.rowCount(), 2, patience);
    QTRY_COMPARE_WITH_TIMEOUT(ends.data(ends.index(0), EndsModel::ReasonRole).toString(),
                              QStringLiteral("a test & its 100%"), patience);
    QVERIFY(!ends.data(ends.index(0), EndsModel::ByRole).toString().isEmpty());
    QCOMPARE(ends.data(ends.index(0), EndsModel::CauseRole).toString(), QStringLiteral("kicked"));
    ends.setCause(QStringLiteral("reset"));
    QTRY_COMPARE_WITH_TIMEOUT(ends.rowCount(), 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(ends.isLoaded(), patience);
}

void tst_StreamKicker::endsAllThatMatch()
{
    Bench bench;
    QVERIFY(bench.open(3, 2));
    bench.streams.setQuery(QStringLiteral("channel:alpha"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 3, patience);
    bench.streams.selectAll();
    bench.kicker.endSelected(&bench.streams);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.kicker.isBusy(), patience);
    QVERIFY(bench.kicker.isPending() || bench.kicker.kicked() == 3);
    bench.streams.setQuery({});
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 2, patience);
}

void tst_StreamKicker::endsAllWithoutAFilter()
{
    Bench bench;
    QVERIFY(bench.open(2, 2));
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 4, patience);
    bench.streams.selectAll();
    bench.kicker.endSelected(&bench.streams);
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 0, patience);
    QCOMPARE(bench.kicker.problem(), QString());
}

void tst_StreamKicker::tellsOfThoseThatWereGone()
{
    Bench bench;
    QVERIFY(bench.open(1, 0));
    bench.kicker.endIds({1, 99'999});
    QTRY_VERIFY_WITH_TIMEOUT(!bench.kicker.isBusy(), patience);
    if (!bench.kicker.isPending()) {
        QCOMPARE(bench.kicker.kicked(), 1.0);
        QCOMPARE(bench.kicker.gone(), 1.0);
        QVERIFY2(bench.kicker.result().contains(QLatin1String("1 had ended before")),
                 qPrintable(bench.kicker.result()));
    }
}

void tst_StreamKicker::blocksAndForgives()
{
    Bench bench;
    QVERIFY(bench.open(1, 0));
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 1, patience);
    bench.streams.selectAll();
    bench.kicker.blockSeconds = 600;
    bench.kicker.endSelected(&bench.streams);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.kicker.isBusy(), patience);
    QVERIFY2(bench.kicker.result().contains(QLatin1String("127.0.0.1")), qPrintable(bench.kicker.result()));
    QCOMPARE(bench.engine.openStreams(QStringLiteral("alpha"), 1), 0); // 204

    BlocksModel blocks;
    blocks.setRefreshInterval(100);
    blocks.setLink(&bench.link);
    blocks.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(blocks.rowCount(), 1, patience);
    const double left = blocks.data(blocks.index(0), BlocksModel::LeftRole).toDouble();
    QVERIFY(left > 0 && left <= 600);
    blocks.unblock(blocks.data(blocks.index(0), BlocksModel::ClientRole).toString());
    QTRY_COMPARE_WITH_TIMEOUT(blocks.rowCount(), 0, patience);
    QVERIFY(blocks.result().contains(QLatin1String("127.0.0.1")));
    QCOMPARE(bench.engine.openStreams(QStringLiteral("alpha"), 1), 1);
    blocks.unblock(QStringLiteral("127.0.0.1"));
    QTRY_VERIFY_WITH_TIMEOUT(blocks.result().contains(QLatin1String("not blocked")), patience);
}

void tst_StreamKicker::aViewerMayNot()
{
    Bench bench;
    QVERIFY(bench.open(1, 0));
    bench.link.connectTo(bench.engine.url(), bench.engine.viewerToken());
    bench.kicker.endIds({1});
    QTRY_VERIFY_WITH_TIMEOUT(!bench.kicker.isBusy(), patience);
    QVERIFY(!bench.kicker.problem().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(bench.streams.rowCount(), 1, patience);
}

void tst_StreamKicker::manyGoInPieces()
{
    FakeAdmin admin;
    EngineLink link;
    link.connectTo(admin.url(), {});
    StreamKicker kicker;
    kicker.link = &link;
    QList<qint64> ids;
    for (qint64 id = 1; id <= 2 * StreamKicker::mostAtOnce + 1; ++id)
        ids.append(id);
    // This listener knows no kick: the first piece fails, and no other may follow it.
    kicker.endIds(ids);
    QTRY_VERIFY_WITH_TIMEOUT(!kicker.isBusy(), patience);
    QVERIFY(!kicker.problem().isEmpty());
    int pieces = 0;
    for (const QString &asked : admin.asked())
        pieces += asked.startsWith(QLatin1String("DELETE ")) ? 1 : 0;
    QCOMPARE(pieces, 1);
    // A head of a request must fit into 16 KiB, its target into 8.
    QVERIFY(admin.lastAsked(QStringLiteral("DELETE ")).size() < 8000);
}

void tst_StreamKicker::anotherEngineEndsTheWait()
{
    FakeAdmin admin;
    admin.isMute = true;
    EngineLink link;
    link.connectTo(admin.url(), {});
    StreamKicker kicker;
    kicker.link = &link;
    kicker.endIds({1});
    QVERIFY(kicker.isBusy());
    FakeAdmin other;
    link.connectTo(other.url(), {});
    QVERIFY(!kicker.isBusy());
    QVERIFY(kicker.problem().contains(QLatin1String("another engine")));
}

QTEST_GUILESS_MAIN(tst_StreamKicker)
#include "tst_streamkicker.moc"
