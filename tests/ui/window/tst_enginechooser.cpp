// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which engine the console looks at: its own, saved ones with their tokens, with and without a keychain, and
// what it remembers over restarts.
#include "EngineChooser.h"
#include "KeychainVault.h"
#include "Preferences.h"
#include "ui/support/TestEngine.h"

#include <QElapsedTimer>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;
using State = EngineLink::State;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

/** A keychain, or the lack of one; answers when it is told to, as one that must be unlocked does. */
class FakeVault : public TokenVault
{
public:
    struct State
    {
        QHash<QString, QString> kept;
        QString problem; ///< of every question
        QList<std::function<void()>> waiting;

        void answer()
        {
            const auto ready = std::exchange(waiting, {});
            for (const auto &one : ready)
                one();
        }
    };

    explicit FakeVault(State &state)
        : m_state(state)
    {
    }
    void read(const QString &key, Read answer) override
    {
        m_state.waiting.append([this, key, answer] {
            answer(m_state.problem.isEmpty() ? m_state.kept.value(key) : QString(), m_state.problem);
        });
    }
    void write(const QString &key, const QString &token, Written answer) override
    {
        if (m_state.problem.isEmpty())
            m_state.kept.insert(key, token);
        answer(m_state.problem);
    }
    void remove(const QString &key) override { m_state.kept.remove(key); }

private:
    State &m_state;
};

/** A console as far as connections go. */
struct Console
{
    explicit Console(FakeVault::State &keychain)
        : chooser(std::make_unique<FakeVault>(keychain))
    {
        chooser.setLink(&link);
    }
    EngineLink link;
    EngineChooser chooser;
};

const QString kName = QStringLiteral("sse-1");

} // namespace

