// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What load refuses before it starts: options, targets, descriptors and ports.
#include "base/system/ProcessSampler.h"
#include "load/run/LoadOptions.h"
#include "load/run/LoadPreflight.h"
#include "load/run/LoadTarget.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTest>

#include <functional>
#include <map>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace sluice;

class tst_LoadOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsDefaults();
    void refusesBrokenRules_data();
    void refusesBrokenRules();
    void readsTargets_data();
    void readsTargets();
    void refusesTargets_data();
    void refusesTargets();
    void findsWhereSomebodyListens_data();
    void findsWhereSomebodyListens();
    void putsTheChannelIntoThePath();
    void countsDescriptors();
    void plansProcesses();
    void notesAServerOfFewDescriptors();
    void plansSources();
    void raisesTheLimit();
    void samplesProcesses();

private:
    static LoadOptions sound();
    static void breakRule(LoadOptions &options, const QByteArray &rule);
};

LoadOptions tst_LoadOptions::sound()
{
    LoadOptions options;
    options.url = "http://127.0.0.1/stream/%CH%";
    options.publishUrl = "http://127.0.0.1/publish/%CH%";
    options.clients = 100;
    options.rate = 10;
    return options;
}

void tst_LoadOptions::acceptsDefaults()
{
    QVERIFY(validated(sound()).has_value());
}

void tst_LoadOptions::refusesBrokenRules_data()
{
    QTest::addColumn<QString>("message");
    QTest::newRow("no url") << QStringLiteral("--url is missing");
    QTest::newRow("no publish url") << QStringLiteral("--publish-url is missing, but --rate is 10");
    QTest::newRow("no clients") << QStringLiteral("--clients is 0, but must be 1 to 1000000");
    QTest::newRow("small") << QStringLiteral("--size is 47, but must be 48 to");
    QTest::newRow("stalled") << QStringLiteral("--stalled is 101, but must be 0 to 100");
    QTest::newRow("publishers") << QStringLiteral("--publishers is 65, but must be 1 to 64");
    QTest::newRow("channels") << QStringLiteral("--channels is 2, but --url has no %CH%");
    QTest::newRow("publish channels") << QStringLiteral("--channels is 2, but --publish-url has no %CH%");
    QTest::newRow("slow") << QStringLiteral("--slow is 60, but must be 0 to 50");
    QTest::newRow("churn") << QStringLiteral("--churn is 150%, but must be 0 to 100%");
    QTest::newRow("processes") << QStringLiteral("--processes is 65, but must be 0 to 64");
    QTest::newRow("ramp and hold") << QStringLiteral("--ramp and --hold: ");
    QTest::newRow("late spike") << QStringLiteral(
        "--spike-at 9s and --spike-for 2s end after --duration 10s");
    QTest::newRow("memory of nobody") << QStringLiteral("--max-rss-growth needs --pid");
    QTest::newRow("latency of nothing") << QStringLiteral("--p50 and --p99 need --rate");
    QTest::newRow("rate") << QStringLiteral("--rate is ");
}

void tst_LoadOptions::breakRule(LoadOptions &options, const QByteArray &rule)
{
    using namespace std::chrono_literals;
    const std::map<QByteArray, std::function<void()>> breakers{
        {"no url", [&] { options.url.clear(); }},
        {"no publish url", [&] { options.publishUrl.clear(); }},
        {"no clients", [&] { options.clients = 0; }},
        {"small", [&] { options.size = 47; }},
        {"stalled", [&] { options.stalled = 101; }},
        {"slow", [&] { options.stalled = 50, options.slow = 60; }},
        {"publishers", [&] { options.publishers = 65; }},
        {"processes", [&] { options.processes = 65; }},
        {"churn", [&] { options.churn = 1.5; }},
        {"rate", [&] { options.rate = 1e9; }},
        {"ramp and hold", [&] { options.ramp = options.hold = 1s; }},
        {"late spike", [&] { options.spike = 1, options.spikeAt = 9s, options.spikeFor = 2s; }},
        {"memory of nobody", [&] { options.thresholds.rssGrowth = 0.05; }},
        {"latency of nothing", [&] { options.rate = 0, options.thresholds.p99 = 1s; }},
        {"channels", [&] { options.channels = 2, options.url = "http://127.0.0.1/stream/x"; }},
        {"publish channels",
         [&] { options.channels = 2, options.publishUrl = "http://127.0.0.1/publish/x"; }},
    };
    QVERIFY(breakers.contains(rule));
    breakers.at(rule)();
}

void tst_LoadOptions::refusesBrokenRules()
{
    QFETCH(QString, message);
    LoadOptions options = sound();
    const QByteArray rule = QTest::currentDataTag();
    breakRule(options, rule);
    const auto result = validated(options);
    QVERIFY(!result.has_value());
    QVERIFY2(result.error().message.rfind(message.toStdString(), 0) == 0, result.error().message.c_str());
    QVERIFY(result.error().kind == Error::Kind::Input);
}

