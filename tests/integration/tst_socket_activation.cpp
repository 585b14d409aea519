// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Listening sockets that somebody else opened: systemd-socket-activate plays the service manager, and a shell
// passes sockets of the test's own, which outlive the engine.

#include "support/EngineTest.h"
#include "support/FrozenThread.h"
#include "support/NeedTool.h"

#include <QHostAddress>
#include <QTcpServer>

#include <fcntl.h>

using namespace sluice::integration;

class tst_socket_activation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void engineServesWhatItIsGiven();
    void oneSocketServesEveryWorker();
    void severalSocketsAreAllServed();
    void wrongSocketsAreRefused_data();
    void wrongSocketsAreRefused();
    void whatIsNoListeningSocketIsRefused();
    void tokensAreAskedBeyondLoopback();
    void queueIsLeftToTheSuccessor();

private:
    /** The words that pass sockets: one for each address, with these names. */
    QStringList activator(const QStringList &addresses, const QString &names) const;

    QString m_program;
};

namespace {

QString loopback(quint16 port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

} // namespace

void tst_socket_activation::initTestCase()
{
    NEED_TOOL("systemd-socket-activate", "systemd");
    m_program = findTool("systemd-socket-activate");
}

QStringList tst_socket_activation::activator(const QStringList &addresses, const QString &names) const
{
    QStringList words{m_program};
    for (const QString &address : addresses)
        words << QStringLiteral("-l") << address;
    for (const char *variable : {"QT_LOGGING_RULES", "TSAN_OPTIONS", "LSAN_OPTIONS", "ASAN_OPTIONS"})
        words << QStringLiteral("-E") << QString::fromLatin1(variable);
    return words << QStringLiteral("--fdname=") + names;
}

void tst_socket_activation::engineServesWhatItIsGiven()
{
    const PortLease streams;
    const PortLease admin;
    SluicedProcess::Options options;
    options.publicPort = streams.port();
    options.adminPort = admin.port();
    options.launcher =
        activator({loopback(streams.port()), loopback(admin.port())}, QStringLiteral("public:admin"));
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QVERIFY(stream.isOpen());
    QVERIFY(Publisher(engine.publicPort()).publishNumbered("a", 3));
    QCOMPARE(stream.nextData(3), QList<QByteArray>({"0", "1", "2"}));
    QCOMPARE(Metrics::scrape(engine.adminPort()).active(), 1.0);
    QVERIFY(engine.stop());
    QCOMPARE(stream.waitForEnd(), StreamClient::Ending::Clean);
}

void tst_socket_activation::oneSocketServesEveryWorker()
{
    const PortLease streams;
    SluicedProcess::Options options;
    options.publicPort = streams.port();
    options.settings << QStringLiteral("engine.workers=3");
    options.launcher = activator({loopback(streams.port())}, QStringLiteral("public"));
    SluicedProcess engine(options);
    START_ENGINE(engine);
    // Whoever is blocked, the others go on accepting from the one socket.
    for (const char *name : {"worker-0", "worker-1", "worker-2"}) {
        FrozenThread worker(engine.pid(), name);
        if (!worker.isFrozen())
            QSKIP("this machine lets nobody stop a thread of its child");
        for (int round = 0; round < 4; ++round)
            QCOMPARE(statusOf(engine.publicPort(), "/healthz"), 200);
    }
    QVERIFY(engine.stop());
}

void tst_socket_activation::severalSocketsAreAllServed()
{
    const PortLease first;
    const PortLease second;
    SluicedProcess::Options options;
    options.publicPort = first.port();
    options.settings << QStringLiteral("engine.workers=3");
    options.launcher =
        activator({loopback(first.port()), loopback(second.port())}, QStringLiteral("public:public"));
    SluicedProcess engine(options);
    START_ENGINE(engine);
    for (const quint16 port : {first.port(), second.port()}) {
        StreamClient stream(port, "/stream/a");
        QVERIFY(stream.isOpen());
        QVERIFY(Publisher(port).publishNumbered("a", 1));
        QCOMPARE(stream.nextData(1).size(), qsizetype(1));
    }
    QVERIFY(engine.stop());
}

void tst_socket_activation::wrongSocketsAreRefused_data()
{
    QTest::addColumn<int>("sockets");
    QTest::addColumn<QString>("names");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("unknown name") << 1 << QStringLiteral("web")
                                  << QByteArray(
                                         "descriptor 3 that the service manager passed as 'web' must be "
                                         "named public or admin");
    QTest::newRow("more than workers")
        << 3 << QStringLiteral("public:public:public")
        << QByteArray("3 sockets that the service manager passed for listen.public "
                      "are more than the 2 that will serve them");
    QTest::newRow("two for admin") << 2 << QStringLiteral("admin:admin") << QByteArray("descriptor 4");
}

void tst_socket_activation::wrongSocketsAreRefused()
{
    QFETCH(int, sockets);
    QFETCH(QString, names);
    QFETCH(QByteArray, complaint);
    std::vector<std::unique_ptr<PortLease>> leases;
    QStringList addresses;
    for (int index = 0; index < sockets; ++index) {
        leases.push_back(std::make_unique<PortLease>());
        addresses << loopback(leases.back()->port());
    }
    SluicedProcess::Options options;
    options.settings << QStringLiteral("engine.workers=2");
    options.launcher = activator(addresses, names);
    SluicedProcess engine(options);
    QVERIFY(engine.launch());
    // The activator executes the engine at the first connection.
    QVERIFY(eventually([&] { return RawSocket(leases.front()->port()).isOpen(); }));
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 2);
    QVERIFY2(engine.standardError().contains(complaint), engine.standardError().constData());
}

