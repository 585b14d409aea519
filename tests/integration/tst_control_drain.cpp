// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl drain against a real engine: preview, start and follow, pause, resume, cancel, hold, exit,
// Ctrl-C.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

#include <csignal>
#include <vector>

using namespace sluice::integration;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '));
}

} // namespace

class tst_ControlDrain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void previews();
    void followsToTheHold();
    void followsToTheExit();
    void pausesResumesAndCancels();
    void detachesAtCtrlC();
    void refusesASecondDrain();

private:
    ControlRun run(const char *line) { return control(m_engine->adminPort(), words(line)); }
    void open(int count);
    QString phase();

    std::unique_ptr<SluicedProcess> m_engine;
    std::vector<std::unique_ptr<StreamClient>> m_clients;
};

void tst_ControlDrain::init()
{
    m_clients.clear();
    m_engine = std::make_unique<SluicedProcess>();
    START_ENGINE(*m_engine);
}

void tst_ControlDrain::open(int count)
{
    for (int i = 0; i < count; ++i) {
        m_clients.push_back(std::make_unique<StreamClient>(m_engine->publicPort(), "/stream/x"));
        QVERIFY(m_clients.back()->isOpen());
    }
}

QString tst_ControlDrain::phase()
{
    return run("drain --status --json").json().value(QLatin1String("phase")).toString();
}

void tst_ControlDrain::previews()
{
    open(3);
    const ControlRun text = run("drain --dry-run --rate 2");
    QVERIFY2(text.status == 0, text.err.constData());
    QVERIFY2(text.out.contains("initial"), text.out.constData());
    QCOMPARE(run("drain --dry-run --json").json().value(QLatin1String("initial")).toInt(), 3);
    QCOMPARE(phase(), QStringLiteral("serving"));
}

void tst_ControlDrain::followsToTheHold()
{
    open(5);
    const ControlRun text = run("drain --rate 20 --grace 0 --deadline 20s --order oldest");
    QVERIFY2(text.status == 0, text.err.constData());
    QVERIFY2(text.out.startsWith("drained: 5 closed, 0 forced"), text.out.constData());
    QCOMPARE(phase(), QStringLiteral("drained"));
    for (const auto &client : m_clients)
        QCOMPARE(client->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(run("drain --cancel").status, 0);
    QCOMPARE(phase(), QStringLiteral("serving"));
}

void tst_ControlDrain::followsToTheExit()
{
    open(5);
    const ControlRun json = run("drain --rate 20 --grace 0 --then exit --json");
    QVERIFY2(json.status == 0, json.err.constData());
    const QList<QJsonObject> states = json.jsonLines();
    QVERIFY(!states.isEmpty());
    for (const QJsonObject &state : states)
        QVERIFY(state.contains(QLatin1String("phase")));
    QVERIFY(m_engine->waitForEnd());
    QCOMPARE(m_engine->exitCode(), 0);
}

void tst_ControlDrain::pausesResumesAndCancels()
{
    open(5);
    QCOMPARE(run("drain --rate 0.1 --grace 0 --detach").status, 0);
    QCOMPARE(run("drain --pause").status, 0);
    QCOMPARE(phase(), QStringLiteral("paused"));
    QCOMPARE(run("drain --resume --rate 0.2").status, 0);
    QVERIFY(phase() != QStringLiteral("paused"));
    QProcess waiting;
    startControl(waiting, m_engine->adminPort(), words("drain --wait"));
    QVERIFY(eventually([&] {
        waiting.waitForReadyRead(50);
        return waiting.bytesAvailable() > 0 || !waiting.readAllStandardError().isEmpty();
    }));
    QCOMPARE(run("drain --cancel").status, 0);
    const ControlRun ended = finishControl(waiting);
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("cancelled"), ended.err.constData());
    QCOMPARE(run("drain --cancel").status, 1);
    QCOMPARE(run("drain --wait").status, 1);
}

void tst_ControlDrain::detachesAtCtrlC()
{
    open(3);
    QProcess process;
    startControl(process, m_engine->adminPort(), words("drain --rate 0.1 --grace 0"));
    QByteArray said;
    QVERIFY(eventually([&] {
        process.waitForReadyRead(50);
        said += process.readAllStandardError();
        return said.contains("of 3 gone");
    }));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const ControlRun ended = finishControl(process);
    QCOMPARE(ended.status, 130);
    QVERIFY2(ended.err.contains("the drain goes on"), ended.err.constData());
    QCOMPARE(phase(), QStringLiteral("evicting"));
}

void tst_ControlDrain::refusesASecondDrain()
{
    open(2);
    QCOMPARE(run("drain --rate 0.1 --grace 0 --detach").status, 0);
    const ControlRun second = run("drain");
    QCOMPARE(second.status, 1);
    QVERIFY2(second.err.contains("409"), second.err.constData());
    QVERIFY(second.out.isEmpty());
    const ControlRun range = run("drain --dry-run --rate 99999999");
    QCOMPARE(range.status, 1);
    QVERIFY2(range.err.contains("said no: 4"), range.err.constData());
}

QTEST_GUILESS_MAIN(tst_ControlDrain)
#include "tst_control_drain.moc"
