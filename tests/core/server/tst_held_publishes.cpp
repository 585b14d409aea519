// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Publishers of one worker while another does not come round: their answers wait for it, in order and not for
// ever, and no event is lost.
#include "core/server/EmbeddedServer.h"
#include "support/Http.h"
#include "support/StreamClient.h"

#include <QTest>

#include <memory>
#include <semaphore>

using namespace sluice;
using namespace sluice::test;
using namespace sluice::integration;
using Overrides = EmbeddedServer::Overrides;

namespace {

// More than may have news before a worker is late.
constexpr int channelCount = 8;
static_assert(channelCount > static_cast<int>(DirtyInbox::mostUnseen));

QByteArray channel(int number)
{
    return "c" + QByteArray::number(number);
}

QByteArray publishRequest(int number, const QByteArray &data)
{
    return request("POST", "/publish/" + channel(number), {}, data);
}

/** A server whose second worker has a stream on each channel, and two connections to the first. */
struct Scene
{
    EmbeddedServer server;
    std::vector<std::unique_ptr<StreamClient>> streams; ///< of the second worker, one for each channel
    std::unique_ptr<RawSocket> publisher;
    std::unique_ptr<RawSocket> other;

    explicit Scene(Overrides settings = {})
        : server(withPatience(std::move(settings)))
    {
        if (!server.error().empty())
            qFatal("%s", server.error().c_str());
        for (int number = 0; number < channelCount; ++number) {
            std::unique_ptr<StreamClient> stream;
            do { // the kernel decides which worker accepts it
                stream = std::make_unique<StreamClient>(server.port(), "/stream/" + channel(number));
            } while (worker(1).streams <= number);
            streams.push_back(std::move(stream));
        }
        publisher = connection();
        other = connection();
    }

    /** Those of the test come last, and win. */
    static Overrides withPatience(Overrides settings)
    {
        settings.insert(settings.begin(), {"publish.longest_hold", "10s"});
        return settings;
    }

    EngineFigures::PerWorker worker(std::size_t index) { return server.engine().figures().workers[index]; }
    std::int64_t held() { return worker(0).heldAnswers; }

    /** One more connection to the first worker. */
    std::unique_ptr<RawSocket> connection()
    {
        std::unique_ptr<RawSocket> socket;
        std::int64_t before = 0;
        do { // the kernel decides here too
            before = worker(0).accepted;
            const std::int64_t all = before + worker(1).accepted;
            socket = std::make_unique<RawSocket>(server.port());
            (void)eventually([&] { return worker(0).accepted + worker(1).accepted > all; });
        } while (worker(0).accepted == before);
        return socket;
    }

    /**
     * Publishes to the channels in turn until an answer is held, and leaves that one unread; how many, or 0
     * if none is. The data of each is its number.
     */
    int publishUntilHeld()
    {
        for (int published = 0; published < 1000; ++published) {
            publisher->send(publishRequest(published % channelCount, QByteArray::number(published)));
            const auto has = [this] { return held() > 0 || publisher->fill(std::chrono::milliseconds(1)); };
            if (!eventually(has))
                return 0;
            if (held() > 0)
                return published + 1;
            if (readReply(*publisher).status != 202)
                return 0;
        }
        return 0;
    }

    /** Whether the streams have got the events "0" to "count - 1", published to the channels in turn. */
    bool haveAll(int count)
    {
        for (int number = 0; number < count; ++number) {
            const auto event = streams[static_cast<std::size_t>(number % channelCount)]->next();
            if (!event || event->data != QByteArray::number(number))
                return false;
        }
        return true;
    }
};

/** Keeps the second worker's thread from its work. */
class Halt
{
public:
    explicit Halt(Scene &scene)
    {
        QMetaObject::invokeMethod(scene.server.engine().workers()[1].get(), [gates = m_gates] {
            gates->halted.release();
            gates->goOn.acquire();
        });
        m_gates->halted.acquire();
    }
    ~Halt() { m_gates->goOn.release(); }
    Halt(const Halt &) = delete;
    Halt &operator=(const Halt &) = delete;

private:
    struct Gates
    {
        std::binary_semaphore halted{0};
        std::binary_semaphore goOn{0};
    };
    std::shared_ptr<Gates> m_gates = std::make_shared<Gates>();
};

} // namespace

