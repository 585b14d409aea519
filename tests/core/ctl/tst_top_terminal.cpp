// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl top on a terminal: what stands on the screen, that it follows the window, and that the terminal
// is as it was before, whatever ends the program.
#include "FakeAdmin.h"
#include "PseudoTerminal.h"

#include <QTest>

#include <csignal>

using namespace sluice::test;

namespace {

constexpr int kPatience = 30'000; // milliseconds; a test that passes never waits so long

FakeAdmin &fill(FakeAdmin &admin)
{
    admin.put("/api/v1/snapshot",
              "{\"active_streams\":42,\"max_streams\":100,\"pool_utilization_percent\":42,"
              "\"time_monotonic_seconds\":1,\"disconnects_kicked_total\":7}");
    admin.put("/metrics", "sluice_worker_streams{worker=\"0\"} 42\n");
    admin.put("/api/v1/drain", "{\"phase\":\"serving\",\"initial\":0,\"left\":0}");
    admin.put("/api/v1/streams",
              "{\"total\":1,\"streams\":[{\"id\":7,\"client\":\"192.0.2.1\",\"channels\":[\"news\"]}]}");
    admin.put("/api/v1/channels", "{\"total\":1,\"channels\":[{\"name\":\"news\",\"streams\":42}]}");
    admin.put("/api/v1/disconnects", "{\"disconnects\":[{\"id\":5,\"cause\":\"kicked\"}]}");
    return admin;
}

} // namespace

class tst_TopTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheEngineAndQuits();
    void followsTheWindow();
    void restoresTheTerminal_data();
    void restoresTheTerminal();
    void stopsAndGoesOn();
    void endsWithTheWindow();
    void respectsNoColour();
    void asksBeforeItDrains();
    void pausesAndSorts();
    void waitsForTheEngine();

private:
    bool start(PseudoTerminal &terminal, const QStringList &environment = {});
    bool shows(const QByteArray &text) const;

    std::unique_ptr<FakeAdmin> m_admin;
    PseudoTerminal *m_terminal = nullptr;
};

void tst_TopTerminal::init()
{
    m_admin = std::make_unique<FakeAdmin>();
    fill(*m_admin);
}

void tst_TopTerminal::cleanup()
{
    m_admin.reset();
}

bool tst_TopTerminal::start(PseudoTerminal &terminal, const QStringList &environment)
{
    m_terminal = &terminal;
    return terminal.start(QStringLiteral(SLUICECTL_PATH),
                          {QStringLiteral("top"), QStringLiteral("--admin"), m_admin->url(),
                           QStringLiteral("--every"), QStringLiteral("50ms")},
                          environment);
}

bool tst_TopTerminal::shows(const QByteArray &text) const
{
    return m_terminal->screen().join('\n').contains(text);
}

void tst_TopTerminal::showsTheEngineAndQuits()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY2_WITH_TIMEOUT(shows("42 of 100"), terminal.output().constData(), kPatience);
    const QList<QByteArray> screen = terminal.screen();
    QVERIFY(screen.first().startsWith("sluice 127.0.0.1:"));
    QVERIFY2(screen.last().startsWith("q quit"), screen.last().constData());
    QVERIFY(shows("192.0.2.1"));
    QVERIFY(shows("kicked 7"));
    QVERIFY(terminal.isAlternate());
    QVERIFY(!terminal.isAsBefore());
    terminal.type("q");
    QTRY_VERIFY_WITH_TIMEOUT(terminal.isEnded(), kPatience);
    QCOMPARE(terminal.exitStatus(), 0);
    QVERIFY(!terminal.isAlternate());
    QVERIFY(!terminal.isCursorHidden());
    QVERIFY(terminal.isAsBefore());
}

void tst_TopTerminal::followsTheWindow()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    for (const auto &[columns, rows] :
         {std::pair{120, 50}, std::pair{40, 10}, std::pair{20, 5}, std::pair{80, 24}}) {
        terminal.resize(columns, rows);
        // The last line stands on the last row, and nothing lies beyond an edge.
        const auto fits = [&terminal] {
            const QList<QByteArray> screen = terminal.screen();
            return screen.first().startsWith("sluice ") && screen.last().startsWith("q quit");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(fits(), terminal.screen().join('\n').constData(), kPatience);
    }
}

void tst_TopTerminal::restoresTheTerminal_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("status");
    QTest::newRow("SIGINT") << SIGINT << 0;
    QTest::newRow("SIGTERM") << SIGTERM << 0;
    QTest::newRow("SIGHUP") << SIGHUP << 0;
    QTest::newRow("SIGQUIT") << SIGQUIT << 0;
    QTest::newRow("SIGSEGV") << SIGSEGV << 128 + SIGSEGV;
    QTest::newRow("SIGABRT") << SIGABRT << 128 + SIGABRT;
}

