// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rules on figures that a test makes up: where each begins to speak, how grave it is, and what it
// advises. That they see the real thing is tst_diagnosis's business.

#include "findings/diagnosis/DiagnosisRules.h"
#include "model/FdBudget.h"
#include "model/HeaderFault.h"

#include <QTest>

#include <algorithm>

using namespace sluice;

class tst_diagnosis_rules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anIdleEngineIsClear();
    void poolBeginsAtNinetyPercent();
    void fullPoolOfAllDescriptorsNeedsMoreOfThem();
    void manyWorkersLeaveFewerDescriptors();
    void stallTellsOfTheMachine();
    void logsThatNobodyReadsAreNotObserved_data();
    void logsThatNobodyReadsAreNotObserved();
    void errorsAreBlamedOn_data();
    void errorsAreBlamedOn();
    void aFullProxyIsCritical();
    void latencyIsOfTheWayOrOfTheAnswer();
    void headsAreLookedAt();
    void acceptErrorsAreCritical();
    void stallIsToldAfterwards();
    void aProcessThatStoodStillIsNoLoopsFault();
    void saturationIsAllTheTime();
    void fewDropsAreNoise();
    void dropsOfALargeCrowdAreNoise();
    void aFirstWaveIsNoStorm();
    void oneStalledReaderInManyIsNoPattern();
    void advisesByWhatTheSlowDid();
    void fullChannelsNameWhoFillsThem();
    void canary_data();
    void canary();
    void strangersAreNamed();
    void whoHoldsPlacesIsNamed();
    void whoseBodyFoundNoRoomIsNamed();
    void moreClientsThanAreRemembered();
    void headersHaveTheirRemedy();
    void everyFindingHasEvidenceAndAction();

private:
    Outcome outcome(std::string_view rule) const;
    bool isClear(std::string_view rule) const { return std::holds_alternative<Clear>(outcome(rule)); }
    std::optional<Finding> found(std::string_view rule) const;
    std::optional<std::string>
    blindness(std::string_view rule) const; ///< why it cannot look; nothing: it can
    EngineFigures &now() { return m_samples.back().figures; }
    ProxyLogFigures &proxy() { return m_samples.back().proxy; }

    std::vector<DiagnosisSample> m_samples;
    CanaryReading m_canary;
    Settings m_settings;
    ProxyLogReading m_errorLog;
    ProxyLogReading m_timingLog;
    std::optional<double> m_cpuWait;
    std::optional<Stranger> m_unknownHost;
    std::optional<Stranger> m_foreignOrigin;
    std::optional<Stranger> m_placeGivenUp;
    std::optional<Stranger> m_bodyRefused;
    std::optional<Stranger> m_proxyHeader;
};

void tst_diagnosis_rules::init()
{
    m_samples.assign(2, {});
    for (DiagnosisSample &sample : m_samples) {
        sample.figures.workers.resize(2);
        sample.figures.maxStreams = 100;
        sample.figures.descriptorsLimit = 20'000;
        sample.figures.descriptorsAllowed = 19'900;
        sample.figures.streamsPossible = 19'600;
        sample.workers = {{.worker = 0}, {.worker = 1}};
    }
    m_samples.back().at = m_samples.front().at + std::chrono::seconds(60);
    m_canary = {};
    m_settings = {};
    m_errorLog = {ProxyLogReading::State::Following, {}};
    m_timingLog = {ProxyLogReading::State::Following, {}};
    m_cpuWait.reset();
    m_unknownHost.reset();
    m_foreignOrigin.reset();
    m_placeGivenUp.reset();
    m_bodyRefused.reset();
    m_proxyHeader.reset();
}

Outcome tst_diagnosis_rules::outcome(std::string_view rule) const
{
    Observation seen{m_samples, {}, m_canary, m_settings, m_errorLog, m_timingLog};
    seen.cpuWaitPercent = m_cpuWait;
    seen.unknownHost = m_unknownHost;
    seen.foreignOrigin = m_foreignOrigin;
    seen.placeGivenUp = m_placeGivenUp;
    seen.bodyRefused = m_bodyRefused;
    seen.proxyHeader = m_proxyHeader;
    for (Verdict &verdict : judge(diagnosisRules(), seen))
        if (verdict.rule == rule)
            return std::move(verdict.outcome);
    qFatal("no such rule");
}

