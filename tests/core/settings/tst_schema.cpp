// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/Schema.h"

#include "core/support/Mentions.h"

#include <set>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

class tst_Schema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsSane_data();
    void tableIsSane();
    void keysAreUnique();
    void groupsAreUniqueAndComplete();
    void defaultsAreThoseOfTheTable();
    void defaultsOfSection6();
    void everyValueRoundTrips();
    void unknownKey_data();
    void unknownKey();
    void assign();
    void badValue_data();
    void badValue();
    void rangeEndsBelong_data();
    void rangeEndsBelong();
    void secretsNeverShow();
    void sameValueLooksAtOneSetting();
};

void tst_Schema::tableIsSane_data()
{
    QTest::addColumn<int>("row");
    for (int row = 0; row < static_cast<int>(schema().size()); ++row)
        QTest::newRow(schema()[row].key.data()) << row;
}

void tst_Schema::tableIsSane()
{
    QFETCH(const int, row);
    const SettingInfo &info = schema()[row];
    QCOMPARE(std::string(info.key), std::string(info.group) + "." + std::string(info.name));
    QVERIFY(info.help.ends_with('.'));
    const bool isNumber = info.type != SettingType::Flag && info.type != SettingType::Text &&
                          info.type != SettingType::Secret && info.type != SettingType::Choice;
    QCOMPARE(!info.minimumText.empty(), isNumber || info.type == SettingType::Choice);
    QCOMPARE(!info.maximumText.empty(), isNumber);
    Settings settings;
    for (const auto text : {info.defaultText, info.minimumText, info.maximumText}) {
        const auto assigned = assignText(settings, info, text);
        if (isNumber || text == info.defaultText)
            QVERIFY2(assigned.has_value(), assigned.has_value() ? "" : assigned.error().message.c_str());
    }
}

void tst_Schema::keysAreUnique()
{
    std::set<std::string_view> keys;
    for (const SettingInfo &info : schema())
        QVERIFY2(keys.insert(info.key).second, info.key.data());
}

void tst_Schema::groupsAreUniqueAndComplete()
{
    const auto groups = settingGroups();
    const std::set<std::string_view> unique(groups.begin(), groups.end());
    QCOMPARE(unique.size(), groups.size());
    for (const SettingInfo &info : schema())
        QVERIFY(unique.contains(info.group));
}

void tst_Schema::defaultsAreThoseOfTheTable()
{
    const Settings defaults;
    for (const SettingInfo &info : schema()) {
        Settings assigned;
        QVERIFY(assignText(assigned, info, info.defaultText));
        QVERIFY2(sameValue(assigned, defaults, info), info.key.data());
    }
}