void tst_socket_activation::whatIsNoListeningSocketIsRefused()
{
    SluicedProcess::Options options;
    options.launcher = QStringList{
        QStringLiteral("/bin/sh"), QStringLiteral("-c"),
        QStringLiteral("exec 3</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=public exec \"$@\""),
        QStringLiteral("sh")};
    SluicedProcess engine(options);
    QVERIFY(engine.launch());
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 2);
    QVERIFY2(engine.standardError().contains(
                 "descriptor 3 that the service manager passed as 'public' is no listening TCP socket"),
             engine.standardError().constData());
}

void tst_socket_activation::tokensAreAskedBeyondLoopback()
{
    const PortLease streams;
    SluicedProcess::Options options;
    options.publicPort = streams.port();
    options.launcher =
        activator({QStringLiteral("0.0.0.0:%1").arg(streams.port())}, QStringLiteral("public"));
    {
        SluicedProcess engine(options);
        QVERIFY(engine.launch());
        QVERIFY(eventually([&] { return RawSocket(streams.port()).isOpen(); }));
        QVERIFY(engine.waitForEnd());
        QCOMPARE(engine.exitCode(), 2);
        QVERIFY2(engine.standardError().contains("public-bind-needs-token"),
                 engine.standardError().constData());
    }
    options.settings << QStringLiteral("auth.publish_token=a-token-of-the-test");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    QCOMPARE(Publisher(engine.publicPort()).publish("a", "x").status, 401);
    QVERIFY(engine.stop());
}

void tst_socket_activation::queueIsLeftToTheSuccessor()
{
    const PortLease lease;
    QTcpServer socket; // Ours: it stays open from one engine to the next.
    QVERIFY(socket.listen(QHostAddress::LocalHost, lease.port()));
    socket.pauseAccepting();
    const int descriptor = int(socket.socketDescriptor());
    QVERIFY(::fcntl(descriptor, F_SETFD, 0) == 0);
    SluicedProcess::Options options;
    options.publicPort = lease.port();
    options.launcher =
        QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                    QStringLiteral("exec 3<&%1; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=public exec \"$@\"")
                        .arg(descriptor),
                    QStringLiteral("sh")};

    SluicedProcess first(options);
    START_ENGINE(first);
    QCOMPARE(statusOf(lease.port(), "/healthz"), 200);
    QVERIFY(first.stop());
    RawSocket between(lease.port());
    QVERIFY(between.isOpen());
    QVERIFY(between.send(request("GET", "/healthz")));
    SluicedProcess second(options);
    START_ENGINE(second);
    QCOMPARE(readReply(between).status, 200);
    QVERIFY(second.stop());
}

QTEST_GUILESS_MAIN(tst_socket_activation)
#include "tst_socket_activation.moc"