void tst_TopTerminal::restoresTheTerminal()
{
    QFETCH(int, number);
    QFETCH(int, status);
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    terminal.signal(number);
    QTRY_VERIFY_WITH_TIMEOUT(terminal.isEnded(), kPatience);
    QCOMPARE(terminal.exitStatus(), status);
    QVERIFY(!terminal.isAlternate());
    QVERIFY(!terminal.isCursorHidden());
    QVERIFY(terminal.isAsBefore());
}

void tst_TopTerminal::stopsAndGoesOn()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    for (int i = 0; i < 2; ++i) {
        terminal.signal(SIGTSTP);
        QTRY_VERIFY_WITH_TIMEOUT(terminal.isStopped(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!terminal.isAlternate(), kPatience);
        QVERIFY(!terminal.isCursorHidden());
        QVERIFY(terminal.isAsBefore());
        terminal.signal(SIGCONT);
        QTRY_VERIFY_WITH_TIMEOUT(terminal.isAlternate() && shows("42 of 100"), kPatience);
        QVERIFY(!terminal.isStopped());
    }
    terminal.type("q");
    QTRY_VERIFY_WITH_TIMEOUT(terminal.isEnded(), kPatience);
    QVERIFY(terminal.isAsBefore());
}

void tst_TopTerminal::endsWithTheWindow()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    terminal.hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(terminal.isEnded(), kPatience);
}

void tst_TopTerminal::respectsNoColour()
{
    for (const auto &[variable, hasColour] :
         {std::pair{QStringLiteral("NO_COLOR=1"), false}, std::pair{QStringLiteral("NO_COLOR="), true}}) {
        PseudoTerminal terminal(80, 24);
        QVERIFY(start(terminal, {variable}));
        QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
        QCOMPARE(terminal.output().contains("\x1b[1;36m"), hasColour);
        terminal.type("q");
        QTRY_VERIFY_WITH_TIMEOUT(terminal.isEnded(), kPatience);
    }
}

void tst_TopTerminal::asksBeforeItDrains()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    terminal.type("d");
    QTRY_VERIFY_WITH_TIMEOUT(shows("Drain 42 streams, then hold? [y/N]"), kPatience);
    terminal.type("n");
    QTRY_VERIFY_WITH_TIMEOUT(shows("q quit"), kPatience);
    QVERIFY(!m_admin->requests().contains("POST /api/v1/drain"));
    terminal.type("dy");
    QTRY_VERIFY_WITH_TIMEOUT(m_admin->requests().contains("POST /api/v1/drain"), kPatience);
    m_admin->put("/api/v1/drain", "{\"phase\":\"evicting\",\"initial\":42,\"left\":21}");
    QTRY_VERIFY_WITH_TIMEOUT(shows("evicting  [###"), kPatience);
    terminal.type("dy");
    QTRY_VERIFY_WITH_TIMEOUT(m_admin->requests().contains("DELETE /api/v1/drain"), kPatience);
}

void tst_TopTerminal::pausesAndSorts()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("sort: backlog"), kPatience);
    terminal.type("s");
    QTRY_VERIFY_WITH_TIMEOUT(shows("sort: age"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_admin->requests().contains("GET /api/v1/streams?limit=200&sort=-age"),
                             kPatience);
    terminal.type("p");
    QTRY_VERIFY_WITH_TIMEOUT(shows("PAUSED"), kPatience);
    m_admin->put("/api/v1/streams", "{\"total\":1,\"streams\":[{\"id\":8,\"client\":\"198.51.100.9\"}]}");
    const qsizetype before = m_admin->requests().size();
    QTRY_VERIFY_WITH_TIMEOUT(m_admin->requests().size() > before + 20, kPatience); // it goes on asking
    QVERIFY(!shows("198.51.100.9"));
    terminal.type("p");
    QTRY_VERIFY_WITH_TIMEOUT(shows("198.51.100.9"), kPatience);
}

void tst_TopTerminal::waitsForTheEngine()
{
    PseudoTerminal terminal(80, 24);
    QVERIFY(start(terminal));
    QTRY_VERIFY_WITH_TIMEOUT(shows("42 of 100"), kPatience);
    const quint16 port = m_admin->serverPort();
    m_admin.reset();
    QTRY_VERIFY_WITH_TIMEOUT(shows("cannot connect"), kPatience);
    m_admin = std::make_unique<FakeAdmin>();
    m_admin->close();
    QVERIFY(m_admin->listen(QHostAddress::LocalHost, port));
    fill(*m_admin);
    QTRY_VERIFY_WITH_TIMEOUT(!shows("cannot connect"), kPatience);
}

QTEST_GUILESS_MAIN(tst_TopTerminal)
#include "tst_top_terminal.moc"
