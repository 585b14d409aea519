// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingChanges.h"

#include "core/support/Mentions.h"

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

using Changes = std::vector<SettingChange>;

class tst_SettingChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void none();
    void together();
    void lastOfAKeyWins();
    void baseIsKept();
    void errorsNameTheirOrigin();
    void allErrorsAtOnce();
    void rulesAfterAllChanges();
    void rulesOnlyOverGoodValues();
    void longListIsCut();
};

void tst_SettingChanges::none()
{
    QVERIFY(withChanges(Settings(), {}).value() == Settings());
}

void tst_SettingChanges::together()
{
    // Neither of the first two changes would be allowed alone.
    const Changes changes{{"timeouts.heartbeat", "60s", "a"},
                          {"timeouts.keep_alive", "120s", "b"},
                          {"timeouts.headers", "130s", "c"},
                          {"timeouts.write_stall", "60s", "d"}};
    const auto settings = withChanges(Settings(), changes);
    QVERIFY2(settings.has_value(), settings ? "" : settings.error().message.c_str());
    QCOMPARE(settings->timeouts_heartbeat, 60'000ms);
    QCOMPARE(settings->timeouts_headers, 130'000ms);
}

void tst_SettingChanges::lastOfAKeyWins()
{
    const Changes changes{{"history.count", "5", ""}, {"history.count", "6", ""}};
    QCOMPARE(withChanges(Settings(), changes)->history_count, std::int64_t{6});
}

void tst_SettingChanges::baseIsKept()
{
    Settings base;
    base.history_count = 7;
    QCOMPARE(withChanges(base, Changes{{"history.bytes", "2MiB", ""}})->history_count, std::int64_t{7});
}

void tst_SettingChanges::errorsNameTheirOrigin()
{
    const auto settings = withChanges(Settings(), Changes{{"history.count", "x", "sluice.toml:3:1"}});
    QVERIFY(!settings);
    QVERIFY(settings.error().message.starts_with("sluice.toml:3:1: history.count: 'x'"));
    const auto nowhere = withChanges(Settings(), Changes{{"history.count", "x", ""}});
    QVERIFY(nowhere.error().message.starts_with("history.count: 'x'"));
}

void tst_SettingChanges::allErrorsAtOnce()
{
    const Changes changes{
        {"history.cont", "1", "--set"}, {"history.bytes", "1", "--set"}, {"pump.slice", "2ms", ""}};
    const auto settings = withChanges(Settings(), changes);
    QVERIFY(!settings);
    QCOMPARE(settings.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(settings.error().message,
                           (Words{"did you mean 'history.count'", "\n--set: history.bytes: '1'"}));
    QCOMPARE(std::count(settings.error().message.begin(), settings.error().message.end(), '\n'), 1);
}

void tst_SettingChanges::rulesAfterAllChanges()
{
    const auto settings = withChanges(Settings(), Changes{{"timeouts.heartbeat", "60s", "--set"}});
    QVERIFY(!settings);
    SLUICE_VERIFY_MENTIONS(settings.error().message,
                           (Words{"rule keep-alive-covers-heartbeat", "timeouts.keep_alive", "75s",
                                  "timeouts.heartbeat", "1min"}));
}

void tst_SettingChanges::rulesOnlyOverGoodValues()
{
    const Changes changes{{"timeouts.heartbeat", "60s", ""}, {"timeouts.keep_alive", "120", ""}};
    const auto settings = withChanges(Settings(), changes);
    QVERIFY(!settings);
    QVERIFY2(settings.error().message.find("rule ") == std::string::npos, settings.error().message.c_str());
}

void tst_SettingChanges::longListIsCut()
{
    const Changes changes(1'000, SettingChange{"nonsense", "1", ""});
    const auto settings = withChanges(Settings(), changes);
    QVERIFY(!settings);
    QVERIFY(settings.error().message.ends_with("... and 980 more errors"));
}

QTEST_APPLESS_MAIN(tst_SettingChanges)
#include "tst_settingchanges.moc"
