// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console's load test: the real sluicectl against a real engine, to its end, interrupted, and where it
// cannot begin.
#include "ConsoleSession.h"
#include "ui/support/TestEngine.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

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

    void isAMarkWithItsVerdict()
    {
        ConsoleSession session;
        LoadTest &test = *session.loadTest();
        test.start(m_engine.publicUrl(), 0,
                   {{QStringLiteral("clients"), QStringLiteral("20")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("duration"), QStringLiteral("1s")}});
        const Journal &journal = *session.journal();
        TRY(journal.count() == 1);
        const JournalEntry began = journal.entries().first();
        QCOMPARE(began.kind, JournalEntry::Kind::LoadTest);
        QVERIFY2(began.title.contains(QStringLiteral("20")), qPrintable(began.title));
        QVERIFY(std::isnan(began.until));
        TRY(!test.isRunning() && test.hasVerdict());
        QCOMPARE(journal.count(), 1);
        const JournalEntry over = journal.entries().first();
        QVERIFY(over.until > over.time); // charts shade it
        QCOMPARE(over.tone, QStringLiteral("ok"));
        QVERIFY2(over.title.contains(QStringLiteral("passed")), qPrintable(over.title));
        QVERIFY2(over.detail.contains(QStringLiteral("drop_rate")), qPrintable(over.detail));
    }

    void theConsolesOwnEngineIsNotJudgedByTheWindowsMemory()
    {
        ConsoleSession session;
        LoadTest &test = *session.loadTest();
        const QSignalSpy own(&session, &ConsoleSession::ownStreamsChanged);
        test.start(m_engine.publicUrl(), QCoreApplication::applicationPid(),
                   {{QStringLiteral("clients"), QStringLiteral("20")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("duration"), QStringLiteral("1s")},
                    {QStringLiteral("max-rss-growth"), QStringLiteral("5%")}});
        QVERIFY2(test.note().contains(QStringLiteral("Memory is not judged")), qPrintable(test.note()));
        TRY(test.isRunning() && session.property("ownStreams").toInt() == 20);
        TRY(!test.isRunning());
        QVERIFY2(test.hasVerdict(), qPrintable(test.message()));
        for (const QVariant &each : test.thresholds())
            QVERIFY(each.toMap().value(QStringLiteral("name")).toString() != QLatin1String("rss_growth"));
        QCOMPARE(session.property("ownStreams").toInt(), 0);
        // Of an engine elsewhere memory cannot be seen at all.
        test.start(m_engine.publicUrl(), 0,
                   {{QStringLiteral("clients"), QStringLiteral("5")},
                    {QStringLiteral("rate"), QStringLiteral("10")},
                    {QStringLiteral("duration"), QStringLiteral("1s")},
                    {QStringLiteral("max-rss-growth"), QStringLiteral("5%")}});
        QVERIFY(!test.note().isEmpty());
        QCOMPARE(test.ownStreams(), 0);
        TRY(!test.isRunning() && test.hasVerdict());
    }

    void publishesWithTheToken()
    {
        TestEngine guarded;
        QVERIFY2(guarded.start({{QStringLiteral("auth.publish_token"), QStringLiteral("let-me-publish-1")}}),
                 qPrintable(guarded.error()));
        LoadTest test;
        const QVariantMap options{{QStringLiteral("clients"), QStringLiteral("5")},
                                  {QStringLiteral("rate"), QStringLiteral("10")},
                                  {QStringLiteral("duration"), QStringLiteral("1s")}};
        test.start(guarded.publicUrl(), 0, options);
        TRY(!test.isRunning());
        QVERIFY(!test.passed());
        test.setProperty("publishToken", QStringLiteral("let-me-publish-1"));
        test.start(guarded.publicUrl(), 0, options);
        TRY(!test.isRunning());
        QVERIFY2(test.passed(), qPrintable(test.message()));
        QVERIFY(!LoadTest::commandLine(guarded.publicUrl(), options).contains(QStringLiteral("let-me")));
    }

    void anotherMachineIsLoadedOnlyWhenThatIsSaid()
    {
        const QUrl elsewhere(QStringLiteral("http://192.0.2.1:8080"));
        QVERIFY(LoadTest::isRemote(elsewhere));
        QVERIFY(!LoadTest::isRemote(m_engine.publicUrl()));
        const QTemporaryDir place;
        const QString arguments = place.filePath(QStringLiteral("arguments"));
        LoadTest test;
        test.setProgram(script(place, "echo \"$@\" > " + arguments.toUtf8() + "\n"));
        test.start(elsewhere, 0, {{QStringLiteral("clients"), QStringLiteral("5")}});
        QVERIFY(!test.isRunning());
        QVERIFY2(test.message().contains(QStringLiteral("192.0.2.1")), qPrintable(test.message()));
        test.setProperty("allowRemote", true);
        test.start(elsewhere, 0,
                   {{QStringLiteral("clients"), QStringLiteral("5")}, {QStringLiteral("reconnect"), false}});
        TRY(!test.isRunning() && !test.message().isEmpty());
        QFile file(arguments);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray given = file.readAll();
        QVERIFY2(given.contains("--allow-remote"), given.constData());
        QVERIFY2(!given.contains("--reconnect"), given.constData()); // a flag that is off
    }

    void oneThatDoesNotEndIsEnded()
    {
        const QTemporaryDir place;
        ConsoleSession session;
        LoadTest &test = *session.loadTest();
        test.setProgram(script(place, "trap '' TERM\necho ready >&2\nwhile :; do sleep 0.1; done\n"));
        test.setPatience(std::chrono::milliseconds(200));
        test.start(m_engine.publicUrl(), 0, {{QStringLiteral("clients"), QStringLiteral("5")}});
        TRY(test.message() == QLatin1String("ready"));
        test.stop();
        TRY(!test.isRunning());
        QVERIFY2(test.message().contains(QStringLiteral("by force")), qPrintable(test.message()));
        QCOMPARE(session.journal()->entries().last().tone, QStringLiteral("critical"));
        QVERIFY(!std::isnan(session.journal()->entries().last().until));
    }

    void goingAwayWaitsForNobody()
    {
        const QTemporaryDir place;
        auto test = std::make_unique<LoadTest>();
        test->setProgram(script(place, "trap '' TERM\necho ready >&2\nwhile :; do sleep 0.1; done\n"));
        test->start(m_engine.publicUrl(), 0, {{QStringLiteral("clients"), QStringLiteral("5")}});
        TRY(test->message() == QLatin1String("ready"));
        QElapsedTimer time;
        time.start();
        test.reset();
        // It took ten seconds of the window's thread; a busy machine is no bug.
        QVERIFY2(time.elapsed() < 4'000, qPrintable(QString::number(time.elapsed())));
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
    /** A stand-in for the load generator. */
    static QString script(const QTemporaryDir &place, const QByteArray &lines)
    {
        QFile file(place.filePath(QStringLiteral("generator")));
        if (file.open(QIODevice::WriteOnly))
            file.write("#!/bin/sh\n" + lines);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }

    TestEngine m_engine;
};

QTEST_GUILESS_MAIN(tst_LoadTest)
#include "tst_loadtest.moc"
