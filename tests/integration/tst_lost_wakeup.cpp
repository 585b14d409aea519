// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A publish must never need the next one to arrive: 10,000 times one event, and the next only when every
// subscriber, on whichever worker, has it. Nothing else happens on the engine that could wake anybody.

#include "support/EngineTest.h"

#include <vector>

using namespace sluice::integration;

class tst_lost_wakeup : public EngineTest
{
    Q_OBJECT

public:
    tst_lost_wakeup()
        : EngineTest(SluicedProcess::Options::with(
              {QStringLiteral("engine.workers=2"), QStringLiteral("timeouts.heartbeat=10min"),
               QStringLiteral("timeouts.keep_alive=30min"), QStringLiteral("timeouts.headers=50min"),
               QStringLiteral("timeouts.write_stall=20min"), QStringLiteral("metrics.interval=10s")}))
    {
    }

private Q_SLOTS:
    void eachEventArrivesBeforeTheNextIsPublished();
};

void tst_lost_wakeup::eachEventArrivesBeforeTheNextIsPublished()
{
    constexpr int Events = 10000;
    constexpr int Subscribers = 8; // All on the same of two workers once in 128 runs.
    std::vector<std::unique_ptr<StreamClient>> subscribers;
    for (int index = 0; index < Subscribers; ++index) {
        // Different channel sets, so that the shared and the stream's own ids are both walked.
        const QByteArray target = index % 4 == 3 ? "/stream?channel=wake&channel=quiet" : "/stream/wake";
        subscribers.push_back(std::make_unique<StreamClient>(port(), target));
        QVERIFY(!subscribers.back()->primedId().isEmpty());
    }
    Publisher publisher(port());
    for (int event = 0; event < Events; ++event) {
        const QByteArray data = QByteArray::number(event);
        QCOMPARE(publisher.publish("wake", data).status, 202);
        for (const std::unique_ptr<StreamClient> &subscriber : subscribers) {
            const std::optional<SseEvent> received = subscriber->next();
            QVERIFY2(received.has_value(), ("event " + data + " did not arrive by itself").constData());
            QCOMPARE(received->data, data);
        }
    }
}

QTEST_GUILESS_MAIN(tst_lost_wakeup)
#include "tst_lost_wakeup.moc"
