// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/Rules.h"

#include "core/support/Mentions.h"
#include "settings/Schema.h"

#include <map>

using namespace sluice;
using namespace std::string_literals;

using Values = std::map<std::string, std::string>;

class tst_Rules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsHold();
    void holds_data();
    void holds();
    void broken_data();
    void broken();
    void requestTimeout();
    void severalAtOnce();
    void everyRuleIsStated();
    void secretsNeverShow();
    void reserve_data();
    void reserve();
    void poolFits_data();
    void poolFits();
    void poolDoesNotFit_data();
    void poolDoesNotFit();
};

namespace {

Settings with(const Values &values)
{
    Settings settings;
    for (const auto &[key, text] : values) {
        if (!assignText(settings, *findSetting(key).value(), text))
            qFatal("%s = %s is no example", key.c_str(), text.c_str());
    }
    return settings;
}

} // namespace

void tst_Rules::defaultsHold()
{
    QVERIFY(checkRules(Settings()).empty());
}

void tst_Rules::holds_data()
{
    QTest::addColumn<Values>("values");
    QTest::newRow("keep_alive exactly twice")
        << Values{{"timeouts.keep_alive", "20s"}, {"timeouts.heartbeat", "10s"}};
    QTest::newRow("headers just above") << Values{{"timeouts.headers", "75001ms"}};
    QTest::newRow("head_read just below") << Values{{"timeouts.head_read", "84999ms"}};
    QTest::newRow("write_stall equal") << Values{{"timeouts.write_stall", "15s"}};
    QTest::newRow("unsent equal") << Values{{"backpressure.unsent_low_water", "64KiB"}};
    QTest::newRow("public with token")
        << Values{{"listen.public", "0.0.0.0:8080"}, {"auth.publish_token", "sixteen-letters-"}};
    QTest::newRow("admin with token")
        << Values{{"listen.admin", "[::]:9180"}, {"auth.admin_token", "sixteen-letters-"}};
    QTest::newRow("short tokens on loopback")
        << Values{{"auth.admin_token", "a"}, {"auth.viewer_token", "b"}, {"auth.publish_token", "c"}};
    QTest::newRow("IPv6 loopback needs none") << Values{{"listen.public", "[::1]:8080"}};
    QTest::newRow("viewer alone") << Values{{"auth.viewer_token", "t"}};
    QTest::newRow("credentials for a list")
        << Values{{"cors.allow_credentials", "true"}, {"cors.allow_origin", "https://a, https://b"}};
    QTest::newRow("both any port") << Values{{"listen.public", "127.0.0.1:0"},
                                             {"listen.admin", "127.0.0.1:0"}};
    QTest::newRow("proxies") << Values{{"pool.trusted_proxies", "10.0.0.0/8, ::1"}};
    QTest::newRow("proxies' headers")
        << Values{{"pool.trusted_proxies", "::1"}, {"pool.proxy_protocol", "true"}};
    QTest::newRow("no origin") << Values{{"cors.allow_origin", ""}};
    QTest::newRow("no retry") << Values{{"streams.retry", "0"}};
    QTest::newRow("shortest retry") << Values{{"streams.retry", "100ms"}};
    QTest::newRow("total just holds a channel") << Values{{"history.total_bytes", "9MiB"}};
    QTest::newRow("in flight is one body") << Values{{"publish.max_in_flight", "1MiB"}};
    QTest::newRow("total without history") << Values{{"history.total_bytes", "1MiB"}, {"history.bytes", "0"}};
    QTest::newRow("same port elsewhere") << Values{{"listen.admin", "127.0.0.2:8080"}};
}

void tst_Rules::holds()
{
    QFETCH(const Values, values);
    for (const auto &violation : checkRules(with(values)))
        QFAIL(violation.message.c_str());
}