std::optional<Finding> tst_diagnosis_rules::found(std::string_view rule) const
{
    const Outcome outcome = this->outcome(rule);
    const auto *finding = std::get_if<Finding>(&outcome);
    return finding ? std::optional(*finding) : std::nullopt;
}

std::optional<std::string> tst_diagnosis_rules::blindness(std::string_view rule) const
{
    const Outcome outcome = this->outcome(rule);
    const auto *blind = std::get_if<NotObserved>(&outcome);
    return blind ? std::optional(blind->reason) : std::nullopt;
}

void tst_diagnosis_rules::anIdleEngineIsClear()
{
    // What looks through the canary, which is off, or at requests, which there are none of.
    constexpr std::array blind{"proxy-buffering", "proxy-compression", "proxy-http-version", "proxy-latency"};
    for (const auto &rule : diagnosisRules()) {
        const bool isBlind = std::find(blind.begin(), blind.end(), rule.name) != blind.end();
        QVERIFY2(isBlind ? blindness(rule.name).has_value() : isClear(rule.name),
                 std::string(rule.name).c_str());
    }
}

void tst_diagnosis_rules::poolBeginsAtNinetyPercent()
{
    now().streams = 89;
    now().poolUtilizationPercent = 89;
    QVERIFY(isClear("pool-saturation"));
    now().streams = 90;
    now().poolUtilizationPercent = 90;
    const auto nearly = found("pool-saturation");
    QVERIFY(nearly.has_value());
    QVERIFY(nearly->severity == Severity::Warning);
    QCOMPARE(nearly->remedies.front().line, std::string("sluicectl set pool.max_streams=151"));
    now().refusals[static_cast<std::size_t>(Refusal::PoolFull)] = 1;
    QVERIFY(found("pool-saturation")->severity == Severity::Critical);
}

void tst_diagnosis_rules::fullPoolOfAllDescriptorsNeedsMoreOfThem()
{
    now().maxStreams = 19'600; // 20,000 less 2 %
    now().streams = 19'600;
    now().poolUtilizationPercent = 100;
    const auto full = found("pool-saturation");
    QVERIFY(full->remedies.front().line.find("LimitNOFILE to 30000") != std::string::npos);
}

/** Sixteen workers need more for themselves than the reserve, and 256 are few. */
void tst_diagnosis_rules::manyWorkersLeaveFewerDescriptors()
{
    const FdBudget budget(256, 16);
    now().descriptorsLimit = budget.limit();
    now().descriptorsAllowed = budget.allowed();
    now().streamsPossible = budget.maxStreams();
    now().maxStreams = budget.maxStreams() - 1;
    now().streams = now().maxStreams;
    now().poolUtilizationPercent = 100;
    QCOMPARE(found("pool-saturation")->remedies.front().line,
             "sluicectl set pool.max_streams=" + std::to_string(budget.maxStreams()));
    now().maxStreams = budget.maxStreams();
    QVERIFY(found("pool-saturation")->remedies.front().line.find("LimitNOFILE") != std::string::npos);
    QVERIFY(isClear("descriptor-exhaustion"));
    now().descriptorsUsed = budget.maxStreams(); // of which not one may be had more
    const auto out = found("descriptor-exhaustion");
    QVERIFY(out.has_value());
    QVERIFY(out->severity == Severity::Warning);
    QVERIFY(out->summary.find("of " + std::to_string(budget.allowed())) != std::string::npos);
}

