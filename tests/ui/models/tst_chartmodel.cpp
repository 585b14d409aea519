// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart draws: every spike, every gap, rates of counters that restart, stacks, and its words.
#include "ChartModel.h"
#include "Snapshots.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace sluice;
using namespace sluice::test;

namespace {

const QString kStreams = QStringLiteral("active_streams");
const QString kTotal = QStringLiteral("admitted_total");

} // namespace

class TestChartModel : public QObject
{
    Q_OBJECT

    SnapshotStore m_store;
    TimeView m_view;
    std::vector<std::unique_ptr<ChartLine>> m_lines;

    ChartLine &addLine(ChartModel &model, const QString &column)
    {
        auto line = std::make_unique<ChartLine>();
        line->column = column;
        line->label = column;
        auto list = model.lineList();
        list.append(&list, line.get());
        m_lines.push_back(std::move(line));
        return *m_lines.back();
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale::c());
        m_lines.clear();
        m_store.clear();
        m_view.setStore(&m_store);
        m_view.setPaused(false);
        m_view.setWindowSeconds(300);
    }

    void nothingRecordedIsEmptyAndSaidSo()
    {
        ChartModel model;
        model.setProperty("title", QStringLiteral("Streams"));
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        QVERIFY(model.isEmpty());
        QVERIFY(model.summary().contains(QStringLiteral("Streams: nothing recorded")));
        QVERIFY(model.high() > model.low());
        QVERIFY(model.readout(kStart).isEmpty());
    }

    void drawsWhatIsInTheSpan()
    {
        for (int second = 0; second <= 1000; ++second)
            m_store.append(snapshotAt(second, {{kStreams, second}}));
        ChartModel model;
        model.setProperty("title", QStringLiteral("Streams"));
        model.setView(&m_view);
        addLine(model, kStreams).scale = 2;
        model.rebuild();
        QCOMPARE(model.start(), kStart + 700'000);
        const auto &points = model.points(0);
        // One more at the left, so that the line reaches the edge.
        QCOMPARE(points.size(), 302);
        QCOMPARE(points.first(), QPointF(kStart + 699'000, 1398));
        QCOMPARE(points.last(), QPointF(kStart + 1'000'000, 2000));
        QVERIFY(model.high() >= 2000);
        QVERIFY(!model.isEmpty());
        QVERIFY(model.gaps().isEmpty());
        const QVariantMap read = model.readout(kStart + 800'300).first().toMap();
        QCOMPARE(read.value(QStringLiteral("exact")).toString(), QStringLiteral("1600"));
        QVERIFY2(model.summary().contains(QStringLiteral("active_streams is 2000")),
                 qPrintable(model.summary()));
    }

    void manyPointsAreThinnedAndNoSpikeIsLost()
    {
        m_view.setWindowSeconds(3600);
        for (int i = 0; i < 4 * 3600; ++i)
            m_store.append(snapshotAt(0.25 * i, {{kStreams, i == 5000 ? 9999 : i == 9000 ? -50 : i % 10}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        const auto &points = model.points(0);
        QVERIFY(points.size() <= ChartModel::mostPoints);
        QVERIFY(points.size() > ChartModel::mostPoints / 2);
        const auto byValue = [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); };
        QCOMPARE(std::max_element(points.begin(), points.end(), byValue)->y(), 9999.0);
        QCOMPARE(std::min_element(points.begin(), points.end(), byValue)->y(), -50.0);
        QVERIFY(std::is_sorted(points.begin(), points.end(),
                               [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
    }

    void aThinnedLineDoesNotShiver()
    {
        m_view.setWindowSeconds(3600);
        for (int i = 0; i < 4 * 3600; ++i)
            m_store.append(snapshotAt(0.25 * i, {{kStreams, (i * 7919) % 1000}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        const QList<QPointF> before = model.points(0).mid(20, 400);
        m_store.append(snapshotAt(3600, {{kStreams, 1}}));
        model.rebuild();
        for (const QPointF &point : before)
            QVERIFY(model.points(0).contains(point));
    }

    void aGapIsAGap()
    {
        for (int second = 0; second <= 300; ++second) {
            if (second < 100 || second > 200)
                m_store.append(snapshotAt(second, {{kStreams, 1}}));
        }
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        QCOMPARE(model.gaps().size(), 1);
        const QVariantMap gap = model.gaps().first().toMap();
        QVERIFY(std::abs(gap.value(QStringLiteral("from")).toDouble() - 99.0 / 300) < 1e-9);
        QVERIFY(std::abs(gap.value(QStringLiteral("to")).toDouble() - 201.0 / 300) < 1e-9);
        QCOMPARE(model.readout(kStart + 150'000).first().toMap().value(QStringLiteral("exact")).toString(),
                 QStringLiteral("no figure"));
    }

    void aCounterIsDrawnAsItsGrowthEvenOverARestart()
    {
        m_store.append(snapshotAt(0, {{kTotal, 100}}));
        m_store.append(snapshotAt(2, {{kTotal, 140}}));
        m_store.append(snapshotAt(4, {{kTotal, 3}}));
        m_store.append(snapshotAt(6, {{kTotal, 13}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kTotal).perSecond = true;
        model.rebuild();
        QCOMPARE(model.points(0), QList<QPointF>({{kStart + 2000, 20}, {kStart + 6000, 5}}));
    }

    void aStackAddsUp()
    {
        for (int second = 0; second <= 5; ++second)
            m_store.append(snapshotAt(
                second, {{QStringLiteral("a"), 1}, {QStringLiteral("b"), 2}, {QStringLiteral("c"), 4}}));
        ChartModel model;
        model.setProperty("stacked", true);
        model.setView(&m_view);
        for (const char *name : {"a", "b", "c"})
            addLine(model, QLatin1String(name));
        model.rebuild();
        QCOMPARE(model.points(0).first().y(), 1.0);
        QCOMPARE(model.points(1).first().y(), 3.0);
        QCOMPARE(model.points(2).first().y(), 7.0);
        QVERIFY(model.high() >= 7);
        // What is read is each line's own figure.
        QCOMPARE(model.readout(kStart).at(2).toMap().value(QStringLiteral("exact")).toString(),
                 QStringLiteral("4"));
    }

    void aLineWithoutFiguresBlanksNoneAboveIt()
    {
        // "a" came with a later release: the first snapshots lack it.
        m_store.append(snapshotAt(0, {{QStringLiteral("b"), 2}, {QStringLiteral("c"), 4}}));
        m_store.append(
            snapshotAt(1, {{QStringLiteral("a"), 1}, {QStringLiteral("b"), 2}, {QStringLiteral("c"), 4}}));
        ChartModel model;
        model.setProperty("stacked", true);
        model.setView(&m_view);
        for (const char *name : {"a", "b", "c"})
            addLine(model, QLatin1String(name));
        model.rebuild();
        QCOMPARE(model.points(0).size(), 1);
        QCOMPARE(model.points(1).size(), 2);
        QCOMPARE(model.points(1).first().y(), 2.0);
        QCOMPARE(model.points(1).last().y(), 3.0);
        QCOMPARE(model.points(2).first().y(), 6.0);
        QCOMPARE(model.points(2).last().y(), 7.0);
    }

    void aLogarithmicAxisHoldsZeroAtItsFoot()
    {
        m_store.append(snapshotAt(0, {{kStreams, 0}}));
        m_store.append(snapshotAt(1, {{kStreams, 0.001}}));
        m_store.append(snapshotAt(2, {{kStreams, 1}}));
        ChartModel model;
        model.setProperty("logarithmic", true);
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        QCOMPARE(model.low(), -3.0);
        QCOMPARE(model.high(), 1.0);
        QCOMPARE(model.points(0)[0].y(), -3.0);
        QCOMPARE(model.points(0)[2].y(), 0.0);
        QCOMPARE(model.position(1), 0.75);
    }

    void aChartThatNobodySeesDoesNoWork()
    {
        m_store.append(snapshotAt(0, {{kStreams, 1}}));
        ChartModel model;
        model.setActive(false);
        model.setView(&m_view);
        addLine(model, kStreams);
        const QSignalSpy redrawn(&model, &ChartModel::redrawn);
        m_store.append(snapshotAt(1, {{kStreams, 2}}));
        model.rebuild();
        QTest::qWait(100);
        QCOMPARE(redrawn.size(), 0);
        model.setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(redrawn.size() > 0, 30'000);
        QCOMPARE(model.points(0).last().y(), 2.0);
    }

    void linesMayComeAsAList()
    {
        for (int second = 0; second < 10; ++second)
            m_store.append(snapshotAt(second, {{kStreams, 5}, {kTotal, 10 * second}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        const QVariantMap total{{QStringLiteral("column"), kTotal},
                                {QStringLiteral("label"), QStringLiteral("admitted")},
                                {QStringLiteral("perSecond"), true}};
        model.setSeries({total});
        model.rebuild();
        QCOMPARE(model.lines().size(), 2);
        QVERIFY(model.lines().at(1)->perSecond);
        QCOMPARE(model.points(1).last().y(), 10.0);
        model.setSeries({total, total});
        QCOMPARE(model.lines().size(), 3);
        model.setSeries({});
        model.rebuild();
        QCOMPARE(model.lines().size(), 1);
        QCOMPARE(model.lines().first()->column, kStreams);
        QCOMPARE(model.points(0).last().y(), 5.0);
    }

    void aLimitThatIsFarAwayDoesNotPressTheRestToTheFloor()
    {
        const QString cap = QStringLiteral("max_streams");
        for (int second = 0; second < 10; ++second)
            m_store.append(snapshotAt(second, {{kStreams, 5}, {cap, 20000}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        addLine(model, cap).limit = true;
        model.rebuild();
        QVERIFY(model.high() < 20);
        QVERIFY(model.points(1).isEmpty());
        // The legend still says where it is.
        QVERIFY(!model.readout(model.end()).at(1).toMap().value(QStringLiteral("text")).toString().isEmpty());
        m_store.append(snapshotAt(10, {{kStreams, 5}, {cap, 8}}));
        model.rebuild();
        QVERIFY(model.high() > 8 && model.high() < 20);
        // Clipped at the top until the moment in which it came down.
        QCOMPARE(model.points(1).size(), 3);
        QVERIFY(model.points(1)[0].y() > model.high());
        QCOMPARE(model.points(1)[1].x(), model.points(1)[2].x());
        QCOMPARE(model.points(1)[2], QPointF(kStart + 10'000, 8));
    }

    void aLimitIsDrawnInSteps_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::newRow("few figures") << 300;
        QTest::newRow("thinned otherwise") << 3600;
    }

    void aLimitIsDrawnInSteps()
    {
        QFETCH(int, seconds);
        m_view.setWindowSeconds(seconds);
        const QString cap = QStringLiteral("max_streams");
        for (int second = 0; second <= seconds; ++second)
            m_store.append(snapshotAt(second, {{kStreams, 300},
                                               {cap, second < seconds / 3   ? 400
                                                     : second < seconds / 2 ? 500
                                                                            : 350}}));
        ChartModel model;
        model.setView(&m_view);
        addLine(model, kStreams);
        addLine(model, cap).limit = true;
        model.rebuild();
        const auto &points = model.points(1);
        QCOMPARE(points.size(), 6);
        for (qsizetype i = 1; i < points.size(); ++i)
            QVERIFY2(points[i].x() == points[i - 1].x() || points[i].y() == points[i - 1].y(),
                     "a slanting line");
        QCOMPARE(points.first(), QPointF(kStart, 400));
        QCOMPARE(points.last(), QPointF(kStart + 1000.0 * seconds, 350));
    }

    void noLineLiesOnTheTopGridLine_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<bool>("logarithmic");
        for (const double most : {0.3, 4.0, 5.0, 10.0, 297.0, 300.0, 597.0, 600.0, 1000.0, 10000.0}) {
            QTest::addRow("%g", most) << most << false;
            QTest::addRow("%g logarithmic", most) << most << true;
        }
    }

    void noLineLiesOnTheTopGridLine()
    {
        QFETCH(double, most);
        QFETCH(bool, logarithmic);
        for (int second = 0; second < 10; ++second)
            m_store.append(snapshotAt(second, {{kStreams, most}}));
        ChartModel model;
        model.setProperty("logarithmic", logarithmic);
        model.setView(&m_view);
        addLine(model, kStreams);
        model.rebuild();
        QVERIFY2(model.position(most) < 0.996, qPrintable(QString::number(model.position(most))));
    }

    void quietLinesAreLeftOutOfTheLegend()
    {
        for (int second = 0; second < 10; ++second)
            m_store.append(snapshotAt(second, {{kStreams, 0}, {kTotal, second}}));
        ChartModel model;
        model.setView(&m_view);
        model.setProperty("hidesQuiet", true);
        addLine(model, kStreams);
        addLine(model, kTotal);
        model.rebuild();
        QVERIFY(!model.isQuiet());
        QCOMPARE(model.readout(model.end()).size(), 1);
        m_store.clear();
        for (int second = 0; second < 10; ++second)
            m_store.append(snapshotAt(second, {{kStreams, 0}, {kTotal, 0}}));
        model.rebuild();
        QVERIFY(model.isQuiet());
        QVERIFY(model.readout(model.end()).isEmpty());
        QVERIFY(model.summary().contains(QStringLiteral("none in the last")));
    }

    void aChartIsListedWhileItIsOnTheScreen()
    {
        ChartModel model;
        model.setView(&m_view);
        QCOMPARE(m_view.charts().size(), 1);
        model.setActive(false);
        QVERIFY(m_view.charts().isEmpty());
        model.setActive(true);
        QCOMPARE(m_view.charts().first(), &model);
    }
};

QTEST_GUILESS_MAIN(TestChartModel)
#include "tst_chartmodel.moc"
