// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Doctor page's models against a real engine: its machine, its stream, and URLs that are none.
#include "MachineDoctor.h"
#include "StreamExamination.h"
#include "ui/support/TestEngine.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 90'000)

class tst_Doctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_engine.start(), qPrintable(m_engine.error())); }

    void examinesTheMachine()
    {
        EngineLink link;
        MachineDoctor doctor;
        doctor.setLink(&link);
        link.connectTo(m_engine.url(), TestEngine::token());
        TRY(doctor.findings()->count() > 0);
        QVERIFY(doctor.error().isEmpty());
        auto worst = Severity::Critical;
        for (const Finding &finding : doctor.findings()->findings()) {
            QVERIFY(finding.severity <= worst); // the gravest come first
            worst = finding.severity;
            QVERIFY(!finding.rule.empty() && !finding.summary.empty());
            // The summary has both already.
            QVERIFY(FindingsModel::evidenceOf(finding).isEmpty());
        }
    }

    void saysWhyThereIsNoExamination()
    {
        EngineLink link;
        MachineDoctor doctor;
        link.connectTo(m_engine.url(), QStringLiteral("a wrong token"));
        doctor.setLink(&link);
        TRY(!doctor.error().isEmpty());
        QCOMPARE(doctor.findings()->count(), 0);
    }

    void checksAStream()
    {
        StreamExamination examination;
        const QString base = m_engine.publicUrl().toString(QUrl::RemovePath);
        examination.start(base + QStringLiteral("/stream/doctor"), base + QStringLiteral("/publish/doctor"),
                          {}, 3, false);
        QVERIFY2(examination.error().isEmpty(), qPrintable(examination.error()));
        QVERIFY(examination.isRunning());
        TRY(!examination.isRunning());
        QVERIFY2(examination.error().isEmpty(), qPrintable(examination.error()));
        QVERIFY(examination.findings()->count() > 0);
        QVERIFY(!examination.findings()->verdict().isEmpty());
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no URL") << QStringLiteral("not a url");
        QTest::newRow("not http") << QStringLiteral("ftp://127.0.0.1/stream");
        QTest::newRow("beyond this machine") << QStringLiteral("http://192.0.2.1/stream");
    }

    void refusesWhatCannotBe()
    {
        QFETCH(QString, url);
        StreamExamination examination;
        examination.start(url, {}, {}, 3, false);
        TRY(!examination.isRunning() && !examination.error().isEmpty());
        QCOMPARE(examination.findings()->count(), 0);
    }

private:
    TestEngine m_engine;
};

QTEST_GUILESS_MAIN(tst_Doctor)
#include "tst_doctor.moc"