void tst_diagnosis_rules::stallTellsOfTheMachine()
{
    m_samples.front().workers[1].worstLagSeconds = 3;
    m_cpuWait = 2;
    QVERIFY(found("loop-stall")->remedies.front().line.find("pump.slice") != std::string::npos);
    m_cpuWait = 60;
    const auto stalled = found("loop-stall");
    QVERIFY(stalled->remedies.front().line.find("short of CPU") != std::string::npos);
    QCOMPARE(stalled->evidence.back().name, std::string("cpu_wait_percent"));
    QCOMPARE(std::get<double>(stalled->evidence.back().value), 60.0);
}

void tst_diagnosis_rules::logsThatNobodyReadsAreNotObserved_data()
{
    using State = ProxyLogReading::State;
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("off") << int(State::Off) << QByteArray("is empty");
    QTest::newRow("gone") << int(State::Unreadable) << QByteArray("there is no such file");
}

void tst_diagnosis_rules::logsThatNobodyReadsAreNotObserved()
{
    QFETCH(const int, state);
    QFETCH(const QByteArray, reason);
    m_errorLog = {static_cast<ProxyLogReading::State>(state), "/var/log/x: there is no such file"};
    m_timingLog = m_errorLog;
    for (const char *rule : {"proxy-limits", "proxy-errors", "proxy-latency"}) {
        const auto why = blindness(rule);
        QVERIFY2(why && why->find(reason.toStdString()) != std::string::npos, rule);
    }
    // What was read before it went holds.
    proxy().of(ProxyFault::Refused) = 1;
    QVERIFY(found("proxy-errors").has_value());
}

void tst_diagnosis_rules::errorsAreBlamedOn_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<double>("lag");
    QTest::addColumn<double>("wait");
    QTest::addColumn<qint64>("ownEnds");
    QTest::addColumn<QByteArray>("blame");
    QTest::addColumn<QByteArray>("action");
    const auto row = [](const char *name, ProxyFault fault, double lag, double wait, qint64 ownEnds,
                        const char *blame, const char *action) {
        QTest::newRow(name) << int(fault) << lag << wait << ownEnds << QByteArray(blame)
                            << QByteArray(action);
    };
    row("network", ProxyFault::ConnectTimeout, 0.1, 0, 0, "it is the network between", "nstat");
    row("a stalled loop", ProxyFault::ConnectTimeout, 3, 0, 0, "the engine is saturated: worker 0", "mend");
    row("CPU", ProxyFault::AnswerTimeout, 0.1, 80, 0, "the engine is saturated: the machine is short of CPU",
        "more CPU");
    row("read timeout", ProxyFault::ReadTimeout, 2, 80, 0, "the proxy's read timeout is shorter",
        "proxy_read_timeout");
    row("no heartbeats", ProxyFault::ReadTimeout, 9, 0, 0, "the engine is saturated", "mend");
    row("died", ProxyFault::Closed, 3, 80, 0, "an engine died", "journalctl");
    row("the engine's own ends", ProxyFault::Closed, 0, 0, 10, "the engine itself ended 10 streams",
        "sluicectl disconnects");
    row("refused", ProxyFault::Refused, 3, 80, 0, "another engine", "listen.public");
}

void tst_diagnosis_rules::errorsAreBlamedOn()
{
    QFETCH(const int, fault);
    QFETCH(const double, lag);
    QFETCH(const double, wait);
    QFETCH(const qint64, ownEnds);
    QFETCH(const QByteArray, blame);
    QFETCH(const QByteArray, action);
    proxy().of(static_cast<ProxyFault>(fault)) = 9;
    m_samples.front().workers[0].worstLagSeconds = lag;
    m_cpuWait = wait;
    now().ends[static_cast<std::size_t>(Cause::SlowConsumer)] = ownEnds;
    const auto few = found("proxy-errors");
    QVERIFY(few.has_value());
    QVERIFY(few->severity == Severity::Warning);
    QVERIFY2(few->summary.find(blame.toStdString()) != std::string::npos, few->summary.c_str());
    QVERIFY2(few->remedies.front().line.find(action.toStdString()) != std::string::npos,
             few->remedies.front().line.c_str());
    const auto has = [&few](std::string_view metric) {
        return std::any_of(few->evidence.begin(), few->evidence.end(),
                           [metric](const Evidence &one) { return one.name.starts_with(metric); });
    };
    for (const char *metric :
         {"sluice_proxy_log_total{kind=", "sse_disconnects_total{cause=", "sluice_refusals_total",
          "max_over_time(sluice_loop_lag_max_seconds)", "cpu_wait_percent"})
        QVERIFY2(has(metric), metric);
    proxy().of(static_cast<ProxyFault>(fault)) = 10;
    QVERIFY(found("proxy-errors")->severity == Severity::Critical);
}

