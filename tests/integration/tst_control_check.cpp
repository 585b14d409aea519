// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl check and doctor against a real engine: directly, and through a proxy that holds back or cuts.
#include "support/ControlRun.h"
#include "support/EngineTest.h"
#include "support/TestProxy.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

SluicedProcess::Options quickHeartbeats()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("timeouts.heartbeat=2s"), QStringLiteral("pool.max_streams=500"),
                        QStringLiteral("cors.allow_origin=https://app.example.com")};
    return options;
}

/** Runs sluicectl with just these words. */
ControlRun plain(const QStringList &words)
{
    QProcess process;
    process.start(QStringLiteral(SLUICECTL_PATH), words);
    return finishControl(process);
}

QString url(quint16 port, const QString &path)
{
    return QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path);
}

/** The finding of that name, among those of check or doctor. */
QJsonObject finding(const QJsonObject &report, const QString &name)
{
    const QJsonArray findings = report.value(QLatin1String("findings")).toArray();
    for (const auto &value : findings)
        if (value.toObject().value(QLatin1String("name")).toString() == name)
            return value.toObject();
    return {};
}

QString member(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

class tst_ControlCheck : public EngineTest
{
    Q_OBJECT

public:
    tst_ControlCheck()
        : EngineTest(quickHeartbeats())
    {
    }

private Q_SLOTS:
    void findsTheEngineSound();
    void namesAProxyThatHoldsBack();
    void namesAProxyThatCuts();
    void namesAProxyThatSpeaksHttp10();
    void reportsAsTextToo();
    void tellsTheShell();
    void examinesTheEnginesMachine();
    void examinesThisMachineForAFile();
    void saysWhatIsTooMuch();
    void refusesUsage();
};

void tst_ControlCheck::findsTheEngineSound()
{
    const ControlRun run =
        plain({QStringLiteral("check"), QStringLiteral("--json"), QStringLiteral("--duration"),
               QStringLiteral("7s"), QStringLiteral("--origin"), QStringLiteral("https://app.example.com"),
               QStringLiteral("--publish-url"), url(port(), QStringLiteral("/publish/sound")),
               url(port(), QStringLiteral("/stream/sound"))});
    QCOMPARE(member(run.json(), "verdict"), QStringLiteral("ok"));
    QCOMPARE(run.status, 0);
    for (const char *name : {"delivery", "heartbeat", "resume", "head-method", "cors", "preflight"})
        QVERIFY2(member(finding(run.json(), QLatin1String(name)), "severity") == QStringLiteral("ok"), name);
    QVERIFY2(run.err.contains("publishing canaries"),
             run.err.constData()); // progress is apart from the report
}

void tst_ControlCheck::namesAProxyThatHoldsBack()
{
    TestProxy::Vices vices;
    vices.holdBack = 6s;
    const TestProxy proxy(port(), vices);
    const ControlRun run = plain(
        {QStringLiteral("check"), QStringLiteral("--json"), QStringLiteral("--duration"),
         QStringLiteral("15s"), QStringLiteral("--publish-url"), url(port(), QStringLiteral("/publish/held")),
         url(proxy.port(), QStringLiteral("/stream/held"))});
    QCOMPARE(run.status, 5);
    const QJsonObject delivery = finding(run.json(), QStringLiteral("delivery"));
    QCOMPARE(member(delivery, "severity"), QStringLiteral("error"));
    QVERIFY2(member(delivery, "summary").contains(QStringLiteral("held back")), run.out.constData());
    const QJsonArray remedies = delivery.value(QLatin1String("remedies")).toArray();
    QCOMPARE(member(remedies.first().toObject(), "line"), QStringLiteral("proxy_buffering off;"));
}

void tst_ControlCheck::namesAProxyThatCuts()
{
    TestProxy::Vices vices;
    vices.cutAfter = 3s;
    const TestProxy proxy(port(), vices);
    const ControlRun run =
        plain({QStringLiteral("check"), QStringLiteral("--json"), QStringLiteral("--duration"),
               QStringLiteral("15s"), url(proxy.port(), QStringLiteral("/stream/cut"))});
    QCOMPARE(run.status, 5);
    const QJsonObject cut = finding(run.json(), QStringLiteral("cut"));
    QCOMPARE(member(cut, "severity"), QStringLiteral("error"));
    QVERIFY2(member(cut, "summary").contains(QStringLiteral("cut off")), run.out.constData());
    QCOMPARE(run.json().value(QLatin1String("streams")).toArray().size(), 3);
}

/** The engine tells whom it answers in HTTP/1.0, because a proxy hides that from its clients. */
void tst_ControlCheck::namesAProxyThatSpeaksHttp10()
{
    for (const bool isOld : {true, false}) {
        RawSocket socket(port());
        socket.send(isOld ? "GET /stream/old HTTP/1.0\r\n\r\n"
                          : "GET /stream/old HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const HttpReply reply = readHead(socket);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.field("Sluice-Request-Version"), QByteArray(isOld ? "HTTP/1.0" : ""));
    }
}

void tst_ControlCheck::reportsAsTextToo()
{
    const ControlRun run = plain({QStringLiteral("check"), QStringLiteral("--duration"), QStringLiteral("1s"),
                                  url(port(), QStringLiteral("/nothing/here"))});
    QCOMPARE(run.status, 5);
    QVERIFY2(run.out.contains("error    status: status 404 instead of 200"), run.out.constData());
    QVERIFY2(run.out.contains("    seen:    status = 404\n"), run.out.constData());
    QVERIFY2(run.out.contains("    cause:   this path is no stream here"), run.out.constData());
    QVERIFY2(run.out.contains("    nginx:   location /stream"), run.out.constData());
    QVERIFY2(run.out.endsWith("error: 1 error, 2 ok\n"), run.out.constData());
}

void tst_ControlCheck::tellsTheShell()
{
    quint16 nobody = 0;
    {
        const PortLease lease;
        nobody = lease.port();
    }
    QCOMPARE(plain({QStringLiteral("check"), url(nobody, QStringLiteral("/"))}).status, 3);
    // Without canary and with a short watch there is something that was not seen, but nothing wrong.
    const QStringList quick{QStringLiteral("check"), QStringLiteral("--duration"), QStringLiteral("1s"),
                            url(port(), QStringLiteral("/stream/quiet"))};
    QCOMPARE(plain(quick).status, 0);
    QCOMPARE(plain(quick + QStringList{QStringLiteral("--fail-on"), QStringLiteral("notice")}).status, 5);
}

void tst_ControlCheck::examinesTheEnginesMachine()
{
    const ControlRun run = control(adminPort(), {QStringLiteral("doctor"), QStringLiteral("--json")});
    QVERIFY2(run.status == 0 || run.status == 5, run.err.constData());
    QCOMPARE(member(run.json(), "source"), QStringLiteral("engine"));
    QCOMPARE(run.json().value(QLatin1String("streams")).toInt(), 500); // its pool.max_streams
    QCOMPARE(member(finding(run.json(), QStringLiteral("descriptors-hard")), "severity"),
             QStringLiteral("ok"));
    const ControlRun text = control(adminPort(), {QStringLiteral("doctor")});
    QCOMPARE(text.status, run.status);
    QVERIFY2(text.out.startsWith("the engine's own machine, process and settings: 500 streams, "),
             text.out.constData());
    QVERIFY2(text.out.contains("descriptors-hard: "), text.out.constData());
}

void tst_ControlCheck::examinesThisMachineForAFile()
{
    QTemporaryDir directory;
    const QString name = directory.filePath(QStringLiteral("sluice.toml"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[pool]\nmax_streams = 123\n[engine]\nworkers = 1\n[listen]\nbacklog = 65535\n");
    file.close();
    const ControlRun run =
        plain({QStringLiteral("doctor"), QStringLiteral("--json"), QStringLiteral("--config"), name});
    QCOMPARE(member(run.json(), "source"), QStringLiteral("file"));
    QCOMPARE(run.json().value(QLatin1String("streams")).toInt(), 123);
    QCOMPARE(run.json().value(QLatin1String("workers")).toInt(), 1);
    QCOMPARE(member(finding(run.json(), QStringLiteral("accept-queue")), "needed"), QStringLiteral("65,535"));
    const ControlRun missing =
        plain({QStringLiteral("doctor"), QStringLiteral("--config"), name + QStringLiteral(".none")});
    QCOMPARE(missing.status, 1);
    QVERIFY2(missing.err.contains("sluice.toml.none"), missing.err.constData());
}

void tst_ControlCheck::saysWhatIsTooMuch()
{
    const ControlRun run = control(
        adminPort(), {QStringLiteral("doctor"), QStringLiteral("--streams"), QStringLiteral("10000000")});
    QCOMPARE(run.status, 5);
    QVERIFY2(run.out.contains("error    descriptors-hard: "), run.out.constData());
    QVERIFY2(run.out.contains("LimitNOFILE="), run.out.constData());
    QVERIFY2(run.out.endsWith("error\n"), run.out.constData());
}

void tst_ControlCheck::refusesUsage()
{
    const QString sound = url(port(), QStringLiteral("/stream/a"));
    const QList<QPair<QStringList, QByteArray>> rows{
        {{QStringLiteral("check")}, "an argument is missing"},
        {{QStringLiteral("check"), QStringLiteral("no-url")}, "must begin with http://"},
        {{QStringLiteral("check"), QStringLiteral("http://192.0.2.1/")}, "--allow-remote"},
        {{QStringLiteral("check"), QStringLiteral("--duration"), QStringLiteral("0s"), sound}, "--duration"},
        {{QStringLiteral("check"), QStringLiteral("--origin"), QStringLiteral("x"), sound}, "--origin"},
        {{QStringLiteral("check"), QStringLiteral("--fail-on"), QStringLiteral("never"), sound}, "--fail-on"},
        {{QStringLiteral("check"), QStringLiteral("--publish-url"), QStringLiteral("x"), sound},
         "--publish-url"},
        {{QStringLiteral("doctor"), QStringLiteral("--streams"), QStringLiteral("0")}, "--streams is 0"},
        {{QStringLiteral("doctor"), QStringLiteral("--config"), QStringLiteral("a"),
          QStringLiteral("--admin"), QStringLiteral("127.0.0.1:1")},
         "give one of them"},
    };
    for (const auto &[words, message] : rows) {
        const ControlRun run = plain(words);
        QVERIFY2(run.status == 2, qPrintable(words.join(QLatin1Char(' '))));
        QVERIFY2(run.err.contains(message), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }
    QCOMPARE(
        plain({QStringLiteral("doctor"), QStringLiteral("--admin"), QStringLiteral("127.0.0.1:1")}).status,
        3);
}

QTEST_GUILESS_MAIN(tst_ControlCheck)
#include "tst_control_check.moc"