void tst_LoadOptions::readsTargets_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("isLoopback");
    QTest::newRow("port and path") << QByteArray("http://127.0.0.1:8080/a/b?c=d")
                                   << QByteArray("127.0.0.1:8080") << QByteArray("/a/b?c=d") << true;
    QTest::newRow("no path") << QByteArray("http://127.1.2.3") << QByteArray("127.1.2.3") << QByteArray("/")
                             << true;
    QTest::newRow("query only") << QByteArray("http://127.0.0.1?x=1") << QByteArray("127.0.0.1")
                                << QByteArray("/?x=1") << true;
    QTest::newRow("fragment") << QByteArray("http://127.0.0.1/x#y") << QByteArray("127.0.0.1")
                              << QByteArray("/x") << true;
    QTest::newRow("IPv6") << QByteArray("http://[::1]:81/x") << QByteArray("[::1]:81") << QByteArray("/x")
                          << true;
    QTest::newRow("name") << QByteArray("http://localhost:8080/x") << QByteArray("localhost:8080")
                          << QByteArray("/x") << true;
    QTest::newRow("elsewhere") << QByteArray("http://192.0.2.1/x") << QByteArray("192.0.2.1")
                               << QByteArray("/x") << false;
}

void tst_LoadOptions::readsTargets()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, path);
    QFETCH(bool, isLoopback);
    const auto target = LoadTarget::parse(url.toStdString());
    QVERIFY2(target.has_value(), target ? "" : target.error().message.c_str());
    QCOMPARE(target->host(), host.toStdString());
    QCOMPARE(target->path(0), path.toStdString());
    QCOMPARE(target->isLoopback(), isLoopback);
}

void tst_LoadOptions::refusesTargets_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("empty") << QByteArray() << QByteArray("must begin with http://");
    QTest::newRow("https") << QByteArray("https://127.0.0.1/x") << QByteArray("https is not supported");
    QTest::newRow("scheme") << QByteArray("ftp://127.0.0.1/x") << QByteArray("must begin with http://");
    QTest::newRow("no host") << QByteArray("http:///x") << QByteArray("is not a valid URL");
    QTest::newRow("port") << QByteArray("http://127.0.0.1:99999/x") << QByteArray("is not a valid URL");
    QTest::newRow("space") << QByteArray("http://127.0.0.1/a b") << QByteArray("must not hold spaces");
    QTest::newRow("line end") << QByteArray("http://127.0.0.1/a\r\nX: y")
                              << QByteArray("must not hold spaces");
    QTest::newRow("user") << QByteArray("http://u:p@127.0.0.1/") << QByteArray("must not hold a user");
    QTest::newRow("channel in host") << QByteArray("http://h%CH%/x") << QByteArray("path and the query only");
}

void tst_LoadOptions::refusesTargets()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, message);
    const auto target = LoadTarget::parse(url.toStdString());
    QVERIFY(!target.has_value());
    QVERIFY2(target.error().message.find(message.toStdString()) != std::string::npos,
             target.error().message.c_str());
}

/** localhost is both of its addresses: the one that somebody listens on is taken. */
void tst_LoadOptions::findsWhereSomebodyListens_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void tst_LoadOptions::findsWhereSomebodyListens()
{
    QFETCH(QHostAddress, address);
    QTcpServer server;
    if (!server.listen(address))
        QSKIP("this machine has no such address");
    const std::string url = "http://localhost:" + std::to_string(server.serverPort()) + "/x";
    auto target = LoadTarget::parse(url);
    QVERIFY(target.has_value());
    QCOMPARE(target->address()->sa_family, sa_family_t(AF_INET)); // nobody was asked yet
    target->chooseAddress();
    const bool isIpv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
    QCOMPARE(target->address()->sa_family, sa_family_t(isIpv4 ? AF_INET : AF_INET6));
    QCOMPARE(target->isLoopback4(), isIpv4);
    QVERIFY(target->isLoopback());
    server.close();
    target = LoadTarget::parse(url);
    target->chooseAddress(); // nobody listens: connecting will say so
    QCOMPARE(target->address()->sa_family, sa_family_t(AF_INET));
}

void tst_LoadOptions::putsTheChannelIntoThePath()
{
    const auto target = LoadTarget::parse("http://127.0.0.1:81/a%CH%/%CH%?c=%CH%");
    QVERIFY(target.has_value());
    QCOMPARE(target->path(12), std::string("/a12/12?c=12"));
    QCOMPARE(target->request("GET", 3, "X: y\r\n"),
             std::string("GET /a3/3?c=3 HTTP/1.1\r\nHost: 127.0.0.1:81\r\n"
                         "User-Agent: sluice/" SLUICE_VERSION "\r\nX: y\r\n\r\n"));
}