void tst_Schema::defaultsOfSection6()
{
    const Settings defaults;
    QCOMPARE(defaults.timeouts_heartbeat, 15'000ms);
    QCOMPARE(defaults.timeouts_keep_alive, 75'000ms);
    QCOMPARE(defaults.timeouts_headers, 85'000ms);
    QCOMPARE(defaults.timeouts_request, 0ms);
    QCOMPARE(defaults.history_age, 300'000ms);
    QCOMPARE(defaults.publish_max_body, std::int64_t{1'048'576});
    QCOMPARE(defaults.listen_public, "127.0.0.1:8080"s);
    QVERIFY(defaults.auth_admin_token.empty());
}

void tst_Schema::everyValueRoundTrips()
{
    const Settings defaults;
    for (const SettingInfo &info : schema()) {
        Settings again;
        QVERIFY(assignText(again, info, valueText(defaults, info)));
        QVERIFY2(sameValue(again, defaults, info), info.key.data());
    }
}

void tst_Schema::unknownKey_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("message");
    QTest::newRow("typing error")
        << "timeouts.heartbeet"s
        << "unknown setting 'timeouts.heartbeet'; did you mean 'timeouts.heartbeat'?"s;
    QTest::newRow("wrong group")
        << "timeout.heartbeat"s
        << "unknown setting 'timeout.heartbeat'; did you mean 'timeouts.heartbeat'?"s;
    QTest::newRow("group left out") << "heartbeat"s
                                    << "unknown setting 'heartbeat'; did you mean 'timeouts.heartbeat'?"s;
    QTest::newRow("member's name")
        << "timeouts_heartbeat"s
        << "unknown setting 'timeouts_heartbeat'; did you mean 'timeouts.heartbeat'?"s;
    QTest::newRow("capitals") << "Pool.Max_Streams"s
                              << "unknown setting 'Pool.Max_Streams'; did you mean 'pool.max_streams'?"s;
}

void tst_Schema::unknownKey()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, message);
    const auto found = findSetting(key);
    QVERIFY(!found);
    QCOMPARE(found.error().kind, Error::Kind::Input);
    QCOMPARE(found.error().message, message);
}

void tst_Schema::assign()
{
    Settings settings;
    QVERIFY(assignText(settings, *findSetting("timeouts.heartbeat").value(), "250ms"));
    QCOMPARE(settings.timeouts_heartbeat, 250ms);
    QVERIFY(assignText(settings, *findSetting("history.bytes").value(), "2MiB"));
    QCOMPARE(settings.history_bytes, std::int64_t{2} << 20);
    QVERIFY(assignText(settings, *findSetting("pool.max_streams").value(), "9500"));
    QCOMPARE(settings.pool_max_streams, std::int64_t{9500});
    QVERIFY(assignText(settings, *findSetting("pool.max_streams").value(), "auto"));
    QCOMPARE(settings.pool_max_streams, std::int64_t{0});
    QCOMPARE(valueText(settings, *findSetting("pool.max_streams").value()), "auto"s);
    QVERIFY(assignText(settings, *findSetting("cors.allow_origin").value(), "https://bücher.example"));
    QCOMPARE(settings.cors_allow_origin, "https://bücher.example"s);
    QVERIFY(assignText(settings, *findSetting("cors.allow_origin").value(), ""));
    QCOMPARE(settings.cors_allow_origin, ""s);
}

void tst_Schema::badValue_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    QTest::newRow("duration") << "timeouts.heartbeat"s
                              << "15"s << Words{"'15'", "unit is missing"};
    QTest::newRow("size") << "history.bytes"s
                          << "1MB"s << Words{"'1MB'", "unit is unknown"};
    QTest::newRow("count") << "pool.max_streams"s
                           << "many"s << Words{"'many'", "whole number"};
    QTest::newRow("below") << "timeouts.heartbeat"s
                           << "99ms"s << Words{"'99ms'", "out of range", "100ms to 1h"};
    QTest::newRow("above") << "timeouts.heartbeat"s
                           << "2h"s << Words{"'2h'", "out of range", "100ms to 1h"};
    QTest::newRow("size above") << "publish.max_body"s
                                << "65MiB"s << Words{"'65MiB'", "out of range", "1B to 64MiB"};
    QTest::newRow("count below") << "listen.backlog"s
                                 << "0"s << Words{"'0'", "out of range", "1 to 65535"};
    QTest::newRow("auto is no 0") << "pool.max_streams"s
                                  << "0"s << Words{"'0'", "out of range"};
    QTest::newRow("auto is not for all") << "history.count"s
                                         << "auto"s << Words{"'auto'", "whole number"};
    QTest::newRow("only 0") << "timeouts.request"s
                            << "5s"s << Words{"'5s'", "out of range", "must be 0"};
    QTest::newRow("header injection") << "cors.allow_origin"s
                                      << "*\r\nX: y"s << Words{"'*\\x0d\\x0aX: y'", "control character"};
    QTest::newRow("invalid UTF-8") << "cors.allow_origin"s
                                   << "\xff"s << Words{"not valid UTF-8"};
    QTest::newRow("cut UTF-8") << "cors.allow_origin"s
                               << "\xc3"s << Words{"not valid UTF-8"};
    QTest::newRow("token with a space") << "auth.publish_token"s
                                        << "open sesame"s << Words{"visible ASCII"};
    QTest::newRow("token with a line end") << "auth.publish_token"s
                                           << "sesame\n"s << Words{"visible ASCII"};
    QTest::newRow("the mask") << "auth.admin_token"s
                              << "***"s << Words{"'***'", "not a value"};
}

void tst_Schema::badValue()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    Settings settings;
    const auto assigned = assignText(settings, *findSetting(key).value(), text);
    QVERIFY(!assigned);
    QCOMPARE(assigned.error().kind, Error::Kind::Input);
    QVERIFY2(assigned.error().message.starts_with(key + ": "), assigned.error().message.c_str());
    SLUICE_VERIFY_MENTIONS(assigned.error().message, words);
    QVERIFY(assigned.error().message.find("sesame") == std::string::npos);
    QVERIFY(settings == Settings());
}

void tst_Schema::rangeEndsBelong_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::newRow("duration, least") << "timeouts.heartbeat"s
                                     << "100ms"s;
    QTest::newRow("duration, most") << "timeouts.heartbeat"s
                                    << "60min"s;
    QTest::newRow("size, least") << "publish.max_body"s
                                 << "1B"s;
    QTest::newRow("size, most") << "publish.max_body"s
                                << "65536KiB"s;
    QTest::newRow("count, least") << "listen.backlog"s
                                  << "1"s;
    QTest::newRow("count, most") << "listen.backlog"s
                                 << "65535"s;
}

void tst_Schema::rangeEndsBelong()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    Settings settings;
    QVERIFY(assignText(settings, *findSetting(key).value(), text));
    QVERIFY(settings != Settings());
}

void tst_Schema::secretsNeverShow()
{
    const SettingInfo &token = *findSetting("auth.publish_token").value();
    Settings settings;
    QCOMPARE(valueText(settings, token), ""s);
    QVERIFY(assignText(settings, token, "sesame"));
    QCOMPARE(settings.auth_publish_token, "sesame"s);
    QCOMPARE(valueText(settings, token), "***"s);
}

void tst_Schema::sameValueLooksAtOneSetting()
{
    const SettingInfo &heartbeat = *findSetting("timeouts.heartbeat").value();
    const SettingInfo &count = *findSetting("history.count").value();
    Settings settings;
    settings.history_count = 5;
    QVERIFY(sameValue(settings, Settings(), heartbeat));
    QVERIFY(!sameValue(settings, Settings(), count));
}

QTEST_APPLESS_MAIN(tst_Schema)
#include "tst_schema.moc"
