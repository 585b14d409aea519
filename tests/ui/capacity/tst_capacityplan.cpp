// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Capacity page's model against a real engine: typed and observed loads, what does not fit, the cap
// applied.
#include "CapacityPlan.h"
#include "ui/support/TestEngine.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

class tst_CapacityPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_engine = std::make_unique<TestEngine>();
        QVERIFY2(m_engine->start(), qPrintable(m_engine->error()));
        m_link = std::make_unique<EngineLink>();
        m_plan = std::make_unique<CapacityPlan>();
        m_tuning = std::make_unique<Tuning>();
        m_tuning->setLink(m_link.get());
        m_plan->setLink(m_link.get());
        m_plan->setTuning(m_tuning.get());
        m_link->connectTo(m_engine->url(), TestEngine::token());
        TRY(m_plan->hasPlan() && m_tuning->settings()->state() == SettingsModel::State::Ready);
    }

    void cleanup()
    {
        m_plan.reset();
        m_tuning.reset();
        m_link.reset();
        m_engine.reset();
    }

    void plansWhatIsTyped()
    {
        m_plan->set(QStringLiteral("clients"), QStringLiteral("2000"));
        m_plan->set(QStringLiteral("streamDuration"), QStringLiteral("5min"));
        m_plan->set(QStringLiteral("timeoutWindow"), QStringLiteral("10min"));
        m_plan->set(QStringLiteral("headroom"), QStringLiteral("0"));
        QCOMPARE(m_plan->poolSize(), 1000.0);
        QCOMPARE(m_plan->maxStreams(), 1000.0);
        QVERIFY(!m_plan->figures().isEmpty());
    }

    void keepsTheLastRightValue()
    {
        m_plan->set(QStringLiteral("clients"), QStringLiteral("2000"));
        m_plan->set(QStringLiteral("clients"), QStringLiteral("many"));
        QVERIFY(!m_plan->problems().value(QStringLiteral("clients")).toString().isEmpty());
        QCOMPARE(m_plan->load().value(QStringLiteral("clients")).toString(), QStringLiteral("2000"));
        m_plan->set(QStringLiteral("clients"), QStringLiteral("3000"));
        QVERIFY(m_plan->problems().isEmpty());
    }

    void saysWhatDoesNotFit()
    {
        m_plan->set(QStringLiteral("clients"), QStringLiteral("9000000"));
        QVERIFY(m_plan->hasPlan());
        QVERIFY(!m_plan->fits());
        const QVariantMap first = m_plan->shortfalls().constFirst().toMap();
        QVERIFY(!first.value(QStringLiteral("message")).toString().isEmpty());
        QVERIFY(!first.value(QStringLiteral("remedy")).toString().isEmpty());
    }

    void takesTheEnginesLoad()
    {
        QCOMPARE(m_engine->openStreams(QStringLiteral("demo"), 7), 7);
        TRY(m_link->snapshots()->latest(QStringLiteral("active_streams")) == 7);
        m_plan->set(QStringLiteral("clients"), QStringLiteral("5"));
        // The engine's rows of ten seconds come when they are over.
        const auto observed = [this] {
            m_plan->useLive();
            QTest::qWait(200);
            return m_plan->load().value(QStringLiteral("clients")).toString() == QLatin1String("7");
        };
        TRY(observed());
    }

    void appliesTheCap()
    {
        m_plan->set(QStringLiteral("clients"), QStringLiteral("90"));
        m_plan->set(QStringLiteral("headroom"), QStringLiteral("10"));
        const double cap = m_plan->maxStreams();
        m_plan->apply(QStringLiteral("a test"));
        TRY(m_plan->presentCap() == QString::number(cap));
        QVERIFY(m_plan->outcomeIsGood());
        TRY(m_link->snapshots()->latest(QStringLiteral("max_streams")) == cap);
        // It is far below what the engine allowed: asked about as on the tuning page, and taken back with it.
        QCOMPARE(m_tuning->countdown()->state(), KeepCountdown::State::Asking);
        QVERIFY(m_tuning->countdown()->text().contains(QStringLiteral("pool.max_streams")));
        m_tuning->countdown()->takeBack();
        TRY(m_tuning->countdown()->state() == KeepCountdown::State::Idle);
        m_plan->refresh();
        TRY(m_plan->presentCap() == QStringLiteral("auto"));
        // A higher one hurts nobody.
        m_plan->apply(QStringLiteral("a test"));
        TRY(m_plan->presentCap() == QString::number(cap));
        m_tuning->countdown()->keep();
        m_plan->set(QStringLiteral("clients"), QStringLiteral("190"));
        m_plan->apply(QStringLiteral("a test"));
        TRY(m_plan->presentCap() == QString::number(m_plan->maxStreams()) && !m_plan->isBusy());
        QCOMPARE(m_tuning->countdown()->state(), KeepCountdown::State::Idle);
    }

    void settingsThatOthersChangedMeanwhileAreNotOverwritten()
    {
        m_plan->set(QStringLiteral("clients"), QStringLiteral("90"));
        AdminClient ann({m_engine->url(), TestEngine::token().toUtf8(), "ann", std::chrono::seconds(60)});
        AdminRequest request;
        request.method = "PATCH";
        request.path = QStringLiteral("settings");
        request.body = QJsonObject{{QStringLiteral("pool.max_streams"), 4321}};
        QVERIFY(ann.call(request).has_value());
        m_plan->apply(QStringLiteral("a test"));
        TRY(!m_plan->outcome().isEmpty());
        QVERIFY(!m_plan->outcomeIsGood());
        TRY(m_plan->presentCap() == QStringLiteral("4321"));
        QCOMPARE(m_tuning->countdown()->state(), KeepCountdown::State::Idle);
    }

    void withoutAnybodyToAskNothingIsApplied()
    {
        m_plan->setTuning(nullptr);
        m_plan->apply(QStringLiteral("a test"));
        QVERIFY(!m_plan->outcomeIsGood());
        QVERIFY(!m_plan->isBusy());
    }

    void aViewerIsRefused()
    {
        m_link->connectTo(m_engine->url(), TestEngine::viewerToken());
        TRY(m_link->isLive());
        TRY(m_plan->hasPlan() && !m_plan->isBusy());
        m_plan->apply({});
        TRY(!m_plan->outcome().isEmpty());
        QVERIFY(!m_plan->outcomeIsGood());
    }

    void writesConfigurations()
    {
        const QVariantList kinds = m_plan->configurations();
        QVERIFY(kinds.size() >= 7);
        for (const QVariant &kind : kinds)
            QVERIFY(!m_plan->configuration(kind.toMap().value(QStringLiteral("kind")).toInt()).isEmpty());
        QVERIFY(m_plan->configuration(0).contains(m_engine->publicUrl().authority()));
    }

private:
    std::unique_ptr<TestEngine> m_engine;
    std::unique_ptr<EngineLink> m_link;
    std::unique_ptr<Tuning> m_tuning;
    std::unique_ptr<CapacityPlan> m_plan;
};

QTEST_GUILESS_MAIN(tst_CapacityPlan)
#include "tst_capacityplan.moc"
