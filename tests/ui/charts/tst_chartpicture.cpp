// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a chart: as large as a report wants it, whatever the screen; with lines, marks and words.
#include "ChartPicture.h"
#include "ui/models/Snapshots.h"

#include <QGuiApplication>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

const QVariantMap kStyle{
    {QStringLiteral("surface"), QColor(Qt::white)},  {QStringLiteral("raised"), QColor(240, 240, 240)},
    {QStringLiteral("grid"), QColor(220, 220, 220)}, {QStringLiteral("text"), QColor(Qt::black)},
    {QStringLiteral("muted"), QColor(90, 90, 90)},   {QStringLiteral("info"), QColor(0, 0, 200)},
    {QStringLiteral("critical"), QColor(200, 0, 0)}, {QStringLiteral("warning"), QColor(130, 80, 0)},
    {QStringLiteral("ok"), QColor(0, 100, 0)},       {QStringLiteral("family"), QStringLiteral("Roboto")},
};
const QString kStreams = QStringLiteral("active_streams");
const QColor kLine(10, 160, 90);

/** How many pixels of @p box have just that colour. */
int pixelsOf(const QImage &picture, const QColor &color, const QRect &box)
{
    int count = 0;
    for (int y = box.top(); y <= box.bottom(); ++y) {
        for (int x = box.left(); x <= box.right(); ++x)
            count += picture.pixelColor(x, y) == color ? 1 : 0;
    }
    return count;
}

} // namespace

class TestChartPicture : public QObject
{
    Q_OBJECT

    SnapshotStore m_store;
    TimeView m_view;
    EngineLink m_link;

private Q_SLOTS:
    void init()
    {
        m_store.clear();
        m_view.setStore(&m_store);
        m_view.setWindowSeconds(300);
    }

    void hasLinesMarksAndWords_data()
    {
        QTest::addColumn<bool>("stacked");
        QTest::newRow("lines") << false;
        QTest::newRow("stacked") << true;
    }

    void hasLinesMarksAndWords()
    {
        QFETCH(bool, stacked);
        for (int second = 0; second <= 300; ++second) {
            if (second < 200 || second > 230)
                m_store.append(snapshotAt(second, {{kStreams, 300}}));
        }
        Journal journal(m_link);
        journal.noteAt(kStart + 100'000, Journal::Alarm, QStringLiteral("something"), {},
                       QStringLiteral("critical"));
        ChartModel model;
        model.setProperty("title", QStringLiteral("Active streams"));
        model.setProperty("stacked", stacked);
        model.setView(&m_view);
        model.setSeries({QVariantMap{{QStringLiteral("column"), kStreams},
                                     {QStringLiteral("label"), QStringLiteral("active")},
                                     {QStringLiteral("color"), kLine}}});
        model.rebuild();
        ChartMarks marks;
        marks.setJournal(&journal);
        marks.setStart(model.start());
        marks.setEnd(model.end());

        const QImage picture = ChartPicture::of(model, &marks, QStringLiteral("edge-1.example:9901"), kStyle);
        QVERIFY(picture.width() >= 1600);
        QCOMPARE(picture.text(QStringLiteral("Title")), QStringLiteral("Active streams"));
        QCOMPARE(picture.text(QStringLiteral("Source")), QStringLiteral("edge-1.example:9901"));
        // The head: the title at the left, the engine at the right.
        const int half = picture.width() / 2;
        QVERIFY(pixelsOf(picture, Qt::black, QRect(0, 0, half, 90)) > 100);
        QVERIFY(pixelsOf(picture, Qt::black, QRect(half, 0, half, 90)) > 100);
        // The figures' line, broken where nothing was recorded, and the alarm's line and shade.
        QVERIFY(pixelsOf(picture, kLine, picture.rect().adjusted(0, 200, 0, 0)) > 1000);
        QVERIFY(pixelsOf(picture, QColor(240, 240, 240), picture.rect()) > 1000);
        QVERIFY(pixelsOf(picture, QColor(200, 0, 0), picture.rect().adjusted(0, 200, 0, -100)) > 300);
    }

    void nothingRecordedIsSaid()
    {
        ChartModel model;
        model.setView(&m_view);
        model.rebuild();
        const QImage picture = ChartPicture::of(model, nullptr, QStringLiteral("x"), kStyle);
        QCOMPARE(picture.size(), QSize(ChartPicture::width, ChartPicture::height));
        QVERIFY(pixelsOf(picture, QColor(90, 90, 90), picture.rect().adjusted(600, 300, -600, -300)) > 50);
    }
};

QTEST_MAIN(TestChartPicture)
#include "tst_chartpicture.moc"