void tst_diagnosis_rules::aFullProxyIsCritical()
{
    proxy().of(ProxyFault::WorkerConnections) = 1;
    const auto full = found("proxy-limits");
    QVERIFY(full.has_value());
    QVERIFY(full->severity == Severity::Critical);
    QVERIFY(full->remedies.front().line.find("worker_connections") != std::string::npos);
    QVERIFY(isClear("proxy-errors"));
    proxy().of(ProxyFault::Ports) = 2;
    QVERIFY(found("proxy-limits")->remedies.front().line.find("ip_local_port_range") != std::string::npos);
}

void tst_diagnosis_rules::latencyIsOfTheWayOrOfTheAnswer()
{
    for (int i = 0; i < 9; ++i) {
        proxy().connect.observe(0.001);
        proxy().header.observe(0.002);
    }
    QVERIFY(blindness("proxy-latency").has_value());
    for (int i = 0; i < 91; ++i) {
        proxy().connect.observe(0.001);
        proxy().header.observe(0.002);
    }
    QVERIFY(isClear("proxy-latency"));
    for (int i = 0; i < 20; ++i) {
        proxy().connect.observe(0.001);
        proxy().header.observe(2);
    }
    QVERIFY(found("proxy-latency")->summary.find("the answers wait") != std::string::npos);
    for (int i = 0; i < 20; ++i)
        proxy().connect.observe(1.1);
    QVERIFY(found("proxy-latency")->summary.find("packets are lost") != std::string::npos);
    m_cpuWait = 80;
    QVERIFY(found("proxy-latency")->summary.find("the engine is saturated") != std::string::npos);
    m_samples.front().proxy = proxy(); // all of it before the last minute
    QVERIFY(blindness("proxy-latency").has_value());
}

void tst_diagnosis_rules::headsAreLookedAt()
{
    for (const char *rule : {"proxy-http-version", "proxy-compression"}) {
        m_canary = {CanaryReading::State::Unreachable, "refused", 0};
        QVERIFY2(blindness(rule).has_value(), rule);
        QVERIFY2(blindness(rule)->find("refused") != std::string::npos, rule);
    }
    m_canary = {CanaryReading::State::Waiting, {}, 0};
    m_canary.head = CanaryReading::Head{};
    m_canary.encodingReason = "status 403";
    QVERIFY(isClear("proxy-http-version"));
    QVERIFY(blindness("proxy-compression")->find("status 403") != std::string::npos);
    m_canary.encoding = "";
    QVERIFY(isClear("proxy-compression"));
    m_canary.encoding = "gzip";
    QVERIFY(found("proxy-compression")->remedies.front().line.find("gzip off") != std::string::npos);
    m_canary.head->requestVersion = "HTTP/1.0";
    QVERIFY(found("proxy-http-version")->remedies.front().line.find("proxy_http_version 1.1") !=
            std::string::npos);
    m_canary.head = CanaryReading::Head{true, {}};
    QVERIFY(found("proxy-http-version")->summary.find("answers in HTTP/1.0") != std::string::npos);
}

void tst_diagnosis_rules::acceptErrorsAreCritical()
{
    now().workers[1].acceptErrors = 3;
    const auto out = found("descriptor-exhaustion");
    QVERIFY(out.has_value());
    QVERIFY(out->severity == Severity::Critical);
}

