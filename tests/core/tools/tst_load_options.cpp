// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What load refuses before it starts: options, targets, descriptors and ports.
#include "tools/LoadOptions.h"
#include "tools/LoadPreflight.h"
#include "tools/LoadTarget.h"
#include "tools/ProcessSampler.h"

#include <QTest>

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
    void putsTheChannelIntoThePath();
    void countsDescriptors();
    void plansSources();
    void raisesTheLimit();
    void samplesProcesses();

private:
    static LoadOptions sound();
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
    QTest::newRow("rate") << QStringLiteral("--rate is ");
}

void tst_LoadOptions::refusesBrokenRules()
{
    QFETCH(QString, message);
    LoadOptions options = sound();
    const QByteArray rule = QTest::currentDataTag();
    if (rule == "no url")
        options.url.clear();
    else if (rule == "no publish url")
        options.publishUrl.clear();
    else if (rule == "no clients")
        options.clients = 0;
    else if (rule == "small")
        options.size = 47;
    else if (rule == "stalled")
        options.stalled = 101;
    else if (rule == "publishers")
        options.publishers = 65;
    else if (rule == "rate")
        options.rate = 1e9;
    else
        options.channels = 2;
    if (rule == "channels")
        options.url = "http://127.0.0.1/stream/x";
    if (rule == "publish channels")
        options.publishUrl = "http://127.0.0.1/publish/x";
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

void tst_LoadOptions::putsTheChannelIntoThePath()
{
    const auto target = LoadTarget::parse("http://127.0.0.1:81/a%CH%/%CH%?c=%CH%");
    QVERIFY(target.has_value());
    QCOMPARE(target->path(12), std::string("/a12/12?c=12"));
    QCOMPARE(target->request("GET", 3, "X: y\r\n"),
             std::string("GET /a3/3?c=3 HTTP/1.1\r\nHost: 127.0.0.1:81\r\nX: y\r\n\r\n"));
}

void tst_LoadOptions::countsDescriptors()
{
    QVERIFY(checkDescriptors(100, 20, 120).has_value());
    const auto tooFew = checkDescriptors(101, 20, 120);
    QVERIFY(!tooFew.has_value());
    for (const char *number : {"--clients 101", "121", "120", "100 clients fit"})
        QVERIFY2(tooFew.error().message.find(number) != std::string::npos, tooFew.error().message.c_str());
    const std::uint64_t before = openDescriptors();
    const int descriptor = ::open("/dev/null", O_RDONLY);
    QCOMPARE(openDescriptors(), before + 1);
    ::close(descriptor);
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
    for (const char *number : {"901 connections", "1000 to 1999", "900 usable"})
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