void tst_LoadOptions::countsDescriptors()
{
    const std::uint64_t before = openDescriptors();
    const int descriptor = ::open("/dev/null", O_RDONLY);
    QCOMPARE(openDescriptors(), before + 1);
    ::close(descriptor);
    QVERIFY(freeDescriptors() > 0);
}

void tst_LoadOptions::plansProcesses()
{
    constexpr std::uint64_t plenty = 1'000'000;
    QCOMPARE(planProcesses({100, 20, 120, plenty, 0}).value(), 1U);
    QCOMPARE(planProcesses({101, 20, 120, plenty, 0}).value(), 2U);
    QCOMPARE(planProcesses({10'000, 20, 1024, plenty, 0}).value(), 10U);
    QCOMPARE(planProcesses({100, 20, 120, plenty, 3}).value(), 3U);
    QCOMPARE(planProcesses({6'400, 20, 120, plenty, 0}).value(), 64U);

    const auto holds = [](const tl::expected<std::uint32_t, Error> &plan, const char *text) {
        return !plan && plan.error().message.find(text) != std::string::npos;
    };
    for (const char *text : {"6401 clients", "64 processes may have 120", "6400 clients fit",
                             "sudo prlimit --pid $$ --nofile=121:121"})
        QVERIFY2(holds(planProcesses({6'401, 20, 120, plenty, 0}), text), text);
    for (const char *text : {"each of 2 processes may have 120", "200 clients fit", "--nofile=121:121"})
        QVERIFY2(holds(planProcesses({201, 20, 120, plenty, 2}), text), text);
    QVERIFY(holds(planProcesses({10, 20, 20, plenty, 0}), "0 clients fit"));
    for (const char *text : {"the whole machine has 100 left", "sudo sysctl -w fs.file-max="})
        QVERIFY2(holds(planProcesses({90, 20, 120, 100, 0}), text), text);
}

void tst_LoadOptions::notesAServerOfFewDescriptors()
{
    rlimit own{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &own), 0);
    QVERIFY(serverDescriptorNote({::getpid()}, 1).empty());
    QVERIFY(serverDescriptorNote({}, 1'000'000'000).empty());
    QVERIFY(serverDescriptorNote({0x3FFF'FFFF}, 1'000'000'000).empty());
    const std::string note = serverDescriptorNote({::getpid()}, own.rlim_cur + 1);
    for (const std::string &text :
         {std::to_string(own.rlim_cur), "sudo prlimit --pid " + std::to_string(::getpid())})
        QVERIFY2(note.find(text) != std::string::npos, note.c_str());
}

void tst_LoadOptions::plansSources()
{
    const PortRange ports{1000, 1999}; // of 1,000 ports, 900 are usable
    QCOMPARE(planSources(1, ports, Sources::One).value(), 1U);
    QCOMPARE(planSources(900, ports, Sources::One).value(), 1U);
    QCOMPARE(planSources(901, ports, Sources::Loopback).value(), 2U);
    QCOMPARE(planSources(254 * 900, ports, Sources::Loopback).value(), 254U);
    QVERIFY(!planSources(254 * 900 + 1, ports, Sources::Loopback).has_value());
    const auto tooMany = planSources(901, ports, Sources::One);
    QVERIFY(!tooMany.has_value());
    for (const char *number : {"901 connections", "1000 to 1999", "900 usable", "sudo sysctl -w net.ipv4."})
        QVERIFY2(tooMany.error().message.find(number) != std::string::npos, tooMany.error().message.c_str());
    QVERIFY(ephemeralPorts().first <= ephemeralPorts().last);
}

void tst_LoadOptions::raisesTheLimit()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit lowered{before.rlim_max / 2, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &lowered), 0);
    QCOMPARE(raiseDescriptorLimit(), std::uint64_t{before.rlim_max});
    rlimit after{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &after), 0);
    QCOMPARE(after.rlim_cur, before.rlim_max);
}

void tst_LoadOptions::samplesProcesses()
{
    auto sampler = ProcessSampler::watch({::getpid()});
    QVERIFY(sampler.has_value());
    QCOMPARE(sampler->names().front().substr(0, 15), std::string("tst_load_options").substr(0, 15));
    const ProcessSample before = sampler->sample().front();
    QVERIFY(before.rssKib > 0);
    QVERIFY(before.rssAnonKib > 0);
    QVERIFY(before.rssAnonKib <= before.rssKib);
    // A tenth of a second of work must show, however the machine is loaded.
    volatile std::uint64_t work = 0;
    while (sampler->sample().front().cpuSeconds < before.cpuSeconds + 0.1)
        for (int i = 0; i < 100'000; ++i)
            work = work + 1;
    QVERIFY(sampler->highestRssKib().front() >= before.rssKib);
    QVERIFY(!ProcessSampler::watch({::getpid(), 0x3FFF'FFFF}).has_value());
}

QTEST_GUILESS_MAIN(tst_LoadOptions)
#include "tst_load_options.moc"
