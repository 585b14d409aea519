// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Publishers on one worker while another does not come round: their answers wait for it, in order, but not
// for ever, and no event is lost.
#include "core/server/EmbeddedServer.h"
#include "support/Http.h"
#include "support/StreamClient.h"

#include <QTest>

#include <memory>
#include <semaphore>

using namespace sluice;
using namespace sluice::test;
using namespace sluice::integration;

namespace {

constexpr int channelCount = 8;
constexpr auto mostUnseen = static_cast<int>(DirtyInbox::mostUnseen);

QByteArray channel(int number)
{
    return "c" + QByteArray::number(number);
}

QByteArray publishRequest(int number)
{
    return request("POST", "/publish/" + channel(number), {}, "news " + QByteArray::number(number));
}

/** A server whose second worker has a stream on each channel, and a publisher's connection to the first. */
struct Scene
{
    EmbeddedServer server;
    std::vector<std::unique_ptr<StreamClient>> streams; ///< of the second worker, one for each channel
    std::unique_ptr<RawSocket> publisher;

    Scene()
    {
        for (int number = 0; number < channelCount; ++number) {
            std::unique_ptr<StreamClient> stream;
            do { // the kernel decides which worker accepts it
                stream = std::make_unique<StreamClient>(server.port(), "/stream/" + channel(number));
            } while (worker(1).streams <= number);
            streams.push_back(std::move(stream));
        }
        do {
            publisher = connection();
        } while (worker(0).connections == 0);
    }

    EngineFigures::PerWorker worker(std::size_t index) { return server.engine().figures().workers[index]; }
    std::int64_t held() { return worker(0).heldPublishes; }

    /** A connection that a worker has accepted, after the ones before it have gone. */
    std::unique_ptr<RawSocket> connection()
    {
        publisher.reset();
        (void)eventually([this] { return worker(0).connections + worker(1).connections == 0; });
        auto socket = std::make_unique<RawSocket>(server.port());
        (void)eventually([this] { return worker(0).connections + worker(1).connections == 1; });
        return socket;
    }

    void everyStreamGetsItsEvent()
    {
        for (int number = 0; number < channelCount; ++number)
            QCOMPARE(streams[static_cast<std::size_t>(number)]->nextData(1),
                     QList<QByteArray>{"news " + QByteArray::number(number)});
    }
};

/** Keeps the second worker's thread from its work. */
class Halt
{
public:
    explicit Halt(Scene &scene)
    {
        QMetaObject::invokeMethod(scene.server.engine().workers()[1].get(), [this] {
            m_halted.release();
            m_goOn.acquire();
            m_over.release();
        });
        m_halted.acquire();
    }
    ~Halt()
    {
        m_goOn.release();
        m_over.acquire();
    }
    Halt(const Halt &) = delete;
    Halt &operator=(const Halt &) = delete;

private:
    std::binary_semaphore m_halted{0};
    std::binary_semaphore m_goOn{0};
    std::binary_semaphore m_over{0};
};

} // namespace

class TestHeldPublishes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWorkerThatComesRoundHoldsNobody()
    {
        Scene scene;
        for (int number = 0; number < channelCount; ++number) {
            QVERIFY(scene.publisher->send(publishRequest(number)));
            QCOMPARE(readReply(*scene.publisher).status, 202);
            QCOMPARE(scene.streams[static_cast<std::size_t>(number)]->nextData(1),
                     QList<QByteArray>{"news " + QByteArray::number(number)});
        }
        QCOMPARE(scene.held(), std::int64_t(0));
    }

    void answersWaitForAWorkerThatIsBehindButNotForEver()
    {
        Scene scene;
        {
            const Halt halt(scene);
            for (int number = 0; number < channelCount; ++number) {
                QVERIFY(scene.publisher->send(publishRequest(number)));
                QCOMPARE(readReply(*scene.publisher).status, 202);
                QCOMPARE(scene.held(), std::int64_t(std::max(number + 1 - mostUnseen, 0)));
            }
        }
        scene.everyStreamGetsItsEvent();
        // It has come round: nobody waits any more.
        QVERIFY(scene.publisher->send(publishRequest(0)));
        QCOMPARE(readReply(*scene.publisher).status, 202);
        QCOMPARE(scene.held(), std::int64_t(channelCount - mostUnseen));
    }

    void pipelinedPublishesAreAnsweredInOrder()
    {
        Scene scene;
        QByteArray all;
        for (int number = 0; number < channelCount; ++number)
            all += publishRequest(number);
        {
            const Halt halt(scene);
            QVERIFY(scene.publisher->send(all));
            QVERIFY(eventually([&] { return scene.held() > 0; }));
        }
        for (int number = 0; number < channelCount; ++number)
            QCOMPARE(readReply(*scene.publisher).status, 202);
        scene.everyStreamGetsItsEvent();
    }

    void aConnectionThatClosesBehindItsAnswerGetsIt()
    {
        Scene scene;
        {
            const Halt halt(scene);
            for (int number = 0; number < channelCount; ++number) {
                const bool last = number == channelCount - 1;
                QVERIFY(scene.publisher->send(
                    request("POST", "/publish/" + channel(number),
                            last ? QList<QByteArray>{"Connection: close"} : QList<QByteArray>{},
                            "news " + QByteArray::number(number))));
                QCOMPARE(readReply(*scene.publisher).status, 202);
            }
            QVERIFY(scene.publisher->fillToEnd());
            QCOMPARE(scene.publisher->peer(), RawSocket::Peer::Finished);
        }
        scene.everyStreamGetsItsEvent();
    }

    void whoLeavesWhileItIsHeldLosesNoEvent()
    {
        Scene scene;
        {
            const Halt halt(scene);
            for (int number = 0; number < channelCount - 1; ++number) {
                QVERIFY(scene.publisher->send(publishRequest(number)));
                QCOMPARE(readReply(*scene.publisher).status, 202);
            }
            const auto held = scene.held();
            QVERIFY(scene.publisher->send(publishRequest(channelCount - 1)));
            QVERIFY(eventually([&] { return scene.held() > held; }));
            scene.publisher->reset();
            QVERIFY(eventually([&] { return scene.worker(0).connections == 0; }));
        }
        scene.everyStreamGetsItsEvent();
        QCOMPARE(scene.server.engine().figures().descriptorsUsed,
                 scene.server.engine().figures().streams); // none has leaked
    }

    void aHeldAnswerIsGivenWhenItsWorkerStops()
    {
        Scene scene;
        const Halt halt(scene);
        for (int number = 0; number <= mostUnseen; ++number)
            QVERIFY(scene.publisher->send(publishRequest(number)));
        QVERIFY(eventually([&] { return scene.held() > 0; }));
        scene.server.engine().workers()[0]->stop();
        for (int number = 0; number <= mostUnseen; ++number)
            QCOMPARE(readReply(*scene.publisher).status, 202);
    }
};

QTEST_GUILESS_MAIN(TestHeldPublishes)
#include "tst_held_publishes.moc"