class TestHeldPublishes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBurstReachesEveryStream()
    {
        Scene scene;
        for (int round = 0; round < 3; ++round) {
            for (int number = 0; number < channelCount; ++number)
                QVERIFY(scene.publisher->send(publishRequest(number, "x")));
            for (int number = 0; number < channelCount; ++number)
                QCOMPARE(readReply(*scene.publisher).status, 202);
            for (const auto &stream : scene.streams)
                QCOMPARE(stream->nextData(1), QList<QByteArray>{"x"});
        }
    }

    void anAnswerWaitsUntilTheWorkerHasComeRound()
    {
        Scene scene;
        int published = 0;
        {
            const Halt halt(scene);
            published = scene.publishUntilHeld();
            QVERIFY(published > static_cast<int>(DirtyInbox::mostUnseen));
            QVERIFY2(scene.publisher->buffer().isEmpty(), scene.publisher->buffer().constData());
            // Others are answered meanwhile.
            QVERIFY(scene.other->send(request("GET", "/healthz")));
            QCOMPARE(readReply(*scene.other).status, 200);
            QVERIFY2(!scene.publisher->fill(std::chrono::milliseconds(50)), "it was answered too early");
        }
        QCOMPARE(readReply(*scene.publisher).status, 202);
        QVERIFY(scene.haveAll(published));
    }

    void butNotForEver()
    {
        Scene scene(Overrides{{"publish.longest_hold", "3s"}});
        int published = 0;
        {
            const Halt halt(scene);
            published = scene.publishUntilHeld();
            QVERIFY(published > 0);
            QCOMPARE(readReply(*scene.publisher).status, 202);
            // Nor does anybody wait for it again.
            const auto held = scene.held();
            for (; published < 100; ++published) {
                QVERIFY(scene.publisher->send(
                    publishRequest(published % channelCount, QByteArray::number(published))));
                QCOMPARE(readReply(*scene.publisher).status, 202);
            }
            QCOMPARE(scene.held(), held);
        }
        QVERIFY(scene.haveAll(published));
    }

    void aChangeOfTheSettingLetsItGo()
    {
        Scene scene;
        const Halt halt(scene);
        QVERIFY(scene.publishUntilHeld() > 0);
        QVERIFY(scene.server.set("publish.longest_hold", "0"));
        QCOMPARE(readReply(*scene.publisher).status, 202);
    }

    void aHeldAnswerIsNoStall()
    {
        Scene scene(Overrides{{"timeouts.heartbeat", "100ms"}, {"timeouts.write_stall", "100ms"}});
        {
            const Halt halt(scene);
            QVERIFY(scene.publishUntilHeld() > 0);
            QVERIFY2(!scene.publisher->fill(std::chrono::milliseconds(500)), "it was answered too early");
            QCOMPARE(scene.publisher->peer(), RawSocket::Peer::Open);
        }
        QCOMPARE(readReply(*scene.publisher).status, 202);
    }

    void oneInFourConnectionsMayWait()
    {
        Scene scene(Overrides{{"pool.max_idle_connections", "8"}}); // four for each worker
        const Halt halt(scene);
        QVERIFY(scene.publishUntilHeld() > 0);
        QVERIFY(scene.other->send(publishRequest(0, "x")));
        QCOMPARE(readReply(*scene.other).status, 202);
        QCOMPARE(scene.held(), std::int64_t(1));
    }

    void zeroHoldsNobody()
    {
        Scene scene(Overrides{{"publish.longest_hold", "0"}});
        const Halt halt(scene);
        for (int number = 0; number < 10 * channelCount; ++number) {
            QVERIFY(scene.publisher->send(publishRequest(number % channelCount, "x")));
            QCOMPARE(readReply(*scene.publisher).status, 202);
        }
        QCOMPARE(scene.held(), std::int64_t(0));
    }

    void aBatchIsHeldWhole()
    {
        Scene scene;
        int published = 0;
        {
            const Halt halt(scene);
            published = scene.publishUntilHeld();
            QVERIFY(published > 0);
            QByteArray lines;
            for (int number = published; number < published + channelCount; ++number)
                lines += "{\"channel\":\"" + channel(number % channelCount) + "\",\"data\":\"" +
                         QByteArray::number(number) + "\"}\n";
            QVERIFY(scene.other->send(
                request("POST", "/publish", {"Content-Type: application/x-ndjson"}, lines)));
            published += channelCount;
            QVERIFY(eventually([&] { return scene.held() == 2; }));
        }
        QCOMPARE(readReply(*scene.publisher).status, 202);
        const HttpReply reply = readReply(*scene.other);
        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.body.count("\"id\""), qsizetype(channelCount));
        QVERIFY(scene.haveAll(published));
    }

    void whatIsPipelinedBehindItIsAnsweredInOrder()
    {
        Scene scene;
        int published = 0;
        {
            const Halt halt(scene);
            published = scene.publishUntilHeld();
            QVERIFY(published > 0);
            QVERIFY(scene.publisher->send(
                request("GET", "/healthz") + request("GET", "/nowhere") +
                publishRequest(published % channelCount, QByteArray::number(published)) +
                request("GET", "/healthz", {"Connection: close"})));
            ++published;
        }
        for (const int status : {202, 200, 404, 202, 200})
            QCOMPARE(readReply(*scene.publisher).status, status);
        QVERIFY(scene.publisher->fillToEnd());
        QCOMPARE(scene.publisher->peer(), RawSocket::Peer::Finished);
        QVERIFY(scene.haveAll(published));
    }

    void whoHalfClosesGetsTheAnswer()
    {
        Scene scene;
        {
            const Halt halt(scene);
            QVERIFY(scene.publishUntilHeld() > 0);
            scene.publisher->halfClose();
        }
        QCOMPARE(readReply(*scene.publisher).status, 202);
        QVERIFY(scene.publisher->fillToEnd());
        QCOMPARE(scene.publisher->peer(), RawSocket::Peer::Finished);
    }

    void whoLeavesMeanwhileLosesNoEventAndLeavesNothing()
    {
        Scene scene;
        int published = 0;
        {
            const Halt halt(scene);
            published = scene.publishUntilHeld();
            QVERIFY(published > 0);
            scene.publisher->reset();
            scene.other->close();
            QVERIFY(eventually([&] { return scene.worker(0).connections == 0; }));
        }
        QVERIFY(scene.haveAll(published));
        const EngineFigures figures = scene.server.engine().figures();
        QCOMPARE(figures.descriptorsUsed, figures.streams);
    }

    void allAreAnsweredWhenTheirWorkerStops()
    {
        Scene scene;
        const Halt halt(scene);
        QVERIFY(scene.publishUntilHeld() > 0);
        // All in one segment, so that the engine has read every one when the first of them is held.
        constexpr int more = 3;
        QByteArray all;
        for (int number = 0; number < more; ++number)
            all += publishRequest(number, "x");
        QVERIFY(scene.other->send(all));
        QVERIFY(eventually([&] { return scene.held() == 2; }));
        scene.server.engine().workers()[0]->stop();
        QCOMPARE(readReply(*scene.publisher).status, 202);
        for (int number = 0; number < more; ++number)
            QCOMPARE(readReply(*scene.other).status, 202);
    }
};

QTEST_GUILESS_MAIN(TestHeldPublishes)
#include "tst_held_publishes.moc"
