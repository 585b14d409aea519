// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The state of a drain as lines: what is read, and that no line is wider than it may be.
#include "ctl/output/DrainView.h"

#include "base/text/Figures.h"

#include <QTest>

using namespace sluice;

namespace {

QJsonObject evicting()
{
    return {{QStringLiteral("phase"), QStringLiteral("evicting")},
            {QStringLiteral("initial"), 10'000},
            {QStringLiteral("left"), 3'800},
            {QStringLiteral("closed"), 6'200},
            {QStringLiteral("forced"), 0},
            {QStringLiteral("rate"), 1'000},
            {QStringLiteral("eta_seconds"), 3.8},
            {QStringLiteral("then"), QStringLiteral("exit")}};
}

} // namespace

class tst_DrainView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void drawsTheBar();
    void fitsEveryWidth();
    void survivesNonsense();
    void fillsGauges();
};

void tst_DrainView::reads()
{
    const auto view = DrainView::read(evicting());
    QVERIFY(view.has_value());
    QVERIFY(view->isUnderWay());
    QCOMPARE(view->then, std::string("exit"));
    QCOMPARE(view->line(), std::string("evicting: 6,200 of 10,000 gone  1,000/s  3.8s left"));
    QVERIFY(!DrainView::read({}).has_value());
    for (const char *phase : {"serving", "drained"}) {
        QJsonObject json = evicting();
        json.insert(QStringLiteral("phase"), QLatin1String(phase));
        QVERIFY(!DrainView::read(json)->isUnderWay());
    }
}

void tst_DrainView::drawsTheBar()
{
    QCOMPARE(DrainView::read(evicting())->bar(70),
             std::string("evicting  [#########-------]  6,200 of 10,000 gone  1,000/s  3.8s left"));
    QJsonObject json = evicting();
    json.insert(QStringLiteral("forced"), 12);
    QVERIFY(DrainView::read(json)->bar(90).find("12 forced") != std::string::npos);
}

void tst_DrainView::fitsEveryWidth()
{
    for (std::size_t width = 0; width < 200; ++width)
        QVERIFY(textWidth(DrainView::read(evicting())->bar(width)) <= width);
}

void tst_DrainView::survivesNonsense()
{
    const QJsonObject json{{QStringLiteral("phase"), QStringLiteral("\x1b[2J")},
                           {QStringLiteral("initial"), -5},
                           {QStringLiteral("left"), 1e300},
                           {QStringLiteral("rate"), QStringLiteral("fast")},
                           {QStringLiteral("eta_seconds"), -1}};
    const std::string bar = DrainView::read(json)->bar(80);
    QVERIFY(bar.find('\x1b') == std::string::npos);
    QVERIFY(textWidth(bar) <= 80);
}

void tst_DrainView::fillsGauges()
{
    QCOMPARE(gauge(0, 6), std::string("[----]"));
    QCOMPARE(gauge(0.5, 6), std::string("[##--]"));
    QCOMPARE(gauge(0.999, 6), std::string("[###-]"));
    QCOMPARE(gauge(1, 6), std::string("[####]"));
    QCOMPARE(gauge(7, 6), std::string("[####]"));
    QCOMPARE(gauge(-1, 6), std::string("[----]"));
    QCOMPARE(gauge(0.5, 2), std::string());
}

QTEST_GUILESS_MAIN(tst_DrainView)
#include "tst_drain_view.moc"
