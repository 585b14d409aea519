// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The generated configurations that are not a proxy's, read by the programs that they are for: systemd, the
// kernel's sysctl, Prometheus, and Node.js as a proxy of streams.

#include "support/ControlRun.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_generated_configs : public EngineTest
{
    Q_OBJECT

public:
    tst_generated_configs()
        : EngineTest(SluicedProcess::Options::with({QStringLiteral("pool.max_streams=4321")}))
    {
    }

private Q_SLOTS:
    void systemdTakesTheUnit();
    void limitsAreLines();
    void kernelTakesTheSettings();
    void prometheusTakesTheConfiguration();
    void nodeProxiesStreams();

private:
    /** What sluicectl prints for the running engine. */
    QByteArray configuration(const char *kind)
    {
        const ControlRun run = control(adminPort(), {QStringLiteral("config"), QString::fromLatin1(kind)});
        return run.status == 0 ? run.out : QByteArray();
    }

    /** Puts it into a file of the test's folder and returns the path. */
    QString written(const QString &name, const QByteArray &text) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path : QString();
    }

    /** Runs a program to its end; its output is in m_said. */
    int run(const QString &program, const QStringList &words)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, words);
        const bool ended = process.waitForFinished(60'000);
        m_said = process.readAll();
        return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    QTemporaryDir m_folder;
    QByteArray m_said;
};

void tst_generated_configs::systemdTakesTheUnit()
{
    NEED_TOOL("systemd-analyze", "systemd");
    const QString analyze = findTool("systemd-analyze");
    const QByteArray dropIn = configuration("systemd");
    QVERIFY2(dropIn.contains("\nLimitNOFILE=") && dropIn.contains("revision 1"), dropIn.constData());
    const QString unit = written(
        QStringLiteral("sluiced.service"),
        "[Unit]\nDescription=Sluice\n[Service]\nExecStart=" + SluicedProcess::program().toUtf8() + "\n");
    written(QStringLiteral("sluiced.service.d/60-sluice.conf"), dropIn);
    QVERIFY2(run(analyze, {QStringLiteral("verify"), QStringLiteral("--man=no"), unit}) == 0,
             m_said.constData());
    QVERIFY2(!m_said.contains("60-sluice.conf"), m_said.constData());
    // And it would have said so.
    written(QStringLiteral("sluiced.service.d/60-sluice.conf"), dropIn + "LimitNOFIEL=5\n");
    run(analyze, {QStringLiteral("verify"), QStringLiteral("--man=no"), unit});
    QVERIFY2(m_said.contains("60-sluice.conf"), m_said.constData());
}

void tst_generated_configs::limitsAreLines()
{
    static const QRegularExpression line(QStringLiteral("^(\\*|root) +hard +nofile +[0-9]+$"));
    int lines = 0;
    for (const QByteArray &text : configuration("limits").split('\n')) {
        if (text.isEmpty() || text.startsWith('#'))
            continue;
        QVERIFY2(QString::fromLatin1(text).contains(line), text.constData());
        ++lines;
    }
    QCOMPARE(lines, 2);
}

void tst_generated_configs::kernelTakesTheSettings()
{
    NEED_TOOL("sysctl", "procps");
    const QString sysctl = findTool("sysctl");
    const QString path = written(QStringLiteral("60-sluice.conf"), configuration("sysctl"));
    QVERIFY2(run(sysctl, {QStringLiteral("--dry-run"), QStringLiteral("--load=") + path}) == 0,
             m_said.constData());
    QVERIFY2(m_said.contains("net.core.somaxconn = 4096"), m_said.constData());
    // Each of them is one that this kernel has.
    for (const QByteArray &line : m_said.trimmed().split('\n')) {
        QString name = QString::fromLatin1(line).section(QLatin1String(" ="), 0, 0).trimmed();
        name.replace(QLatin1Char('.'), QLatin1Char('/'));
        QVERIFY2(QFile::exists(QStringLiteral("/proc/sys/") + name), line.constData());
    }
}

void tst_generated_configs::prometheusTakesTheConfiguration()
{
    NEED_TOOL("promtool", "prometheus");
    const QString promtool = findTool("promtool");
    const QByteArray text = configuration("prometheus");
    QVERIFY2(text.contains("'127.0.0.1:" + QByteArray::number(adminPort()) + '\''), text.constData());
    // The rules are where the text says, on another machine.
    const QString path = written(QStringLiteral("prometheus.yml"), text);
    QVERIFY2(run(promtool, {QStringLiteral("check"), QStringLiteral("config"),
                            QStringLiteral("--syntax-only"), path}) == 0,
             m_said.constData());
}

/** A proxy of a dozen lines around the generated agent: streams last, the last event and the end come
 * through. */
void tst_generated_configs::nodeProxiesStreams()
{
    NEED_TOOL("node", "nodejs");
    const QString node = findTool("node");
    const QByteArray module = configuration("node-agent");
    written(QStringLiteral("sluice-agent.mjs"), module);
    const QString proxy = written(QStringLiteral("proxy.mjs"), R"(
import http from 'node:http';
import { sluiceAgent, sluiceReadTimeout, sluiceUrl, tuneServer } from './sluice-agent.mjs';

const server = tuneServer(http.createServer((request, response) => {
    const asked = http.request(new URL(request.url, sluiceUrl),
        { agent: sluiceAgent, method: request.method, headers: request.headers, timeout: sluiceReadTimeout });
    asked.on('response', (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    request.pipe(asked);
}));
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({
    port: server.address().port, keepAlive: server.keepAliveTimeout, headers: server.headersTimeout,
    request: server.requestTimeout, maxSockets: String(sluiceAgent.maxSockets), free: sluiceAgent.maxFreeSockets,
})));
)");
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(node, {proxy});
    QVERIFY(process.waitForStarted());
    QVERIFY2(process.waitForReadyRead(60'000), "the Node.js proxy says nothing");
    const QByteArray said = process.readLine();
    const QJsonObject about = jsonObject(said);
    const auto port = quint16(about[QStringLiteral("port")].toInt());
    QVERIFY2(port > 0, said.constData());
    QCOMPARE(about[QStringLiteral("keepAlive")].toInt(), 75'000);
    QCOMPARE(about[QStringLiteral("headers")].toInt(), 85'000);
    QCOMPARE(about[QStringLiteral("request")].toInt(-1), 0);
    QCOMPARE(about[QStringLiteral("maxSockets")].toString(), QStringLiteral("Infinity"));
    QCOMPARE(about[QStringLiteral("free")].toInt(), 256);

    const QByteArray channel = freshChannel();
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 50; ++index) {
        streams.push_back(std::make_unique<StreamClient>(port, "/stream/" + channel));
        QVERIFY(streams.back()->isOpen() && !streams.back()->primedId().isEmpty());
    }
    for (int index = 0; index < 5; ++index) {
        QCOMPARE(Publisher(port).publish(channel, QByteArray::number(index)).subscribers, 50);
        for (const auto &stream : streams)
            QCOMPARE(stream->nextData(1), QList<QByteArray>{QByteArray::number(index)});
    }
    streams.clear();
    QVERIFY(eventually([this] { return Metrics::scrape(adminPort()).active() == 0; }));
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
}

QTEST_GUILESS_MAIN(tst_generated_configs)
#include "tst_generated_configs.moc"