class TestEngineChooser : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path()); }
    void init() { Preferences::file()->clear(); }

    void theOwnEngineIsLiveAndItsTokenIsItsOwn()
    {
        FakeVault::State keychain;
        Console one(keychain);
        Console two(keychain);
        one.chooser.chooseOwn();
        two.chooser.chooseOwn(); // a second instance beside the first
        QCOMPARE(one.chooser.current(), QStringLiteral("own"));
        TRY(one.link.isLive() && two.link.isLive());
        QVERIFY(one.link.mayOperate());
        QVERIFY(one.chooser.own()->token() != two.chooser.own()->token());
        QVERIFY(one.link.url() != two.link.url());
        QCOMPARE(one.link.url().host(), QStringLiteral("127.0.0.1"));
        // The demo feed flows, to an audience of its own that is nobody else's.
        TRY(one.link.snapshots()->latest(QStringLiteral("channels")) > 0);
        TRY(one.link.snapshots()->latest(QStringLiteral("active_streams")) >= DemoAudience::seats / 2);
        TRY(one.link.snapshots()->latest(QStringLiteral("delivery_latency_p99_seconds")) > 0);

        const QSignalSpy counted(one.chooser.own(), &EmbeddedEngine::streamsCounted);
        one.chooser.own()->countStreams();
        TRY(counted.size() == 1);
        QCOMPARE(counted.first().first().toInt(), 0);

        EngineLink stranger;
        stranger.connectTo(one.link.url(), two.chooser.own()->token());
        TRY(stranger.state() == State::Refused);
    }

    void theOwnEngineEndsSoonEvenIfAStreamDoesNotRead()
    {
        EmbeddedEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.problem()));
        QTcpSocket stream;
        stream.connectToHost(engine.publicUrl().host(), quint16(engine.publicUrl().port()));
        QVERIFY(stream.waitForConnected(30'000));
        stream.write("GET /stream/demo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        QVERIFY(stream.waitForReadyRead(30'000));
        const QSignalSpy counted(&engine, &EmbeddedEngine::streamsCounted);
        // The engine answers from copies of its streams, which may be of a moment ago.
        int counts = 0;
        do {
            engine.countStreams();
            ++counts;
            TRY(counted.size() == counts);
        } while (counted.last().first().toInt() != 1 && counts < 1000);
        QCOMPARE(counted.last().first().toInt(), 1);
        QElapsedTimer time;
        time.start();
        engine.stop();
        // Two seconds are promised; a busy machine is no bug, an untouched drain would take half a minute.
        QVERIFY2(time.elapsed() < 15'000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(!engine.isRunning());
        engine.countStreams();
        QCOMPARE(counted.last().first().toInt(), 0);
    }

    void savesAnEngineAndShowsIt()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        FakeVault::State keychain;
        {
            Console console(keychain);
            QCOMPARE(console.chooser.add(kName, engine.url().toString(), TestEngine::token()), QString());
            TRY(console.link.isLive());
            QCOMPARE(console.link.name(), kName);
            QCOMPARE(keychain.kept.size(), 1);
            QVERIFY(console.chooser.note().isEmpty());
            QVERIFY(!console.chooser.own()->isRunning());
        }
        // The next start: the list is there, the token only in the keychain.
        QFile file(Preferences::file()->fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray saved = file.readAll();
        QVERIFY(saved.contains(kName.toUtf8()));
        QVERIFY(!saved.contains(TestEngine::token().toUtf8()));
        Console next(keychain);
        QCOMPARE(next.chooser.saved()->count(), 1);
        const QModelIndex row = next.chooser.saved()->index(0);
        const QString id = row.data(SavedConnections::IdRole).toString();
        QCOMPARE(row.data(SavedConnections::UrlRole).toString(), engine.url().toString());
        next.chooser.choose(id);
        QCOMPARE(next.link.state(), State::Idle);
        QVERIFY(!next.chooser.note().isEmpty());
        keychain.answer();
        TRY(next.link.isLive());
        QVERIFY(next.chooser.note().isEmpty());
    }

    void withoutAKeychainTheTokenIsKeptForTheSessionAndSaidSo()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        FakeVault::State keychain;
        keychain.problem = QStringLiteral("none is running");
        QString id;
        {
            Console console(keychain);
            QCOMPARE(console.chooser.add(kName, engine.url().toString(), TestEngine::token()), QString());
            TRY(console.link.isLive());
            QVERIFY2(console.chooser.note().contains(QStringLiteral("none is running")),
                     qPrintable(console.chooser.note()));
            id = console.chooser.current();
            console.chooser.chooseOwn();
            console.chooser.choose(id);
            TRY(console.link.isLive());
            QCOMPARE(console.link.url(), engine.url());
        }
        Console next(keychain);
        next.chooser.choose(id);
        keychain.answer();
        TRY(next.link.state() == State::Refused);
        QVERIFY2(next.chooser.note().contains(kName), qPrintable(next.chooser.note()));
        QCOMPARE(next.chooser.change(id, kName, engine.url().toString(), TestEngine::token()), QString());
        TRY(next.link.isLive());
    }

    void anAnswerOfTheKeychainThatComesTooLateChangesNothing()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        FakeVault::State keychain;
        QString id;
        {
            Console console(keychain);
            QCOMPARE(console.chooser.add(kName, engine.url().toString(), TestEngine::token()), QString());
            id = console.chooser.current();
        }
        Console next(keychain);
        next.chooser.choose(id);
        next.chooser.chooseOwn();
        keychain.answer();
        TRY(next.link.isLive());
        QCOMPARE(next.link.url(), next.chooser.own()->url());
        next.chooser.choose(id);
        next.chooser.remove(id);
        keychain.answer();
        QCOMPARE(next.chooser.current(), QStringLiteral("own"));
    }

    void changesKeepTheTokenUnlessAnotherIsGiven()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        FakeVault::State keychain;
        Console console(keychain);
        QCOMPARE(console.chooser.add(kName, engine.url().toString(), TestEngine::viewerToken()), QString());
        const QString id = console.chooser.current();
        TRY(console.link.isLive() && !console.link.mayOperate());
        QCOMPARE(console.chooser.change(id, QStringLiteral("renamed"), engine.url().toString(), {}),
                 QString());
        TRY(console.link.isLive());
        QCOMPARE(console.link.name(), QStringLiteral("renamed"));
        QVERIFY(!console.link.mayOperate());
        QCOMPARE(console.chooser.change(id, kName, engine.url().toString(), TestEngine::token()), QString());
        TRY(console.link.isLive() && console.link.mayOperate());
        QCOMPARE(keychain.kept.value(id), TestEngine::token());
        QCOMPARE(console.chooser.change(id, kName, engine.url().toString(), QString()), QString());
        TRY(console.link.state() == State::Refused);
        QVERIFY(keychain.kept.isEmpty());
    }

    void twoConsolesKeepEachOthersConnections()
    {
        SavedConnections one;
        SavedConnections two; // both started before anything was saved
        const QString first = one.add(QStringLiteral("first"), QUrl(QStringLiteral("http://a:1")), false).id;
        const QString second = two.add(QStringLiteral("second"), QUrl(QStringLiteral("http://b:2")), true).id;
        QCOMPARE(two.count(), 2);
        QVERIFY(two.find(first) != nullptr);
        QCOMPARE(SavedConnections().count(), 2);
        // What one changes does not take back what the other did.
        SavedConnections::Connection changed = *one.find(first);
        changed.name = QStringLiteral("renamed");
        one.change(changed);
        QCOMPARE(one.count(), 2);
        two.remove(second);
        const SavedConnections now;
        QCOMPARE(now.count(), 1);
        QCOMPARE(now.find(first)->name, QStringLiteral("renamed"));
        // Removed there while it was edited here: what was typed last is kept.
        two.remove(first);
        one.change(changed);
        QCOMPARE(SavedConnections().find(first)->name, QStringLiteral("renamed"));
    }

    void removesAndForgets()
    {
        FakeVault::State keychain;
        Console console(keychain);
        QCOMPARE(console.chooser.add(kName, QStringLiteral("http://127.0.0.1:9"), QStringLiteral("secret")),
                 QString());
        QCOMPARE(keychain.kept.size(), 1);
        console.chooser.remove(console.chooser.current());
        QCOMPARE(console.chooser.saved()->count(), 0);
        QVERIFY(keychain.kept.isEmpty());
        QCOMPARE(console.chooser.current(), QStringLiteral("own"));
        TRY(console.link.isLive());
        console.chooser.choose(QStringLiteral("one that was removed elsewhere"));
        QCOMPARE(console.chooser.current(), QStringLiteral("own"));
    }

    void saysWhatIsWrongWithWhatWasTyped_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("said");
        const QString good = QStringLiteral("http://host:9180");
        QTest::newRow("no name") << QStringLiteral("  ") << good << QStringLiteral("name");
        QTest::newRow("long name") << QString(61, u'x') << good << QStringLiteral("61");
        QTest::newRow("taken") << QStringLiteral("SSE-1 ") << good << QStringLiteral("already");
        QTest::newRow("no address") << QStringLiteral("x") << QString() << QStringLiteral("http://host:9180");
        QTest::newRow("no port") << QStringLiteral("x") << QStringLiteral("host")
                                 << QStringLiteral("http://");
        QTest::newRow("port beyond") << QStringLiteral("x") << QStringLiteral("host:99999")
                                     << QStringLiteral("99999");
        QTest::newRow("https") << QStringLiteral("x") << QStringLiteral("https://host")
                               << QStringLiteral("https");
    }

    void saysWhatIsWrongWithWhatWasTyped()
    {
        QFETCH(QString, name);
        QFETCH(QString, address);
        QFETCH(QString, said);
        FakeVault::State keychain;
        Console console(keychain);
        QCOMPARE(console.chooser.add(kName, QStringLiteral("http://127.0.0.1:9"), {}), QString());
        const QString problem = console.chooser.add(name, address, {});
        QVERIFY2(problem.contains(said), qPrintable(problem));
        QCOMPARE(console.chooser.saved()->count(), 1);
        // A host and a port are an address.
        for (const char *typed : {"127.0.0.1:9904", " [::1]:9904 ", "host.example:9180"}) {
            QCOMPARE(console.chooser.saved()->problemWith(QStringLiteral("new"), QString::fromLatin1(typed)),
                     QString());
            QCOMPARE(SavedConnections::addressOf(QString::fromLatin1(typed)),
                     QStringLiteral("http://") + QString::fromLatin1(typed).trimmed());
        }
    }

    void aSettingsFileFullOfNonsenseIsNoReasonToFail()
    {
        {
            auto file = Preferences::file();
            file->setValue(QStringLiteral("connections/size"), QStringLiteral("many"));
            file->setValue(QStringLiteral("connections/1/name"), 3);
            file->setValue(QStringLiteral("text_scale"), QStringLiteral("huge"));
        }
        FakeVault::State keychain;
        Console console(keychain);
        QCOMPARE(console.chooser.saved()->count(), 0);
        const Preferences preferences;
        QCOMPARE(preferences.number(QStringLiteral("text_scale"), 0.8, 2, 1), 1.0);
    }

    void preferencesAreKeptUnlessDisabled()
    {
        Preferences preferences;
        preferences.remember(QStringLiteral("page"), QStringLiteral("drain"));
        QCOMPARE(Preferences().text(QStringLiteral("page")), QStringLiteral("drain"));
        preferences.setProperty("enabled", false);
        preferences.remember(QStringLiteral("page"), QStringLiteral("load"));
        QCOMPARE(preferences.text(QStringLiteral("page"), QStringLiteral("overview")),
                 QStringLiteral("overview"));
        QCOMPARE(Preferences().text(QStringLiteral("page")), QStringLiteral("drain"));
    }

    void theRealKeychainAnswersOneWayOrTheOther()
    {
        // Where there is none, as on a build machine, it must say so rather than be silent.
        KeychainVault vault;
        bool isAnswered = false;
        QString token;
        QString problem;
        vault.read(QStringLiteral("a key that nobody uses"), [&](const QString &read, const QString &why) {
            isAnswered = true;
            token = read;
            problem = why;
        });
        TRY(isAnswered);
        QVERIFY(token.isEmpty());
        qInfo("the keychain says: %s",
              qPrintable(problem.isEmpty() ? QStringLiteral("nothing is kept") : problem));
    }
};

QTEST_GUILESS_MAIN(TestEngineChooser)
#include "tst_enginechooser.moc"