void tst_Rules::broken_data()
{
    QTest::addColumn<Values>("given");
    QTest::addColumn<std::string>("rule");
    QTest::addColumn<Words>("keys");
    QTest::addColumn<Words>("values");
    QTest::newRow("keep_alive") << Values{{"timeouts.heartbeat", "30s"}, {"timeouts.keep_alive", "59999ms"}}
                                << "keep-alive-covers-heartbeat"s
                                << Words{"timeouts.keep_alive", "timeouts.heartbeat"}
                                << Words{"59999ms", "30s"};
    QTest::newRow("headers equal") << Values{{"timeouts.headers", "75s"}} << "headers-above-keep-alive"s
                                   << Words{"timeouts.headers", "timeouts.keep_alive"} << Words{"75s", "75s"};
    QTest::newRow("head_read equal") << Values{{"timeouts.head_read", "85s"}} << "head-read-below-headers"s
                                     << Words{"timeouts.head_read", "timeouts.headers"}
                                     << Words{"85s", "85s"};
    QTest::newRow("write_stall") << Values{{"timeouts.write_stall", "14s"}} << "write-stall-covers-heartbeat"s
                                 << Words{"timeouts.write_stall", "timeouts.heartbeat"}
                                 << Words{"14s", "15s"};
    QTest::newRow("public address") << Values{{"listen.public", "8080"}} << "listen-address"s
                                    << Words{"listen.public"} << Words{"8080"};
    QTest::newRow("admin address") << Values{{"listen.admin", "admin.example:1"}} << "listen-address"s
                                   << Words{"listen.admin"} << Words{"admin.example:1"};
    QTest::newRow("empty address") << Values{{"listen.admin", ""}} << "listen-address"s
                                   << Words{"listen.admin"} << Words{""};
    QTest::newRow("public bind") << Values{{"listen.public", "0.0.0.0:8080"}} << "public-bind-needs-token"s
                                 << Words{"listen.public", "auth.publish_token"} << Words{"0.0.0.0:8080", ""};
    QTest::newRow("admin bind") << Values{{"listen.admin", "192.168.0.1:9180"}} << "admin-bind-needs-token"s
                                << Words{"listen.admin", "auth.admin_token"} << Words{"192.168.0.1:9180", ""};
    QTest::newRow("short publish token")
        << Values{{"listen.public", "0.0.0.0:8080"}, {"auth.publish_token", "fifteen-letters"}}
        << "public-token-is-long"s << Words{"auth.publish_token", "listen.public"}
        << Words{"***", "0.0.0.0:8080"};
    QTest::newRow("short admin token")
        << Values{{"listen.admin", "[::]:9180"}, {"auth.admin_token", "t"}} << "admin-tokens-are-long"s
        << Words{"auth.admin_token", "auth.viewer_token", "listen.admin"} << Words{"***", "", "[::]:9180"};
    QTest::newRow("short viewer token")
        << Values{{"listen.admin", "10.0.0.1:9180"},
                  {"auth.admin_token", "sixteen-letters-"},
                  {"auth.viewer_token", "v"}}
        << "admin-tokens-are-long"s << Words{"auth.admin_token", "auth.viewer_token", "listen.admin"}
        << Words{"***", "***", "10.0.0.1:9180"};
    QTest::newRow("the other token does not help")
        << Values{{"listen.admin", "0.0.0.0:9180"}, {"auth.publish_token", "t"}} << "admin-bind-needs-token"s
        << Words{"listen.admin", "auth.admin_token"} << Words{"0.0.0.0:9180", ""};
    QTest::newRow("same address") << Values{{"listen.admin", "localhost:8080"}} << "listeners-differ"s
                                  << Words{"listen.public", "listen.admin"}
                                  << Words{"127.0.0.1:8080", "localhost:8080"};
    QTest::newRow("proxies") << Values{{"pool.trusted_proxies", "10.0.0.0/8, 10.0.0.300"}}
                             << "trusted-proxies-parse"s << Words{"pool.trusted_proxies"}
                             << Words{"10.0.0.0/8, 10.0.0.300"};
    QTest::newRow("headers of nobody")
        << Values{{"pool.proxy_protocol", "true"}} << "proxy-protocol-needs-proxies"s
        << Words{"pool.proxy_protocol", "pool.trusted_proxies"} << Words{"true", ""};
    QTest::newRow("origins") << Values{{"cors.allow_origin", "app.example"}} << "origins-parse"s
                             << Words{"cors.allow_origin"} << Words{"app.example"};
    QTest::newRow("any host") << Values{{"listen.allowed_hosts", "*"}} << "allowed-hosts-parse"s
                              << Words{"listen.allowed_hosts"} << Words{"*"};
    QTest::newRow("URL as a host") << Values{{"listen.allowed_hosts", "a.example, http://b.example"}}
                                   << "allowed-hosts-parse"s << Words{"listen.allowed_hosts"}
                                   << Words{"a.example, http://b.example"};
    QTest::newRow("IPv6 without brackets")
        << Values{{"listen.allowed_hosts", "2001:db8::1"}} << "allowed-hosts-parse"s
        << Words{"listen.allowed_hosts"} << Words{"2001:db8::1"};
    for (const char *url :
         {"file:///etc/passwd", "https://proxy.example/", "proxy.example", "http://", "http://a b/"})
        QTest::addRow("probe %s", url) << Values{{"diagnosis.probe_url", url}} << "probe-url-is-http"s
                                       << Words{"diagnosis.probe_url"} << Words{url};
    QTest::newRow("tokens are the same")
        << Values{{"auth.admin_token", "t"}, {"auth.viewer_token", "t"}} << "admin-and-viewer-tokens-differ"s
        << Words{"auth.viewer_token", "auth.admin_token"} << Words{"***", "***"};
    QTest::newRow("credentials for all")
        << Values{{"cors.allow_credentials", "true"}} << "credentials-need-origins"s
        << Words{"cors.allow_credentials", "cors.allow_origin"} << Words{"true", "auto"};
    QTest::newRow("credentials, any origin")
        << Values{{"cors.allow_credentials", "true"}, {"cors.allow_origin", "*"}}
        << "credentials-need-origins"s << Words{"cors.allow_credentials", "cors.allow_origin"}
        << Words{"true", "*"};
    QTest::newRow("publishing origins") << Values{{"publish.allow_origin", "app.example"}} << "origins-parse"s
                                        << Words{"publish.allow_origin"} << Words{"app.example"};
    QTest::newRow("publishing from wherever")
        << Values{{"publish.allow_origin", "https://a, auto"}} << "publishing-origins-are-named"s
        << Words{"publish.allow_origin"} << Words{"https://a, auto"};
    QTest::newRow("credentials for none")
        << Values{{"cors.allow_credentials", "true"}, {"cors.allow_origin", ""}}
        << "credentials-need-origins"s << Words{"cors.allow_credentials", "cors.allow_origin"}
        << Words{"true", ""};
    QTest::newRow("retry") << Values{{"streams.retry", "99ms"}} << "streams-retry-has-a-floor"s
                           << Words{"streams.retry"} << Words{"99ms"};
    QTest::newRow("in flight below a body")
        << Values{{"publish.max_in_flight", "1MiB"}, {"publish.max_body", "2MiB"}}
        << "in-flight-holds-a-body"s << Words{"publish.max_in_flight", "publish.max_body"}
        << Words{"1MiB", "2MiB"};
    QTest::newRow("total below a channel")
        << Values{{"history.total_bytes", "8MiB"}} << "total-holds-a-channel"s
        << Words{"history.total_bytes", "history.bytes", "publish.max_body", "backpressure.high_water_mark"}
        << Words{"8MiB", "8MiB", "1MiB", "64KiB"};
    QTest::newRow("total below a mark")
        << Values{{"history.total_bytes", "64MiB"}, {"backpressure.high_water_mark", "64MiB"}}
        << "total-holds-a-channel"s
        << Words{"history.total_bytes", "history.bytes", "publish.max_body", "backpressure.high_water_mark"}
        << Words{"64MiB", "8MiB", "1MiB", "64MiB"};
    QTest::newRow("unsent") << Values{{"backpressure.unsent_low_water", "65KiB"}}
                            << "unsent-fits-send-buffer"s
                            << Words{"backpressure.unsent_low_water", "backpressure.send_buffer"}
                            << Words{"65KiB", "64KiB"};
}