void tst_diagnosis_rules::stallIsToldAfterwards()
{
    m_samples.front().workers[1].worstLagSeconds = 0.9;
    QVERIFY(isClear("loop-stall"));
    m_samples.front().workers[1].worstLagSeconds = 8;
    const auto was = found("loop-stall");
    QVERIFY(was.has_value());
    QVERIFY(was->severity == Severity::Warning);
    QVERIFY(was->summary.find("worker 1 did not turn its event loop for 8 s") != std::string::npos);
    m_samples.back().workers[1].worstLagSeconds = 9;
    m_samples.back().workers[1].tickAgeSeconds = 9;
    QVERIFY(found("loop-stall")->severity == Severity::Critical);
}

void tst_diagnosis_rules::aProcessThatStoodStillIsNoLoopsFault()
{
    // Stopped from 11 s to 15 s, seen at 15 s, told at 20 s.
    m_samples.resize(17, m_samples.front());
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        m_samples[i].at = m_samples.front().at + std::chrono::seconds(i < 12 ? i : i + 4);
    for (std::size_t i : {12U, 13U}) // the worst of a second is seen twice
        for (WorkerHealth &health : m_samples[i].workers)
            health.worstLagSeconds = 3.9;
    const auto stopped = found("loop-stall");
    QVERIFY(stopped.has_value());
    QVERIFY(stopped->severity == Severity::Warning);
    for (const char *part : {"the whole process stood still for 3.9 s", "4 s ago"})
        QVERIFY2(stopped->summary.find(part) != std::string::npos, stopped->summary.c_str());
    QVERIFY(stopped->cause.find("SIGSTOP") != std::string::npos);
    QVERIFY(stopped->remedies.front().line.find("pump.slice") == std::string::npos);
    // One worker that was on time: then it is the other one's loop.
    m_samples[12].workers[0].worstLagSeconds = m_samples[13].workers[0].worstLagSeconds = 0;
    QVERIFY(found("loop-stall")->summary.find("worker 1 did not turn") != std::string::npos);
    // The sampler was on time: likewise.
    m_samples[12].workers[0].worstLagSeconds = 3.9;
    for (std::size_t i = 12; i < m_samples.size(); ++i)
        m_samples[i].at = m_samples.front().at + std::chrono::seconds(i);
    QVERIFY(found("loop-stall")->summary.find("did not turn its event loop") != std::string::npos);
    // A machine that is short of CPU may hold all of them.
    for (std::size_t i = 12; i < m_samples.size(); ++i)
        m_samples[i].at = m_samples.front().at + std::chrono::seconds(i + 4);
    m_cpuWait = 150;
    const auto busy = found("loop-stall");
    QVERIFY(!busy || busy->summary.find("stood still") == std::string::npos);
}

void tst_diagnosis_rules::saturationIsAllTheTime()
{
    m_samples.resize(10, m_samples.back());
    for (DiagnosisSample &sample : m_samples)
        sample.workers[1].busyRatio = 0.97;
    const auto busy = found("loop-stall");
    QVERIFY(busy.has_value());
    QVERIFY(busy->summary.find("worker 1 has worked all the time") != std::string::npos);
    m_samples[4].workers[1].busyRatio = 0.5;
    QVERIFY(isClear("loop-stall"));
}

void tst_diagnosis_rules::fewDropsAreNoise()
{
    now().ends[static_cast<std::size_t>(Cause::Reset)] = 4;
    QVERIFY(isClear("network-drops"));
    now().ends[static_cast<std::size_t>(Cause::TimedOut)] = 1;
    QVERIFY(found("network-drops").has_value());
}

void tst_diagnosis_rules::dropsOfALargeCrowdAreNoise()
{
    now().ends[static_cast<std::size_t>(Cause::Reset)] = 10;
    now().ends[static_cast<std::size_t>(Cause::ClientClosed)] = 41;
    QVERIFY(isClear("network-drops"));
    now().ends[static_cast<std::size_t>(Cause::ClientClosed)] = 40;
    QVERIFY(found("network-drops").has_value());
}

