// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/DrainPlan.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

class tst_DrainPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutATotalItStays();
    void aTotalIsKept_data();
    void aTotalIsKept();
};

void tst_DrainPlan::withoutATotalItStays()
{
    const DrainPlan plan = DrainPlan::from(Settings(), DrainThen::Exit);
    QVERIFY(plan.total == 0ms);
    QVERIFY(fitted(plan, 1'000'000) == plan);
}

void tst_DrainPlan::aTotalIsKept_data()
{
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("streams");
    QTest::newRow("docker stop") << qint64(10'000) << qint64(20'000);
    QTest::newRow("Kubernetes") << qint64(30'000) << qint64(1'000'000);
    QTest::newRow("in an instant") << qint64(1) << qint64(100);
    QTest::newRow("nobody is there") << qint64(10'000) << qint64(0);
    QTest::newRow("time enough") << qint64(3'600'000) << qint64(10);
}

void tst_DrainPlan::aTotalIsKept()
{
    QFETCH(const qint64, total);
    QFETCH(const qint64, streams);
    Settings settings;
    settings.drain_total = Milliseconds(total);
    const DrainPlan asked = DrainPlan::from(settings, DrainThen::Exit);
    const DrainPlan plan = fitted(asked, streams);
    QVERIFY(plan.grace + plan.deadline <= Milliseconds(total));
    QVERIFY(plan.grace <= asked.grace && plan.deadline <= asked.deadline);
    QVERIFY(plan.rate >= asked.rate); // nobody asked for a slower one
    QVERIFY(checkPlan(plan));
    const DrainPreview preview = previewOf(plan, streams);
    if (streams <= total * 100) // a million a second is the most that drain.rate says
        QCOMPARE(preview.forced, std::int64_t{0});
    QVERIFY(preview.seconds <= std::chrono::duration<double>(plan.grace + plan.deadline).count());
}

QTEST_APPLESS_MAIN(tst_DrainPlan)
#include "tst_drainplan.moc"