void tst_Rules::broken()
{
    QFETCH(const Values, given);
    QFETCH(const std::string, rule);
    QFETCH(const Words, keys);
    QFETCH(const Words, values);
    const auto violations = checkRules(with(given));
    QCOMPARE(violations.size(), std::size_t{1});
    const RuleViolation &violation = violations.front();
    QCOMPARE(std::string(violation.rule), rule);
    QVERIFY(std::equal(keys.begin(), keys.end(), violation.keys.begin(), violation.keys.end()));
    QCOMPARE(violation.values, values);
    SLUICE_VERIFY_MENTIONS(violation.message, Words{rule});
    SLUICE_VERIFY_MENTIONS(violation.message, keys);
    SLUICE_VERIFY_MENTIONS(violation.message, values);
}

/** The range of timeouts.request already refuses it as text; the rule holds for settings made in code. */
void tst_Rules::requestTimeout()
{
    Settings settings;
    settings.timeouts_request = std::chrono::seconds(5);
    const auto violations = checkRules(settings);
    QCOMPARE(violations.size(), std::size_t{1});
    QCOMPARE(std::string(violations[0].rule), "no-request-timeout"s);
    SLUICE_VERIFY_MENTIONS(violations[0].message, (Words{"timeouts.request", "5s", "must be 0"}));
}

