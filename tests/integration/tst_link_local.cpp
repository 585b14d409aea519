// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An engine on a link-local address, which is one only together with its interface: in settings, in the URLs
// of sluicectl and in what others send as Host.

#include "support/ControlRun.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"

#include <QNetworkInterface>

#include <sched.h>

using namespace sluice::integration;

namespace {

bool ip(const char *arguments)
{
    QProcess process;
    process.start(QStringLiteral("ip"), QString::fromLatin1(arguments).split(QLatin1Char(' ')));
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

/** One of this machine, such as fe80::1%eth0; none where there is none. */
QHostAddress linkLocal()
{
    for (const QHostAddress &address : QNetworkInterface::allAddresses())
        if (address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal())
            return address;
    return {};
}

} // namespace

class tst_link_local : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listensAndIsReached_data();
    void listensAndIsReached();
    void errorsNameTheInterface();

private:
    QHostAddress m_address;
};

void tst_link_local::initTestCase()
{
    // Where nobody has one, in a namespace that has.
    if (linkLocal().isNull() &&
        (::unshare(CLONE_NEWNET) != 0 || !ip("link set lo up") || !ip("addr add fe80::1/64 dev lo nodad")))
        QSKIP("this machine has no link-local address, and a network namespace needs root and ip(8)");
    m_address = linkLocal();
    QVERIFY(!m_address.scopeId().isEmpty());
}

void tst_link_local::listensAndIsReached_data()
{
    QTest::addColumn<QString>("mark");
    QTest::newRow("plain") << QStringLiteral("%");
    QTest::newRow("as in a URL") << QStringLiteral("%25");
}

void tst_link_local::listensAndIsReached()
{
    NEED_TOOL("curl", "curl");
    QFETCH(const QString, mark);
    const PortLease streams;
    const PortLease admin;
    const QString host =
        QLatin1Char('[') + m_address.toString().replace(QLatin1Char('%'), mark) + QLatin1Char(']');
    const auto on = [&host](const PortLease &lease) {
        return host + QLatin1Char(':') + QString::number(lease.port());
    };
    QProcess engine;
    engine.setProcessChannelMode(QProcess::MergedChannels);
    engine.start(SluicedProcess::program(),
                 {QStringLiteral("--listen"), on(streams), QStringLiteral("--admin"), on(admin),
                  QStringLiteral("--set"), QStringLiteral("auth.publish_token=a-token-of-the-test"),
                  QStringLiteral("--set"), QStringLiteral("auth.admin_token=b-token-of-the-test"),
                  QStringLiteral("--set"), QStringLiteral("drain.grace=0")});
    QByteArray said;
    QVERIFY2(eventually([&] {
                 engine.waitForReadyRead(50);
                 said += engine.readAll();
                 return said.contains("streams on http://") || engine.state() == QProcess::NotRunning;
             }) &&
                 engine.state() == QProcess::Running,
             said.constData());
    QVERIFY2(said.contains(m_address.toString().toLatin1()), said.constData()); // with its interface

    const auto run = [](const QString &program, const QStringList &words) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SLUICE_TOKEN"), QStringLiteral("b-token-of-the-test"));
        process.setProcessEnvironment(environment);
        process.start(program, words);
        return finishControl(process);
    };
    const QString ctl = QStringLiteral(SLUICECTL_PATH);
    for (const QString &url : {QStringLiteral("http://") + on(admin), on(admin)}) {
        const ControlRun status = run(ctl, {QStringLiteral("snapshot"), QStringLiteral("--admin"), url});
        QVERIFY2(status.status == 0, status.err.constData());
    }
    const QString base = QStringLiteral("http://") + on(streams);
    const ControlRun load =
        run(ctl, {QStringLiteral("load"), QStringLiteral("--url"), base + QStringLiteral("/stream/a"),
                  QStringLiteral("--clients"), QStringLiteral("1"), QStringLiteral("--rate"),
                  QStringLiteral("0"), QStringLiteral("--duration"), QStringLiteral("0"),
                  QStringLiteral("--hold"), QStringLiteral("100ms"), QStringLiteral("--allow-remote")});
    QVERIFY2(load.status == 0, (load.out + load.err).constData());

    // Others send the zone in Host, some encoded, or leave it out; on the admin listener Host is asked.
    const QString encoded = QStringLiteral("http://[") +
                            m_address.toString().replace(QLatin1Char('%'), QStringLiteral("%25")) +
                            QStringLiteral("]:%1/healthz").arg(admin.port());
    const QString bare = m_address.toString().section(QLatin1Char('%'), 0, 0);
    for (const QString &field :
         {QStringLiteral("[") + bare + QLatin1Char(']'), on(admin), m_address.toString()}) {
        const ControlRun curl = run(QStringLiteral("curl"),
                                    {QStringLiteral("-sg"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
                                     QStringLiteral("-w"), QStringLiteral("%{http_code}"),
                                     QStringLiteral("-H"), QStringLiteral("Host: ") + field, encoded});
        if (field != m_address.toString()) // that is none: it has no brackets
            QVERIFY2(curl.out == "200", (curl.out + curl.err + field.toLatin1()).constData());
    }
    engine.terminate();
    QVERIFY(engine.waitForFinished());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_link_local::errorsNameTheInterface()
{
    const auto said = [](const QString &address) {
        QProcess engine;
        engine.setProcessChannelMode(QProcess::MergedChannels);
        engine.start(SluicedProcess::program(), {QStringLiteral("--listen"), address, QStringLiteral("--set"),
                                                 QStringLiteral("auth.publish_token=a-token-of-the-test")});
        engine.waitForFinished();
        return QByteArray::number(engine.exitCode()) + ' ' + engine.readAll();
    };
    const QByteArray none = said(QStringLiteral("[fe80::1]:8080"));
    QVERIFY2(none.contains("a link-local address needs its interface, as in [fe80::1%eth0]:8080"),
             none.constData());
    const QByteArray unknown = said(QStringLiteral("[fe80::1%none0]:8080"));
    QVERIFY2(unknown.contains("there is no interface 'none0'"), unknown.constData());
}

QTEST_GUILESS_MAIN(tst_link_local)
#include "tst_link_local.moc"