void tst_diagnosis_rules::aFirstWaveIsNoStorm()
{
    now().workers[0].admitted = 10'000;
    now().streams = 10'000;
    QVERIFY(isClear("reconnect-storm"));
    now().workers[0].resumeHits = 5'000; // they have been here
    QVERIFY(found("reconnect-storm").has_value());
}

void tst_diagnosis_rules::oneStalledReaderInManyIsNoPattern()
{
    now().streams = 1'000;
    now().workers[0].blocked = 9;
    QVERIFY(isClear("slow-consumers"));
    now().workers[1].blocked = 1;
    QVERIFY(found("slow-consumers").has_value());
    QVERIFY(found("slow-consumers")->severity == Severity::Warning);
}

/** Who went on reading would lose events by skipping. */
void tst_diagnosis_rules::advisesByWhatTheSlowDid()
{
    now().ends[static_cast<std::size_t>(Cause::SlowConsumer)] = 4;
    QVERIFY(found("slow-consumers")->remedies.front().line.find("drop-oldest") != std::string::npos);
    now().workers[0].slowWhileReading = 1;
    QVERIFY(found("slow-consumers")->remedies.front().line.find("drop-oldest") != std::string::npos);
    now().workers[1].slowWhileReading = 1;
    const auto reading = found("slow-consumers");
    QVERIFY(reading->remedies.front().line.find("drop-oldest") == std::string::npos);
    QVERIFY(reading->remedies.front().line.find("backpressure.policy=pause") != std::string::npos);
    QVERIFY(reading->summary.find("2 of 4 slow consumers") != std::string::npos);
}

void tst_diagnosis_rules::fullChannelsNameWhoFillsThem()
{
    QVERIFY(isClear("channels-full"));
    now().channels = 10'000;
    now().readerChannels = 7'500;
    QVERIFY(isClear("channels-full"));
    now().refusals[static_cast<std::size_t>(Refusal::ChannelLimit)] = 3;
    const auto readers = found("channels-full");
    QVERIFY(readers && readers->severity == Severity::Critical);
    QVERIFY(readers->summary.find("readers fill them") != std::string::npos);
    QVERIFY(readers->remedies.front().line.find("pool.max_streams_per_client") != std::string::npos);
    now().readerChannels = 10;
    const auto publishers = found("channels-full");
    QVERIFY(publishers->summary.find("publishers fill them") != std::string::npos);
    QVERIFY(publishers->remedies.front().line.find("pool.max_channels=15001") != std::string::npos);
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
    constexpr std::array names{"clear", "found", "not-observed"};
    QCOMPARE(QByteArray(names[this->outcome("proxy-buffering").index()]), outcome);
    QVERIFY(outcome != "not-observed" || !blindness("proxy-buffering")->empty());
}

void tst_diagnosis_rules::strangersAreNamed()
{
    m_settings.listen_allowed_hosts = "old.example";
    m_settings.cors_allow_origin = "auto";
    now().refusals[static_cast<std::size_t>(Refusal::UnknownHost)] = 12;
    Stranger stranger;
    stranger.name = "api.example.com:8080";
    stranger.client = *ClientAddress::parse("192.0.2.7");
    stranger.count = 7;
    stranger.first = m_samples.back().at - std::chrono::seconds(40);
    m_unknownHost = stranger;
    auto finding = found("unknown-hosts");
    QVERIFY(finding && finding->severity == Severity::Warning);
    for (const char *part :
         {"'api.example.com:8080'", "12 in the last 60 s", "7 in a row since 40 s", "192.0.2.7"})
        QVERIFY2(finding->summary.find(part) != std::string::npos, finding->summary.c_str());
    QVERIFY2(finding->remedies.front().line.find(
                 "sluicectl set listen.allowed_hosts='old.example,api.example.com'") != std::string::npos,
             finding->remedies.front().line.c_str());
    // What a proxy passes on refuses all of its clients.
    m_unknownHost->isForwarded = true;
    finding = found("unknown-hosts");
    QVERIFY(finding->severity == Severity::Critical);
    QVERIFY(finding->cause.find("proxy") != std::string::npos);
    QVERIFY(finding->remedies.front().line.starts_with("let the proxy send"));
    // Somebody will type what stands there.
    m_unknownHost->name = "$(reboot)";
    QVERIFY(found("unknown-hosts")->remedies.front().line.find("reboot") == std::string::npos);
    QVERIFY(isClear("foreign-pages"));

    now().refusals[static_cast<std::size_t>(Refusal::ForeignOrigin)] = 3;
    stranger.name = "https://app.example";
    m_foreignOrigin = stranger;
    const auto remedy = [this] { return found("foreign-pages")->remedies.front().line; };
    QCOMPARE(remedy(),
             std::string("if the page is yours: sluicectl set cors.allow_origin='auto,https://app.example'"));
    m_foreignOrigin->isChange = true;
    QCOMPARE(remedy(),
             std::string("if the page is yours: sluicectl set publish.allow_origin='https://app.example'"));
    QVERIFY(found("foreign-pages")->summary.find("publish with Origin 'https://app.example'") !=
            std::string::npos);
    m_foreignOrigin->listener = Stranger::Listener::Admin;
    QVERIFY(remedy().find("sluicectl") == std::string::npos);
}

