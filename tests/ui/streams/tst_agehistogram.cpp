// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "AgeHistogram.h"

#include "ui/support/FakeAdmin.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

QJsonObject end(double age, int secondsAgo, const QString &cause = QStringLiteral("client-closed"))
{
    return {{QStringLiteral("age_seconds"), age},
            {QStringLiteral("cause"), cause},
            {QStringLiteral("ended"),
             QDateTime::currentDateTimeUtc().addSecs(-secondsAgo).toString(Qt::ISODateWithMs)}};
}

QJsonObject answer(const QJsonArray &ends)
{
    return {{QStringLiteral("total"), ends.size()}, {QStringLiteral("disconnects"), ends}};
}

/** The label of the bar that is marked; empty: none. */
QString marked(const AgeHistogram &ages)
{
    for (const QVariant &bar : ages.bars()) {
        if (bar.toMap().value(QStringLiteral("isCluster")).toBool())
            return bar.toMap().value(QStringLiteral("label")).toString();
    }
    return {};
}

int countOf(const AgeHistogram &ages, const QString &label)
{
    for (const QVariant &bar : ages.bars()) {
        if (bar.toMap().value(QStringLiteral("label")).toString() == label)
            return bar.toMap().value(QStringLiteral("count")).toInt();
    }
    return -1;
}

} // namespace

class tst_AgeHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksAProxysTimeout();
    void manyAgesAreNoCluster();
    void noEndsAreNoFinding();
    void asksWhileTheEndsAreSeen();
};

void tst_AgeHistogram::marksAProxysTimeout()
{
    QJsonArray ends;
    for (int i = 0; i < 20; ++i)
        ends.append(end(60.0 + 0.01 * i, 10 * i)); // each at its own time
    ends.append(end(3, 5));
    ends.append(end(700, 9));
    AgeHistogram ages;
    ages.take(answer(ends));
    QCOMPARE(ages.count(), 22);
    QVERIFY(ages.isClustered());
    QCOMPARE(marked(ages), QStringLiteral("60s"));
    QCOMPARE(countOf(ages, QStringLiteral("60s")), 20);
    QCOMPARE(countOf(ages, QStringLiteral("2s")), 1);
    QCOMPARE(countOf(ages, QStringLiteral("10m")), 1);
    QVERIFY2(ages.finding().contains(QLatin1String("20 of 22")), qPrintable(ages.finding()));
}

void tst_AgeHistogram::manyAgesAreNoCluster()
{
    QJsonArray ends;
    for (int i = 0; i < 100; ++i)
        ends.append(end(3.0 + 7.3 * i, 2 * i));
    // An operator's kicks at one age are no proxy's.
    for (int i = 0; i < 300; ++i)
        ends.append(end(60, 3 * i, QStringLiteral("kicked")));
    AgeHistogram ages;
    ages.take(answer(ends));
    QVERIFY(!ages.isClustered());
    QCOMPARE(marked(ages), QString());
    QCOMPARE(ages.count(), 400);
}

void tst_AgeHistogram::noEndsAreNoFinding()
{
    AgeHistogram ages;
    ages.take(answer({}));
    QCOMPARE(ages.count(), 0);
    QVERIFY(!ages.isClustered());
    QVERIFY(!ages.bars().isEmpty());
    QVERIFY(!ages.finding().isEmpty());
}

void tst_AgeHistogram::asksWhileTheEndsAreSeen()
{
    FakeAdmin admin;
    admin.ends = answer({end(5, 1)});
    EngineLink link;
    EndsModel ends;
    AgeHistogram ages;
    ages.setEnds(&ends);
    link.connectTo(admin.url(), {});
    ends.setLink(&link);
    QCOMPARE(ages.count(), 0);
    ends.setCause(QStringLiteral("reset"));
    ends.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(ages.count(), 1, 60'000);
    QVERIFY(
        admin.lastAsked(QStringLiteral("GET /api/v1/disconnects")).contains(QLatin1String("cause=reset")));
}

QTEST_GUILESS_MAIN(tst_AgeHistogram)
#include "tst_agehistogram.moc"
