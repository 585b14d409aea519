// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the journal knows of a real engine: its changes, grouped and undone, its drains, bursts and absences;
// and what the page and the charts make of it.
#include "ConsoleSession.h"
#include "JournalFilter.h"
#include "StreamKicker.h"

#include "TestEngine.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int kPatience = 60'000; // milliseconds: a busy machine is no bug

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestEngine> m_engine;
    std::unique_ptr<ConsoleSession> m_session;

    Journal &journal() { return *m_session->journal(); }
    EngineLink &link() { return *m_session->link(); }

    const JournalEntry *last(JournalEntry::Kind kind)
    {
        const auto &entries = journal().entries();
        const auto found = std::find_if(entries.crbegin(), entries.crend(),
                                        [kind](const auto &entry) { return entry.kind == kind; });
        return found == entries.crend() ? nullptr : &*found;
    }

    int countOf(JournalEntry::Kind kind)
    {
        const auto &entries = journal().entries();
        return static_cast<int>(std::count_if(entries.cbegin(), entries.cend(),
                                              [kind](const auto &entry) { return entry.kind == kind; }));
    }

    /** Sends and waits for the answer. */
    bool send(const QByteArray &method, const QString &path, const QJsonObject &body)
    {
        AdminRequest request;
        request.method = method;
        request.path = path;
        request.body = body;
        bool isDone = false;
        bool isGood = false;
        link().send(request, this, [&](const AdminClient::Result &result) {
            isDone = true;
            isGood = result.has_value();
            if (!result)
                qWarning("%s", result.error().message.c_str());
        });
        return QTest::qWaitFor([&] { return isDone; }, kPatience) && isGood;
    }

    void connectAs(const QString &token)
    {
        link().connectTo(m_engine->url(), token, QStringLiteral("test"));
        QTRY_VERIFY_WITH_TIMEOUT(link().isLive(), kPatience);
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale::c());
        m_engine = std::make_unique<TestEngine>();
        QVERIFY2(m_engine->start(), qPrintable(m_engine->error()));
        m_session = std::make_unique<ConsoleSession>();
        connectAs(TestEngine::token());
    }
    void cleanup()
    {
        m_session.reset();
        m_engine.reset();
    }

    void settingsChangedTogetherAreOneEntry()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"),
                     {{QStringLiteral("pool.max_streams"), 50},
                      {QStringLiteral("timeouts.heartbeat"), QStringLiteral("7s")},
                      {QStringLiteral("why"), QStringLiteral("a test")}}));
        QTRY_VERIFY_WITH_TIMEOUT(last(JournalEntry::Kind::Setting) != nullptr &&
                                     last(JournalEntry::Kind::Setting)->steps.size() == 2,
                                 kPatience);
        QCOMPARE(countOf(JournalEntry::Kind::Setting), 1);
        const JournalEntry *entry = last(JournalEntry::Kind::Setting);
        QCOMPARE(entry->why, QStringLiteral("a test"));
        QVERIFY(!entry->who.isEmpty());
        QVERIFY(journal().textOf(entry->id).contains(QStringLiteral("timeouts.heartbeat: 15s \u2192 7s")));
        QVERIFY(journal().canUndo());
    }

    void whatWasChangedBeforeIsReadAtTheStart()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 60}}));
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Setting), 1, kPatience);
        ConsoleSession other;
        other.link()->connectTo(m_engine->url(), TestEngine::token(), QStringLiteral("again"));
        QTRY_COMPARE_WITH_TIMEOUT(other.journal()->count(), 1, kPatience);
        QCOMPARE(other.journal()->entries().first().steps.first().after, QStringLiteral("60"));
    }

    void undoTakesTheLastChangeBackAndThenTheOneBefore()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 60}}));
        QVERIFY(send("PATCH", QStringLiteral("settings"),
                     {{QStringLiteral("timeouts.heartbeat"), QStringLiteral("9s")}}));
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Setting), 2, kPatience);
        QVERIFY(journal().undoText().contains(QStringLiteral("timeouts.heartbeat")));
        QSignalSpy undone(&journal(), &Journal::undone);
        journal().undoLast();
        QTRY_COMPARE_WITH_TIMEOUT(undone.size(), 1, kPatience);
        QVERIFY2(
            undone.first().first().toString().contains(QStringLiteral("timeouts.heartbeat is 15s again")),
            qPrintable(undone.first().first().toString()));
        // The undo is an entry too, and what it took back says so.
        QTRY_VERIFY_WITH_TIMEOUT(journal().undoText().contains(QStringLiteral("pool.max_streams")),
                                 kPatience);
        QCOMPARE(countOf(JournalEntry::Kind::Setting), 3);
        journal().undoLast();
        QTRY_COMPARE_WITH_TIMEOUT(undone.size(), 2, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!journal().canUndo(), kPatience);
        QSignalSpy failed(&journal(), &Journal::undoFailed);
        journal().undoLast();
        QCOMPARE(failed.size(), 1);
    }

    void anOlderChangeThatWasChangedAgainCannotBeUndoneAndSaysWhy()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 60}}));
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Setting), 1, kPatience);
        const int first = last(JournalEntry::Kind::Setting)->id;
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 70}}));
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Setting), 2, kPatience);
        QSignalSpy failed(&journal(), &Journal::undoFailed);
        journal().undo(first);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kPatience);
        QVERIFY2(failed.first().first().toString().contains(QStringLiteral("changed again")),
                 qPrintable(failed.first().first().toString()));
    }

    void aViewerSeesChangesButCannotUndoThem()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 60}}));
        connectAs(TestEngine::viewerToken());
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Setting), 1, kPatience);
        QVERIFY(!journal().canUndo());
        QSignalSpy failed(&journal(), &Journal::undoFailed);
        journal().undoLast();
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("viewer")));
    }

    void aRestartIsWrittenDownAndItsOldChangesCannotBeUndone()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 60}}));
        QTRY_VERIFY_WITH_TIMEOUT(journal().canUndo(), kPatience);
        m_engine->stop();
        QTRY_VERIFY_WITH_TIMEOUT(countOf(JournalEntry::Kind::Connection) >= 1, kPatience);
        QVERIFY2(m_engine->start(), qPrintable(m_engine->error()));
        link().retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(link().isLive(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(countOf(JournalEntry::Kind::Restart), 1, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!journal().canUndo(), kPatience);
        QCOMPARE(countOf(JournalEntry::Kind::Setting), 1);
        QCOMPARE(countOf(JournalEntry::Kind::Connection), 2); // lost, and back
        const auto &entries = journal().entries();
        const bool isSorted = std::is_sorted(entries.cbegin(), entries.cend(),
                                             [](const auto &a, const auto &b) { return a.time < b.time; });
        QVERIFY(isSorted);
    }

    void aDrainIsWrittenDownPhaseByPhase()
    {
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 3), 3);
        QVERIFY(send("POST", QStringLiteral("drain"), {{QStringLiteral("then"), QStringLiteral("hold")}}));
        QTRY_VERIFY_WITH_TIMEOUT(
            last(JournalEntry::Kind::Drain) != nullptr &&
                last(JournalEntry::Kind::Drain)->title.startsWith(QStringLiteral("Drained")),
            kPatience);
        QVERIFY(countOf(JournalEntry::Kind::Drain) >= 2);
        QVERIFY(send("DELETE", QStringLiteral("drain"), {}));
        QTRY_VERIFY_WITH_TIMEOUT(
            last(JournalEntry::Kind::Drain)->title.contains(QStringLiteral("serves again")), kPatience);
    }

    void aDrainThatRunsAlreadyIsWrittenWhereItBegan()
    {
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 3), 3);
        const double asked = journal().now();
        QVERIFY(send("POST", QStringLiteral("drain"),
                     {{QStringLiteral("then"), QStringLiteral("hold")},
                      {QStringLiteral("grace"), QStringLiteral("1min")},
                      {QStringLiteral("deadline"), QStringLiteral("2min")}}));
        const double begun = journal().now();
        QTest::qWait(3'000); // somebody else looks, later
        ConsoleSession other;
        other.link()->connectTo(m_engine->url(), TestEngine::token(), QStringLiteral("later"));
        const auto entryOf = [&other]() -> const JournalEntry * {
            for (const JournalEntry &entry : other.journal()->entries()) {
                if (entry.kind == JournalEntry::Kind::Drain)
                    return &entry;
            }
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(entryOf() != nullptr, kPatience);
        const JournalEntry found = *entryOf();
        QVERIFY2(found.title.contains(QStringLiteral("Drain of 3 streams started")), qPrintable(found.title));
        QVERIFY(found.time >= asked - 1'000);
        // The way back of the answer makes it a little later, never the three seconds that were waited.
        QVERIFY2(found.time < begun + 2'500, qPrintable(QString::number(found.time - begun)));
        QVERIFY(send("DELETE", QStringLiteral("drain"), {}));
    }

    void endedAndBlockedStreamsAreWrittenDown()
    {
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 2), 2);
        StreamKicker kicker;
        kicker.link = &link();
        kicker.reason = QStringLiteral("too curious");
        kicker.blockSeconds = 60;
        QUrlQuery news;
        news.addQueryItem(QStringLiteral("channel"), QStringLiteral("news"));
        kicker.endMatching(news);
        QTRY_VERIFY_WITH_TIMEOUT(!kicker.isBusy(), kPatience);
        const JournalEntry *entry = last(JournalEntry::Kind::Operation);
        QVERIFY(entry != nullptr);
        QVERIFY2(entry->title.contains(QStringLiteral("2 streams were ended")) &&
                     entry->title.contains(QStringLiteral("blocked")),
                 qPrintable(entry->title));
        QVERIFY(entry->detail.contains(QStringLiteral("too curious")));
        QCOMPARE(countOf(JournalEntry::Kind::Operation), 1);
        // What did nothing is no entry.
        kicker.blockSeconds = 0;
        QUrlQuery nobody;
        nobody.addQueryItem(QStringLiteral("channel"), QStringLiteral("nobody-watches-this"));
        kicker.endMatching(nobody);
        QTRY_VERIFY_WITH_TIMEOUT(!kicker.isBusy(), kPatience);
        QCOMPARE(countOf(JournalEntry::Kind::Operation), 1);
    }

    void refusalsInARowAreOneEntryThatGrows()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 1}}));
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 1), 1);
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 15), 0);
        QTRY_VERIFY_WITH_TIMEOUT(last(JournalEntry::Kind::Refusals) != nullptr, kPatience);
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 15), 0);
        QTRY_VERIFY_WITH_TIMEOUT(last(JournalEntry::Kind::Refusals)->title.startsWith(QStringLiteral("30 ")),
                                 kPatience);
        QVERIFY(last(JournalEntry::Kind::Refusals)->title.contains(QStringLiteral("pool-full")));
        QCOMPARE(countOf(JournalEntry::Kind::Refusals), 1);
    }

    void aFullPoolIsAnAlarm()
    {
        QVERIFY(send("PATCH", QStringLiteral("settings"), {{QStringLiteral("pool.max_streams"), 2}}));
        QCOMPARE(m_engine->openStreams(QStringLiteral("news"), 2), 2);
        m_session->diagnosis()->setWatched(true);
        // On a busy machine another alarm may come first: that the engine's loops stood still.
        const auto isTold = [this] {
            const JournalEntry *alarm = last(JournalEntry::Kind::Alarm);
            return alarm != nullptr && alarm->detail.contains(QStringLiteral("pool-saturation"));
        };
        QTRY_VERIFY_WITH_TIMEOUT((m_engine->openStreams(QStringLiteral("news"), 1), isTold()), kPatience);
        QVERIFY(m_session->diagnosis()->findings()->count() > 0);
        QVERIFY(!m_session->diagnosis()->action().isEmpty());
        QVERIFY(!FindingsModel::evidenceOf(m_session->diagnosis()->findings()->findings().front()).isEmpty());
    }

    void whatOthersNoteCanBeFinished()
    {
        const int id = journal().note(Journal::LoadTest, QStringLiteral("100 clients"));
        QVERIFY(std::isnan(journal().find(id)->until));
        journal().finish(id, QStringLiteral("100 clients: passed"), QStringLiteral("p99 4 ms"),
                         QStringLiteral("ok"));
        const JournalEntry *entry = journal().find(id);
        QCOMPARE(entry->title, QStringLiteral("100 clients: passed"));
        QCOMPARE(entry->tone, QStringLiteral("ok"));
        QVERIFY(entry->until >= entry->time);
        QCOMPARE(journal().get(id).value(QStringLiteral("detail")).toString(), QStringLiteral("p99 4 ms"));
        QVERIFY(journal().get(id + 1000).isEmpty());
    }

    void anotherEngineIsAnotherJournal()
    {
        journal().note(Journal::Operation, QStringLiteral("something"));
        link().disconnectFromEngine();
        QCOMPARE(journal().count(), 0);
    }

    void theFilterShowsTheNewestFirstAndWhatMatchesOnly()
    {
        JournalFilter filter;
        filter.setJournal(&journal());
        QCOMPARE(filter.count(), 0);
        const int drain = journal().noteAt(1000, Journal::Drain, QStringLiteral("Drain of 5 streams started"),
                                           QStringLiteral("deadline 30s"), QStringLiteral("info"));
        const int load = journal().noteAt(3000, Journal::LoadTest, QStringLiteral("Load of 10 clients"), {},
                                          QStringLiteral("ok"));
        const int alarm = journal().noteAt(2000, Journal::Alarm, QStringLiteral("The pool is full"), {},
                                           QStringLiteral("critical"));
        QCOMPARE(filter.count(), 3);
        QCOMPARE(filter.idAt(0), load);
        QCOMPARE(filter.idAt(1), alarm);
        QCOMPARE(filter.idAt(2), drain);
        filter.setText(QStringLiteral("DEADLINE drain"));
        QCOMPARE(filter.count(), 1);
        QCOMPARE(filter.idAt(0), drain);
        filter.setText({});
        filter.toggle(Journal::Alarm);
        filter.toggle(Journal::LoadTest);
        QCOMPARE(filter.count(), 2);
        QVERIFY(filter.has(Journal::Alarm));
        QCOMPARE(filter.rowOfId(drain), -1);
        filter.toggle(Journal::LoadTest);
        QCOMPARE(filter.idAt(0), alarm);
        filter.setText(QStringLiteral("no such word"));
        QCOMPARE(filter.count(), 0);
        QCOMPARE(filter.idAt(0), 0);
        filter.clear();
        QCOMPARE(filter.count(), 3);
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
