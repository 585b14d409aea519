// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// 500 connects at a descriptor limit of 256: the engine keeps serving those it has, refuses the rest politely
// where it can, never spins, and accepts again when there is room.

#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <vector>

#include <sys/resource.h>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_hostile_descriptors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsBeyondTheLimit();
    void idleConnectionsBeyondTheLimit();
    void capThatDoesNotFitIsAStartUpError();
    void descriptorsThatRunOutBehindItsBack();

private:
    static SluicedProcess::Options limited();
};

namespace {

constexpr int DescriptorLimit = 256;
constexpr int Connects = 500;

/** Share of one core that the engine uses while nothing happens to it. */
double cpuShare(const SluicedProcess &engine, std::chrono::milliseconds duration)
{
    const double before = engine.cpuSeconds();
    QThread::msleep(static_cast<unsigned long>(duration.count()));
    return (engine.cpuSeconds() - before) / std::chrono::duration<double>(duration).count();
}

/** Reads from all of them until none has received anything for two seconds. */
void waitUntilQuiet(std::vector<RawSocket> &sockets)
{
    const QDeadlineTimer deadline(Patience);
    QDeadlineTimer quiet(2s);
    while (!quiet.hasExpired() && !deadline.hasExpired()) {
        for (RawSocket &socket : sockets) {
            if (socket.fill(0ms))
                quiet.setRemainingTime(2s);
        }
    }
}

/** When the crowd has left, the engine works off what waited in its accept queue, and admits as at first. */
void compareRoomAgain(const SluicedProcess &engine)
{
    std::vector<std::unique_ptr<StreamClient>> again;
    for (int index = 0; index < 150; ++index) {
        QVERIFY(eventually([&] {
            auto client = std::make_unique<StreamClient>(engine.publicPort(), "/stream/many");
            const bool isOpen = client->isOpen();
            if (isOpen)
                again.push_back(std::move(client));
            return isOpen;
        }));
    }
    QVERIFY(eventually([&engine] { return Metrics::scrape(engine.adminPort()).active() == 150; }));
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

} // namespace

SluicedProcess::Options tst_hostile_descriptors::limited()
{
    SluicedProcess::Options options;
    options.descriptorLimit = DescriptorLimit;
    // Refused ones hold a descriptor until they have read their answer; these here read late.
    options.settings << QStringLiteral("timeouts.linger=200ms");
    return options;
}

void tst_hostile_descriptors::streamsBeyondTheLimit()
{
    SluicedProcess engine(limited());
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    Publisher publisher(engine.publicPort()); // Connects while there is room.
    QCOMPARE(publisher.publish("many", "before").status, 202);
    std::vector<RawSocket> sockets;
    for (int index = 0; index < Connects; ++index) {
        RawSocket socket(engine.publicPort());
        QVERIFY(socket.isOpen()); // The kernel's queue takes it, whatever the engine does.
        QVERIFY(socket.send(request("GET", "/stream/many")));
        sockets.push_back(std::move(socket));
    }
    waitUntilQuiet(sockets);
    // Each is served, refused with an answer, or still waits to be accepted. None is reset.
    std::vector<RawSocket *> served;
    int refused = 0;
    int waiting = 0;
    for (RawSocket &socket : sockets) {
        if (socket.buffer().isEmpty()) {
            QVERIFY2(socket.peer() == RawSocket::Peer::Open, "a connection was ended without an answer");
            ++waiting;
            continue;
        }
        const HttpReply head = readHead(socket);
        QVERIFY2(head.status == 200 || head.status == 503, QByteArray::number(head.status).constData());
        QVERIFY(socket.peer() != RawSocket::Peer::Reset);
        if (head.status == 503) {
            QVERIFY(head.has("Retry-After"));
            ++refused;
        } else {
            served.push_back(&socket);
        }
    }
    qInfo("served %d, refused %d, waiting %d", int(served.size()), refused, waiting);
    QVERIFY2(served.size() >= 100, QByteArray::number(int(served.size())).constData());
    QVERIFY(served.size() < DescriptorLimit);
    QVERIFY(engine.openDescriptors() <= DescriptorLimit);
    const Metrics metrics =
        Metrics::scrape(engine.adminPort()); // The admin listener has descriptors of its own.
    QVERIFY(metrics.isValid());
    QCOMPARE(metrics.sum("sluice_descriptors_limit"), double(DescriptorLimit));
    QCOMPARE(statusOf(engine.adminPort(), "/healthz"), 200);
    // The bystander publishes up to a hundred times a second all the while; half a core is far above that.
    const double share = cpuShare(engine, 2s);
    QVERIFY2(share < 0.5, QByteArray::number(share).constData());

    // Those it has are served.
    QCOMPARE(publisher.publish("many", "to-those-it-has").status, 202);
    for (RawSocket *socket : served)
        QVERIFY(socket->fillUntil("data: to-those-it-has\n"));
    QCOMPARE(bystander.complaint(), QString());

    sockets.clear();
    compareRoomAgain(engine);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_hostile_descriptors::idleConnectionsBeyondTheLimit()
{
    SluicedProcess engine(limited());
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    std::vector<RawSocket> idle;
    for (int index = 0; index < Connects; ++index) {
        RawSocket socket(engine.publicPort());
        QVERIFY(socket.isOpen());
        idle.push_back(std::move(socket));
    }
    QThread::msleep(500);
    QVERIFY(engine.openDescriptors() <= DescriptorLimit);
    const double share = cpuShare(engine, 2s);
    QVERIFY2(share < 0.5, QByteArray::number(share).constData());
    QVERIFY(Metrics::scrape(engine.adminPort()).isValid());
    QCOMPARE(bystander.complaint(), QString());
    idle.clear();
    compareRoomAgain(engine);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_hostile_descriptors::capThatDoesNotFitIsAStartUpError()
{
    SluicedProcess::Options options = limited();
    options.settings << QStringLiteral("pool.max_streams=1234");
    SluicedProcess engine(options);
    QVERIFY(engine.launch());
    QVERIFY(engine.waitForEnd());
    QVERIFY(engine.exitCode() > 0);
    const QByteArray said = engine.standardError();
    QVERIFY2(said.contains("pool.max_streams") && said.contains("1234"), said.constData());
    QVERIFY2(said.contains("256") || said.contains("192"), said.constData()); // Both numbers are named.
}

/** Somebody lowers the limit of the running engine below what it holds: accepting fails, nothing else does.
 */
void tst_hostile_descriptors::descriptorsThatRunOutBehindItsBack()
{
#ifdef __SANITIZE_ADDRESS__
    // Its check of each virtual call opens a pipe to see whether memory is readable, and takes a failure for
    // a bad object.
    QSKIP("UBSan's own checks need descriptors");
#endif
    SluicedProcess engine(SluicedProcess::Options::with({QStringLiteral("engine.workers=1")}));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    QCOMPARE(publisher.publish("kept", "before").status, 202);
    std::vector<std::unique_ptr<StreamClient>> kept;
    for (int index = 0; index < 20; ++index) {
        kept.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/kept"));
        QVERIFY(kept.back()->isOpen());
    }
    // The admin listener cannot accept then either: its connection is there before.
    RawSocket admin(engine.adminPort());
    const auto acceptErrors = [&admin] {
        if (!admin.send(request("GET", "/metrics")))
            return -1.0;
        double sum = -1;
        for (const QByteArray &line : readReply(admin).body.split('\n')) {
            if (line.startsWith("sluice_accept_errors_total"))
                sum = std::max(sum, 0.0) + line.split(' ').last().toDouble();
        }
        return sum;
    };
    QCOMPARE(acceptErrors(), 0.0);

    rlimit whole{};
    const auto pid = static_cast<pid_t>(engine.pid());
    QCOMPARE(::prlimit(pid, RLIMIT_NOFILE, nullptr, &whole), 0);
    const rlimit low{10, whole.rlim_max};
    QCOMPARE(::prlimit(pid, RLIMIT_NOFILE, &low, nullptr), 0);
    std::vector<RawSocket> waiting;
    for (int index = 0; index < 10; ++index) {
        waiting.emplace_back(engine.publicPort());
        QVERIFY(waiting.back().isOpen()); // in the kernel's queue
        QVERIFY(waiting.back().send(request("GET", "/stream/kept")));
    }
    QVERIFY(eventually([&] { return acceptErrors() > 0; }));
    const double before = acceptErrors();
    const double share = cpuShare(engine, 2s);
    QVERIFY2(share < 0.5, QByteArray::number(share).constData());
    const double tried = acceptErrors() - before;
    QVERIFY2(tried < 100, QByteArray::number(tried).constData()); // it waits longer each time, up to a second
    QCOMPARE(publisher.publish("kept", "meanwhile").subscribers, 20);
    for (const auto &client : kept)
        QCOMPARE(client->nextData(1), QList<QByteArray>{"meanwhile"});

    QCOMPARE(::prlimit(pid, RLIMIT_NOFILE, &whole, nullptr), 0);
    for (RawSocket &socket : waiting)
        QCOMPARE(readHead(socket).status, 200);
    QVERIFY(StreamClient(engine.publicPort(), "/stream/kept").isOpen());
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

QTEST_GUILESS_MAIN(tst_hostile_descriptors)
#include "tst_hostile_descriptors.moc"
