// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rules on figures that a test makes up: where each begins to speak, how grave it is, and what it
// advises. That they see the real thing is tst_diagnosis's business.

#include "diagnosis/DiagnosisRules.h"

#include <QTest>

using namespace sluice;

class tst_diagnosis_rules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anIdleEngineIsClear();
    void poolBeginsAtNinetyPercent();
    void fullPoolOfAllDescriptorsNeedsMoreOfThem();
    void acceptErrorsAreCritical();
    void stallIsToldAfterwards();
    void saturationIsAllTheTime();
    void fewDropsAreNoise();
    void dropsOfALargeCrowdAreNoise();
    void aFirstWaveIsNoStorm();
    void oneStalledReaderInManyIsNoPattern();
    void canary_data();
    void canary();
    void everyFindingHasEvidenceAndAction();

private:
    Verdict verdict(std::string_view rule);
    EngineFigures &now() { return m_samples.back().figures; }

    std::vector<DiagnosisSample> m_samples;
    CanaryReading m_canary;
    Settings m_settings;
};

void tst_diagnosis_rules::init()
{
    m_samples.assign(2, {});
    for (DiagnosisSample &sample : m_samples) {
        sample.figures.workers.resize(2);
        sample.figures.maxStreams = 100;
        sample.figures.descriptorsLimit = 20'000;
        sample.workers = {{.worker = 0}, {.worker = 1}};
    }
    m_samples.back().at = m_samples.front().at + std::chrono::seconds(60);
    m_canary = {};
    m_settings = {};
}

Verdict tst_diagnosis_rules::verdict(std::string_view rule)
{
    const Observation seen{m_samples, {}, m_canary, m_settings};
    for (const DiagnosisRule &one : diagnosisRules())
        if (one.name == rule)
            return one.look(seen);
    qFatal("no such rule");
}

void tst_diagnosis_rules::anIdleEngineIsClear()
{
    for (const DiagnosisRule &rule : diagnosisRules())
        QVERIFY2(verdict(rule.name).state ==
                     (rule.name == "proxy-buffering" ? Verdict::State::NotObserved : Verdict::State::Clear),
                 std::string(rule.name).c_str());
}

void tst_diagnosis_rules::poolBeginsAtNinetyPercent()
{
    now().streams = 89;
    now().poolUtilizationPercent = 89;
    QVERIFY(verdict("pool-saturation").state == Verdict::State::Clear);
    now().streams = 90;
    now().poolUtilizationPercent = 90;
    const Verdict nearly = verdict("pool-saturation");
    QVERIFY(nearly.finding.has_value());
    QVERIFY(nearly.finding->severity == Severity::Warning);
    QCOMPARE(nearly.finding->action, std::string("sluicectl set pool.max_streams=151"));
    now().refusals[static_cast<std::size_t>(Refusal::PoolFull)] = 1;
    QVERIFY(verdict("pool-saturation").finding->severity == Severity::Critical);
}

void tst_diagnosis_rules::fullPoolOfAllDescriptorsNeedsMoreOfThem()
{
    now().maxStreams = 19'600; // 20,000 less 2 %
    now().streams = 19'600;
    now().poolUtilizationPercent = 100;
    const Verdict full = verdict("pool-saturation");
    QVERIFY(full.finding->action.find("LimitNOFILE to 30000") != std::string::npos);
}

void tst_diagnosis_rules::acceptErrorsAreCritical()
{
    now().workers[1].acceptErrors = 3;
    const Verdict out = verdict("descriptor-exhaustion");
    QVERIFY(out.finding.has_value());
    QVERIFY(out.finding->severity == Severity::Critical);
}

void tst_diagnosis_rules::stallIsToldAfterwards()
{
    m_samples.front().workers[1].worstLagSeconds = 0.9;
    QVERIFY(verdict("loop-stall").state == Verdict::State::Clear);
    m_samples.front().workers[1].worstLagSeconds = 8;
    const Verdict was = verdict("loop-stall");
    QVERIFY(was.finding.has_value());
    QVERIFY(was.finding->severity == Severity::Warning);
    QVERIFY(was.finding->summary.find("worker 1 did not turn its event loop for 8 s") != std::string::npos);
    m_samples.back().workers[1].worstLagSeconds = 9;
    m_samples.back().workers[1].tickAgeSeconds = 9;
    QVERIFY(verdict("loop-stall").finding->severity == Severity::Critical);
}