void tst_diagnosis_rules::whoseBodyFoundNoRoomIsNamed()
{
    QVERIFY(isClear("bodies-in-flight"));
    now().refusals[static_cast<std::size_t>(Refusal::InFlight)] = 12;
    now().inFlightBytes = 60 << 20;
    m_bodyRefused = Stranger{};
    m_bodyRefused->name = "192.0.2.9";
    m_bodyRefused->count = 11;
    const auto finding = found("bodies-in-flight");
    QVERIFY(finding && finding->severity == Severity::Warning);
    for (const char *part : {"12 publishes", "64MiB", "192.0.2.9", "11 in a row"})
        QVERIFY2(finding->summary.find(part) != std::string::npos, finding->summary.c_str());
    QVERIFY(finding->remedies.front().line.find("sluicectl set publish.max_in_flight=96MiB") !=
            std::string::npos);
}

void tst_diagnosis_rules::whoHoldsPlacesIsNamed()
{
    QVERIFY(isClear("connections-held"));
    now().refusals[static_cast<std::size_t>(Refusal::ConnectionShare)] = 40;
    now().workers[0].connections = 128;
    Stranger holder;
    holder.name = "192.0.2.7";
    holder.count = 38;
    holder.first = m_samples.back().at - std::chrono::seconds(20);
    m_placeGivenUp = holder;
    auto finding = found("connections-held");
    QVERIFY(finding && finding->severity == Severity::Warning);
    for (const char *part : {"public listener", "40 of them", "192.0.2.7", "38 in a row since 20 s"})
        QVERIFY2(finding->summary.find(part) != std::string::npos, finding->summary.c_str());
    QVERIFY(finding->remedies.front().line.find("sluicectl set pool.max_idle_connections=193") !=
            std::string::npos);
    // It is no lack of descriptors, and more of them would help nobody.
    QVERIFY(isClear("descriptor-exhaustion"));
    now().refusals[static_cast<std::size_t>(Refusal::Connections)] = 3;
    finding = found("connections-held");
    QVERIFY(finding->severity == Severity::Critical);
    QVERIFY(isClear("descriptor-exhaustion"));
    now().refusals[static_cast<std::size_t>(Refusal::Connections)] = 0;
    m_placeGivenUp->listener = Stranger::Listener::Admin;
    finding = found("connections-held");
    QVERIFY(finding->summary.find("admin listener") != std::string::npos);
    QVERIFY(finding->remedies.front().line.find("max_idle_connections") == std::string::npos);
}

void tst_diagnosis_rules::moreClientsThanAreRemembered()
{
    m_settings.pool_max_clients = 100;
    now().clients = 100;
    QVERIFY(isClear("clients-full"));
    now().clients = 101;
    QVERIFY(found("clients-full")->severity == Severity::Notice);
    m_settings.pool_client_connect_rate = 5;
    const auto finding = found("clients-full");
    QVERIFY(finding->severity == Severity::Warning);
    QVERIFY(finding->remedies.front().line.find("sluicectl set pool.max_clients=151") != std::string::npos);
}