void tst_Rules::severalAtOnce()
{
    const auto violations = checkRules(with({{"timeouts.keep_alive", "1s"},
                                             {"timeouts.head_read", "1h"},
                                             {"listen.public", "nowhere"},
                                             {"listen.admin", "0.0.0.0:1"}}));
    std::vector<std::string> names;
    for (const auto &violation : violations)
        names.emplace_back(violation.rule);
    QCOMPARE(names, (Words{"listen-address", "keep-alive-covers-heartbeat", "head-read-below-headers",
                           "admin-bind-needs-token"}));
}

void tst_Rules::everyRuleIsStated()
{
    std::vector<std::string> stated;
    for (const RuleStatement &rule : ruleStatements()) {
        QVERIFY(!rule.statement.empty());
        stated.emplace_back(rule.name);
    }
    std::size_t relations = 0;
    for (const SettingInfo &info : schema()) {
        for (const std::string_view rule : rulesOf(info.key)) {
            QVERIFY2(std::find(stated.begin(), stated.end(), rule) != stated.end(),
                     std::string(rule).c_str());
            ++relations;
        }
    }
    QVERIFY(relations > stated.size());
    QCOMPARE(rulesOf("timeouts.keep_alive").size(), std::size_t{2});
    QVERIFY(rulesOf("pump.slice").empty());
}

void tst_Rules::secretsNeverShow()
{
    const auto violations = checkRules(with({{"auth.publish_token", "sesame"},
                                             {"auth.admin_token", "sesame"},
                                             {"timeouts.heartbeat", "1h"},
                                             {"listen.public", "0.0.0.0:9180"}}));
    QVERIFY(violations.size() >= 2);
    for (const auto &violation : violations)
        QVERIFY2(violation.message.find("sesame") == std::string::npos, violation.message.c_str());
}

void tst_Rules::reserve_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("reserved");
    QTest::newRow("none") << qint64(0) << qint64(64);
    QTest::newRow("256") << qint64(256) << qint64(64);
    QTest::newRow("3,200 is even") << qint64(3'200) << qint64(64);
    QTest::newRow("3,250") << qint64(3'250) << qint64(65);
    QTest::newRow("20,000") << qint64(20'000) << qint64(400);
    QTest::newRow("without a limit") << std::numeric_limits<qint64>::max() << qint64(184'467'440'737'095'516);
}

void tst_Rules::reserve()
{
    QFETCH(const qint64, limit);
    QFETCH(const qint64, reserved);
    QCOMPARE(qint64(descriptorReserve(limit)), reserved);
}

void tst_Rules::poolFits_data()
{
    QTest::addColumn<qint64>("maxStreams");
    QTest::newRow("automatic") << qint64(0);
    QTest::newRow("few") << qint64(1);
    QTest::newRow("exactly") << qint64(19'600);
}

void tst_Rules::poolFits()
{
    QFETCH(const qint64, maxStreams);
    Settings settings;
    settings.pool_max_streams = maxStreams;
    QVERIFY(!checkPoolFits(settings, 20'000, 400));
}

void tst_Rules::poolDoesNotFit_data()
{
    QTest::addColumn<qint64>("maxStreams");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("reserved");
    QTest::addColumn<Words>("words");
    QTest::newRow("one too many") << qint64(19'601) << qint64(20'000) << qint64(400)
                                  << Words{"19601", "20000", "400", "at most 19600"};
    QTest::newRow("a limit below the reserve")
        << qint64(1) << qint64(50) << qint64(64) << Words{"is 1", "50", "64", "at most 0"};
}

void tst_Rules::poolDoesNotFit()
{
    QFETCH(const qint64, maxStreams);
    QFETCH(const qint64, limit);
    QFETCH(const qint64, reserved);
    QFETCH(const Words, words);
    Settings settings;
    settings.pool_max_streams = maxStreams;
    const auto violation = checkPoolFits(settings, limit, reserved);
    QVERIFY(violation);
    QCOMPARE(std::string(violation->rule), "pool-fits-descriptors"s);
    SLUICE_VERIFY_MENTIONS(violation->message, words);
    SLUICE_VERIFY_MENTIONS(violation->message, (Words{"pool.max_streams", "descriptor limit"}));
    QCOMPARE(violation->values,
             (Words{std::to_string(maxStreams), std::to_string(std::max<qint64>(0, limit - reserved))}));
}

QTEST_APPLESS_MAIN(tst_Rules)
#include "tst_rules.moc"
