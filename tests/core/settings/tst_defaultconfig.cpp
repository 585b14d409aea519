// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/DefaultConfig.h"

#include "core/support/Mentions.h"

#include "settings/Schema.h"
#include "settings/SettingsFile.h"

#include <set>

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

class tst_DefaultConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesNothingAsItIs();
    void uncommentedItSetsEveryDefault();
    void eachSettingIsExplained();
    void whatWasGivenStandsWithItsOrigin();
};

namespace {

/** As a user does it: removes the '#' before every name; comments have a space after theirs. */
std::string uncommented(std::string toml)
{
    for (auto at = toml.find("\n#"); at != std::string::npos; at = toml.find("\n#", at + 1)) {
        if (toml.at(at + 2) != ' ')
            toml.erase(at + 1, 1);
    }
    return toml;
}

} // namespace

void tst_DefaultConfig::changesNothingAsItIs()
{
    const auto changes = parseSettingsText(defaultConfigText(), "default.toml");
    QVERIFY2(changes.has_value(), changes ? "" : changes.error().message.c_str());
    QVERIFY(changes->empty());
}

void tst_DefaultConfig::uncommentedItSetsEveryDefault()
{
    const std::string toml = uncommented(defaultConfigText());
    const auto changes = parseSettingsText(toml, "default.toml");
    QVERIFY2(changes.has_value(), changes ? "" : changes.error().message.c_str());
    std::set<std::string> keys;
    for (const SettingChange &change : *changes)
        keys.insert(change.key);
    QCOMPARE(keys.size(), schema().size());
    QVERIFY(withChanges(Settings(), *changes).value() == Settings());

    Settings other; // what the file does not set would keep this
    other.history_count = 1;
    other.timeouts_heartbeat = std::chrono::milliseconds(100);
    other.listen_public = "127.0.0.1:1";
    QVERIFY(withChanges(other, *changes).value() == Settings());
}

void tst_DefaultConfig::eachSettingIsExplained()
{
    const std::string text = defaultConfigText();
    for (const SettingInfo &info : schema()) {
        const auto line = text.find("\n#" + std::string(info.name) + " = ");
        QVERIFY2(line != std::string::npos, info.key.data());
        QVERIFY2(text.find("# " + std::string(info.help) + "\n") != std::string::npos, info.key.data());
    }
    const auto expect = [&text](const std::string &part) { return text.find(part) != std::string::npos; };
    QVERIFY(expect("\n[timeouts]\n"));
    QVERIFY(expect("\n# a duration, 100ms to 1h; default 15s; live\n#heartbeat = \"15s\"\n"));
    QVERIFY(expect(
        "\n# text; default 127.0.0.1:8080; takes effect at a restart\n#public = \"127.0.0.1:8080\"\n"));
    QVERIFY(expect("\n# a whole number or auto, 1 to 64; default auto; takes effect at a restart\n#workers = "
                   "\"auto\"\n"));
    QVERIFY(expect("\n# a secret; default empty; takes effect at a restart\n#publish_token = \"\"\n"));
}

void tst_DefaultConfig::whatWasGivenStandsWithItsOrigin()
{
    const std::vector<SettingChange> given{{"timeouts.heartbeat", "9s", "sluice.toml:2:1"},
                                           {"auth.admin_token", "sesame-open-sesame", "sluice.toml:5:1"},
                                           {"timeouts.heartbeat", "10s", "saved-settings.toml:4:1"}};
    const auto settings = withValues(Settings(), given);
    QVERIFY(settings);
    const std::string text = configText(*settings, given);
    SLUICE_VERIFY_MENTIONS(text, (Words{"# given by saved-settings.toml:4:1\nheartbeat = \"10s\"\n",
                                        "# given by sluice.toml:5:1\n#admin_token = \"...\"\n"}));
    QVERIFY(text.find("sesame") == std::string::npos);
    // It is a configuration that gives the same, but for the secrets.
    const auto again = parseSettingsText(text, "printed.toml");
    QVERIFY(again);
    QCOMPARE(again->size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(tst_DefaultConfig)
#include "tst_defaultconfig.moc"
