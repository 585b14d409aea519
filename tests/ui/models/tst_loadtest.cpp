// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console's load test: the real sluicectl against a real engine, to its end, interrupted, and where it
// cannot begin.
#include "LoadTest.h"
#include "ui/support/TestEngine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 90'000)

class tst_LoadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_engine.start(), qPrintable(m_engine.error())); }

    void passes()
    {
        LoadTest test;
        QSignalSpy finished(&test, &LoadTest::finished);
        QSignalSpy progress(&test, &LoadTest::progressChanged);
        test.start(m_engine.publicUrl(), 0,
                   {{QStringLiteral("clients"), QStringLiteral("20")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("ramp"), QString()},
                    {QStringLiteral("duration"), QStringLiteral("1s")}});
        TRY(finished.count() == 1);
        QVERIFY2(test.hasVerdict(), qPrintable(test.message()));
        QVERIFY(test.passed());
        QVERIFY(!test.wasInterrupted());
        QVERIFY(!test.thresholds().isEmpty());
        QVERIFY(progress.count() > 1);
        QCOMPARE(test.progress().value(QStringLiteral("phase")).toString(), QStringLiteral("finished"));
        const QTemporaryDir place;
        const QString copy = place.filePath(QStringLiteral("report.html"));
        QCOMPARE(test.saveReport(QUrl::fromLocalFile(copy)), QString());
        QVERIFY(QFileInfo(copy).size() > 0);
        QVERIFY(!test.saveReport(QUrl::fromLocalFile(place.filePath(QStringLiteral("none/report.html"))))
                     .isEmpty());
    }

    void missesWhatCannotBe()
    {
        LoadTest test;
        QSignalSpy finished(&test, &LoadTest::finished);
        // The cap refuses some of them, which no threshold allows.
        TestEngine small;
        QVERIFY2(small.start({{QStringLiteral("pool.max_streams"), QStringLiteral("5")}}),
                 qPrintable(small.error()));
        test.start(small.publicUrl(), 0,
                   {{QStringLiteral("clients"), QStringLiteral("20")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("duration"), QStringLiteral("1s")}});
        TRY(finished.count() == 1);
        QVERIFY(test.hasVerdict());
        QVERIFY(!test.passed());
    }

    void isInterrupted()
    {
        LoadTest test;
        test.start(m_engine.publicUrl(), 0,
                   {{QStringLiteral("clients"), QStringLiteral("20")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("duration"), QStringLiteral("10min")}});
        TRY(test.progress().value(QStringLiteral("phase")).toString() == QLatin1String("publishing"));
        test.stop();
        TRY(!test.isRunning() && test.hasVerdict());
        QVERIFY(test.wasInterrupted());
    }

    void saysWhyItCannotBegin()
    {
        LoadTest test;
        test.start({}, 0, {});
        QVERIFY(!test.isRunning());
        QVERIFY(!test.message().isEmpty());
        test.start(m_engine.publicUrl(), 0, {{QStringLiteral("clients"), QStringLiteral("many")}});
        TRY(!test.isRunning() && test.message().contains(QLatin1String("many")));
        QVERIFY(!test.hasVerdict());
    }

private:
    TestEngine m_engine;
};

QTEST_GUILESS_MAIN(tst_LoadTest)
#include "tst_loadtest.moc"