void tst_diagnosis_rules::headersHaveTheirRemedy()
{
    m_settings.pool_trusted_proxies = "10.0.0.0/8";
    m_settings.pool_proxy_protocol = true;
    QVERIFY(isClear("proxy-header"));
    now().refusals[static_cast<std::size_t>(Refusal::ProxyHeader)] = 4;
    const auto of = [this](HeaderFault fault, const char *client) {
        Stranger stranger;
        stranger.name = headerFaultName(fault);
        stranger.client = *ClientAddress::parse(client);
        m_proxyHeader = stranger;
        const auto finding = found("proxy-header");
        return finding->cause + "; " + finding->remedies.front().line;
    };
    const auto severity = [this] { return found("proxy-header")->severity; };
    const auto holds = [](const std::string &text, const char *part) {
        return text.find(part) != std::string::npos;
    };
    std::string text = of(HeaderFault::Untrusted, "192.0.2.7");
    QVERIFY2(holds(text, "192.0.2.7 is not in pool.trusted_proxies"), text.c_str());
    QVERIFY2(holds(text, "sluicectl set pool.trusted_proxies='10.0.0.0/8,192.0.2.7'"), text.c_str());
    QVERIFY(severity() == Severity::Warning);
    for (const HeaderFault fault : {HeaderFault::Missing, HeaderFault::Late, HeaderFault::Malformed}) {
        text = of(fault, "10.0.0.1");
        QVERIFY2(holds(text, "the proxy at 10.0.0.1"), text.c_str());
        QVERIFY(severity() == Severity::Critical);
    }
    text = of(HeaderFault::Unwanted, "10.0.0.1");
    QVERIFY2(holds(text, "two proxies in a row"), text.c_str());
    m_settings.pool_proxy_protocol = false;
    text = of(HeaderFault::Unwanted, "10.0.0.1");
    QVERIFY2(holds(text, "sluicectl set pool.proxy_protocol=true"), text.c_str());
    text = of(HeaderFault::Unwanted, "192.0.2.7");
    QVERIFY2(
        holds(text, "sluicectl set pool.trusted_proxies='10.0.0.0/8,192.0.2.7' pool.proxy_protocol=true"),
        text.c_str());
}

void tst_diagnosis_rules::everyFindingHasEvidenceAndAction()
{
    now().clients = 1'000'000;
    now().streams = 100;
    now().poolUtilizationPercent = 100;
    now().refusals.fill(1'000);
    now().ends.fill(1'000);
    now().workers[0].blocked = 50;
    now().workers[0].admitted = 9'000;
    now().workers[0].acceptErrors = 1;
    m_samples.back().workers[0].worstLagSeconds = 9;
    m_canary = {CanaryReading::State::Reading, {}, 30};
    m_canary.head = CanaryReading::Head{true, "HTTP/1.0"};
    m_canary.encoding = "gzip";
    proxy().faults.fill(20);
    for (int i = 0; i < 20; ++i)
        proxy().connect.observe(5);
    std::size_t count = 0;
    for (const auto &rule : diagnosisRules()) {
        const auto finding = found(rule.name);
        if (!finding)
            continue;
        ++count;
        const std::string name(rule.name);
        QCOMPARE(finding->rule, name);
        QVERIFY2(!finding->summary.empty(), name.c_str());
        QVERIFY2(!finding->evidence.empty(), name.c_str());
        QVERIFY2(finding->remedies.size() == 1 && !finding->remedies.front().line.empty(), name.c_str());
    }
    QCOMPARE(count, diagnosisRules().size() - 1); // all but proxy-timeout, which looks at single ends
}

QTEST_APPLESS_MAIN(tst_diagnosis_rules)
#include "tst_diagnosis_rules.moc"