void tst_diagnosis_rules::saturationIsAllTheTime()
{
    m_samples.resize(10, m_samples.back());
    for (DiagnosisSample &sample : m_samples)
        sample.workers[1].busyRatio = 0.97;
    const Verdict busy = verdict("loop-stall");
    QVERIFY(busy.finding.has_value());
    QVERIFY(busy.finding->summary.find("worker 1 has worked all the time") != std::string::npos);
    m_samples[4].workers[1].busyRatio = 0.5;
    QVERIFY(verdict("loop-stall").state == Verdict::State::Clear);
}

void tst_diagnosis_rules::fewDropsAreNoise()
{
    now().ends[static_cast<std::size_t>(Cause::Reset)] = 4;
    QVERIFY(verdict("network-drops").state == Verdict::State::Clear);
    now().ends[static_cast<std::size_t>(Cause::TimedOut)] = 1;
    QVERIFY(verdict("network-drops").state == Verdict::State::Found);
}

void tst_diagnosis_rules::dropsOfALargeCrowdAreNoise()
{
    now().ends[static_cast<std::size_t>(Cause::Reset)] = 10;
    now().ends[static_cast<std::size_t>(Cause::ClientClosed)] = 41;
    QVERIFY(verdict("network-drops").state == Verdict::State::Clear);
    now().ends[static_cast<std::size_t>(Cause::ClientClosed)] = 40;
    QVERIFY(verdict("network-drops").state == Verdict::State::Found);
}

void tst_diagnosis_rules::aFirstWaveIsNoStorm()
{
    now().workers[0].admitted = 10'000;
    now().streams = 10'000;
    QVERIFY(verdict("reconnect-storm").state == Verdict::State::Clear);
    now().workers[0].resumeHits = 5'000; // they have been here
    QVERIFY(verdict("reconnect-storm").state == Verdict::State::Found);
}

void tst_diagnosis_rules::oneStalledReaderInManyIsNoPattern()
{
    now().streams = 1'000;
    now().workers[0].blocked = 9;
    QVERIFY(verdict("slow-consumers").state == Verdict::State::Clear);
    now().workers[1].blocked = 1;
    QVERIFY(verdict("slow-consumers").state == Verdict::State::Found);
    QVERIFY(verdict("slow-consumers").finding->severity == Severity::Warning);
}

void tst_diagnosis_rules::canary_data()
{
    using State = CanaryReading::State;
    QTest::addColumn<int>("reading");
    QTest::addColumn<double>("lateness");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("off") << int(State::Off) << 0.0 << QByteArray("not-observed");
    QTest::newRow("unreachable") << int(State::Unreachable) << 0.0 << QByteArray("not-observed");
    QTest::newRow("waiting") << int(State::Waiting) << 0.0 << QByteArray("not-observed");
    QTest::newRow("in time") << int(State::Reading) << 0.9 << QByteArray("clear");
    QTest::newRow("late") << int(State::Reading) << 1.0 << QByteArray("found");
}

void tst_diagnosis_rules::canary()
{
    QFETCH(int, reading);
    QFETCH(double, lateness);
    QFETCH(QByteArray, outcome);
    m_canary = {static_cast<CanaryReading::State>(reading), "refused", lateness};
    const Verdict verdict = this->verdict("proxy-buffering");
    QCOMPARE(QByteArray::fromStdString(std::string(verdictStateName(verdict.state))), outcome);
    QCOMPARE(verdict.reason.empty(), verdict.state != Verdict::State::NotObserved);
}

void tst_diagnosis_rules::everyFindingHasEvidenceAndAction()
{
    now().streams = 100;
    now().poolUtilizationPercent = 100;
    now().refusals.fill(1'000);
    now().ends.fill(1'000);
    now().workers[0].blocked = 50;
    now().workers[0].admitted = 9'000;
    now().workers[0].acceptErrors = 1;
    m_samples.back().workers[0].worstLagSeconds = 9;
    m_canary = {CanaryReading::State::Reading, {}, 30};
    std::size_t found = 0;
    for (const DiagnosisRule &rule : diagnosisRules()) {
        const Verdict verdict = this->verdict(rule.name);
        if (!verdict.finding)
            continue;
        ++found;
        QVERIFY2(!verdict.finding->summary.empty(), std::string(rule.name).c_str());
        QVERIFY2(!verdict.finding->evidence.empty(), std::string(rule.name).c_str());
        QVERIFY2(!verdict.finding->action.empty(), std::string(rule.name).c_str());
    }
    QCOMPARE(found, diagnosisRules().size() - 1); // all but proxy-timeout, which looks at single ends
}

QTEST_APPLESS_MAIN(tst_diagnosis_rules)
#include "tst_diagnosis_rules.moc"
