// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A proxy's log set beside an engine that is only known by its answers: which rules are answered here, what
// is left of the engine's own, and what an engine that is away or was restarted does to the sums.

#include "findings/diagnosis/RemoteLogDiagnosis.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;

class tst_remote_log_diagnosis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void quietLogLeavesTheEnginesOwnFindings();
    void faultsStandBesideTheEnginesEnds();
    void aStalledWorkerIsToBlame();
    void anEngineThatIsAwayIsToBlame();
    void aRestartCountsFromNothing();
    void rulesOfALogThatWasNotGivenStayTheEngines();

private:
    std::string path() const { return m_folder.filePath(m_name).toStdString(); }
    void append(const char *message)
    {
        QFile file(m_folder.filePath(m_name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        file.write("2026/01/31 14:05:09 [error] 1#1: *1 ");
        file.write(message);
        file.write(", client: 127.0.0.1\n");
    }

    QTemporaryDir m_folder;
    QString m_name;
    int m_turn = 0;
};

namespace {

const char *const closed = "upstream prematurely closed connection while reading upstream";
const char *const unanswered =
    "upstream timed out (110: Connection timed out) while reading response header from upstream";

QJsonObject object(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject snapshot(int admitted, int kicked, double lag = 0)
{
    return {{QStringLiteral("admitted_total"), admitted},
            {QStringLiteral("disconnects_kicked_total"), kicked},
            {QStringLiteral("descriptors_used"), 10},
            {QStringLiteral("descriptors_limit"), 1000},
            {QStringLiteral("cpu_wait_percent"), 3.0},
            {QStringLiteral("worker_0_loop_lag_seconds"), lag},
            {QStringLiteral("worker_0_loop_busy_ratio"), 0.1}};
}

QJsonObject ofEngine()
{
    return object(R"({"status": "warning", "findings": [
        {"rule": "pool-saturation", "severity": "warning", "summary": "x", "evidence": [], "action": "y"},
        {"rule": "proxy-errors", "severity": "critical", "summary": "the engine's", "evidence": [], "action": "y"}],
        "rules": [{"rule": "pool-saturation", "question": "?", "state": "found"},
                  {"rule": "proxy-errors", "question": "?", "state": "found"},
                  {"rule": "proxy-latency", "question": "?", "state": "not-observed", "reason": "the engine's"}]})");
}

QString summaryOf(const QJsonObject &diagnosis, const char *rule)
{
    for (const QJsonValue &one : diagnosis[QStringLiteral("findings")].toArray())
        if (one[QStringLiteral("rule")].toString() == QLatin1String(rule))
            return one[QStringLiteral("summary")].toString();
    return {};
}

} // namespace

void tst_remote_log_diagnosis::init()
{
    m_name = QString::number(++m_turn);
    append("an old line");
}

void tst_remote_log_diagnosis::quietLogLeavesTheEnginesOwnFindings()
{
    RemoteLogDiagnosis logs(path(), {});
    const QJsonObject now = snapshot(10, 0);
    logs.sample(&now);
    const QJsonObject diagnosis = logs.diagnosis(ofEngine(), {});
    QCOMPARE(diagnosis[QStringLiteral("status")].toString(), QStringLiteral("warning"));
    QCOMPARE(diagnosis[QStringLiteral("findings")].toArray().size(), qsizetype(1));
    QCOMPARE(summaryOf(diagnosis, "pool-saturation"), QStringLiteral("x"));
}

void tst_remote_log_diagnosis::faultsStandBesideTheEnginesEnds()
{
    RemoteLogDiagnosis logs(path(), {});
    const QJsonObject before = snapshot(10, 5);
    logs.sample(&before);
    for (int i = 0; i < 4; ++i)
        append(closed);
    const QJsonObject now = snapshot(10, 8);
    logs.sample(&now);
    const QString summary = summaryOf(logs.diagnosis(ofEngine(), {}), "proxy-errors");
    QVERIFY2(summary.contains(QStringLiteral("4 connections were closed")), qPrintable(summary));
    QVERIFY2(summary.contains(QStringLiteral("the engine itself ended 3 streams")), qPrintable(summary));
}

void tst_remote_log_diagnosis::aStalledWorkerIsToBlame()
{
    RemoteLogDiagnosis logs(path(), {});
    const QJsonObject before = snapshot(10, 0, 4);
    logs.sample(&before);
    append(unanswered);
    const QJsonObject now = snapshot(10, 0);
    logs.sample(&now);
    const QString summary = summaryOf(logs.diagnosis(ofEngine(), {}), "proxy-errors");
    QVERIFY2(summary.contains(QStringLiteral("the engine is saturated: worker 0")), qPrintable(summary));
}

void tst_remote_log_diagnosis::anEngineThatIsAwayIsToBlame()
{
    RemoteLogDiagnosis logs(path(), {});
    const QJsonObject before = snapshot(10, 0);
    logs.sample(&before);
    append(closed);
    logs.sample(nullptr);
    const QJsonObject diagnosis = logs.diagnosis({}, {});
    QCOMPARE(diagnosis[QStringLiteral("status")].toString(), QStringLiteral("critical"));
    const QString summary = summaryOf(diagnosis, "proxy-errors");
    QVERIFY2(summary.contains(QStringLiteral("does not answer its admin listener")), qPrintable(summary));
}

void tst_remote_log_diagnosis::aRestartCountsFromNothing()
{
    RemoteLogDiagnosis logs(path(), {});
    const QJsonObject before = snapshot(1000, 500);
    logs.sample(&before);
    append(closed);
    const QJsonObject now = snapshot(10, 2);
    logs.sample(&now);
    const QString summary = summaryOf(logs.diagnosis(ofEngine(), {}), "proxy-errors");
    QVERIFY2(summary.contains(QStringLiteral("the engine itself ended 2 streams")), qPrintable(summary));
}

void tst_remote_log_diagnosis::rulesOfALogThatWasNotGivenStayTheEngines()
{
    RemoteLogDiagnosis logs({}, path());
    const QJsonObject now = snapshot(10, 0);
    logs.sample(&now);
    const QJsonObject diagnosis = logs.diagnosis(ofEngine(), {});
    QCOMPARE(summaryOf(diagnosis, "proxy-errors"), QStringLiteral("the engine's"));
    for (const QJsonValue &rule : diagnosis[QStringLiteral("rules")].toArray())
        if (rule[QStringLiteral("rule")].toString() == QLatin1String("proxy-latency"))
            QVERIFY(rule[QStringLiteral("reason")].toString() != QLatin1String("the engine's"));
}

QTEST_GUILESS_MAIN(tst_remote_log_diagnosis)
#include "tst_remote_log_diagnosis.moc"
