// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsPersistence.h"

#include "core/support/Mentions.h"
#include "core/support/ScratchFile.h"
#include "settings/Schema.h"

#include <random>

#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

using Changes = std::vector<SettingChange>;
using Reason = SettingsError::Reason;

class tst_SettingsPersistence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saveWritesWhatChanged();
    void saveWithoutAChangeTouchesNothing();
    void saveKeepsWhatAHandChanged();
    void saveNeverWritesSecretsOrRestartSettings();
    void saveLeavesOverridesOut();
    void saveOfAChangedOverrideWarns();
    void saveThenLoadGivesTheSame();
    void saveAfterUndoWritesTheOldValue();
    void saveWithoutAFile();
    void aServiceSavesApart();
    void whatIsSavedApartIsNamedWhereItHides();
    void toFileMovesWhatWasSavedApart();
    void aBrokenSavedFileIsNamed();
    void whatCannotBeSavedLeavesNothing();
    void saveFailsClearly_data();
    void saveFailsClearly();
    void reloadAppliesTheFile();
    void reloadGivesBackWhatWasNotSaved();
    void reloadAfterSaveChangesNothing();
    void reloadKeepsOverridesOnTop();
    void reloadNamesWhatWaitsForARestart();
    void brokenReloadChangesNothing_data();
    void brokenReloadChangesNothing();
    void reloadReadsTokenFilesAgain();
    void reloadWithoutAFileReadsTokensOnly();

private:
    static constexpr auto original =
        "# mine\n[timeouts]\nheartbeat = \"12s\" # because\n\n[pool]\n#max_streams = \"auto\"\n";
};

namespace {

const ChangeNote alice{"alice", ""};

/** A running engine's store that was started on `file`. */
std::unique_ptr<SettingsStore> storeOn(const ScratchFile &file, const Changes &overrides = {})
{
    const SettingsSource source{file.path(), overrides};
    auto loaded = source.load();
    if (!loaded)
        qFatal("%s", loaded.error().message.c_str());
    auto store = std::make_unique<SettingsStore>(loaded->settings, source);
    store->markRunning();
    return store;
}

} // namespace

void tst_SettingsPersistence::saveWritesWhatChanged()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    QVERIFY(store->apply(Changes{{"timeouts.heartbeat", "10s", ""},
                                 {"pool.max_streams", "150", ""},
                                 {"pump.slice", "3ms", ""}},
                         alice));
    const auto saved = saveSettings(*store);
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().message.c_str());
    QCOMPARE(saved->file, file.path());
    QCOMPARE(saved->values.size(), std::size_t{3});
    QCOMPARE(
        file.read(),
        "# mine\n[timeouts]\nheartbeat = \"10s\" # because\n\n[pool]\nmax_streams = 150\n\n[pump]\nslice = \"3ms\"\n"s);
    QCOMPARE(store->version().revision, std::uint64_t{2}); // a save changes no settings
}

void tst_SettingsPersistence::saveWithoutAChangeTouchesNothing()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    struct stat before = {};
    ::stat(file.path().c_str(), &before);
    const auto saved = saveSettings(*store);
    QVERIFY(saved);
    QVERIFY(saved->values.empty());
    struct stat after = {};
    ::stat(file.path().c_str(), &after);
    QCOMPARE(after.st_ino, before.st_ino);
}

void tst_SettingsPersistence::saveKeepsWhatAHandChanged()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    file.write("[timeouts]\nheartbeat = \"13s\"\n[engine]\nworkers = 3\n");
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    QVERIFY(saveSettings(*store));
    QCOMPARE(file.read(),
             "[timeouts]\nheartbeat = \"13s\"\n[engine]\nworkers = 3\n\n[history]\ncount = 5\n"s);
}

void tst_SettingsPersistence::saveNeverWritesSecretsOrRestartSettings()
{
    const ScratchFile token("token", "from-the-file\n");
    const ScratchFile file("sluice.toml", "[auth]\nadmin_token = \"sesame\"\npublish_token_file = \"" +
                                              token.path() + "\"\n");
    const auto store = storeOn(file);
    token.write("rotated\n");
    file.write(file.read() + "[engine]\nworkers = 3\n");
    QVERIFY(reloadSettings(*store, alice));
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    const auto saved = saveSettings(*store);
    QVERIFY(saved);
    QCOMPARE(saved->values.size(), std::size_t{1});
    QCOMPARE(file.read(), "[auth]\nadmin_token = \"sesame\"\npublish_token_file = \"" + token.path() +
                              "\"\n[engine]\nworkers = 3\n\n[history]\ncount = 5\n");
}

void tst_SettingsPersistence::saveLeavesOverridesOut()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file, {{"timeouts.heartbeat", "11s", "--set"}});
    QCOMPARE(store->settings()->timeouts_heartbeat, 11'000ms);
    QVERIFY(saveSettings(*store)->values.empty());
    QCOMPARE(file.read(), std::string(original));
}

void tst_SettingsPersistence::saveOfAChangedOverrideWarns()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file, {{"timeouts.heartbeat", "11s", "--set"}});
    QVERIFY(store->apply(Changes{{"timeouts.heartbeat", "10s", ""}}, alice));
    const auto saved = saveSettings(*store);
    QVERIFY(saved);
    QCOMPARE(saved->warnings.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(saved->warnings[0], (Words{"timeouts.heartbeat", "command line"}));
    QVERIFY(file.read().find("heartbeat = \"10s\"") != std::string::npos);
}

/** Whatever was changed and saved is what the next start reads. */
void tst_SettingsPersistence::saveThenLoadGivesTheSame()
{
    const std::vector<std::string> samples{"1",
                                           "77",
                                           "0",
                                           "auto",
                                           "1500ms",
                                           "15s",
                                           "40s",
                                           "2min",
                                           "3KiB",
                                           "2MiB",
                                           "true",
                                           "0.5",
                                           "https://a, \"b\" \\ c",
                                           "pause",
                                           "random",
                                           "soft"};
    std::mt19937 random(3);
    const auto pick = [&random](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    int changes = 0;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 10; ++i) {
            const SettingInfo &info = schema()[pick(schema().size())];
            if (store->apply(Changes{{std::string(info.key), samples[pick(samples.size())], ""}}, alice))
                ++changes;
        }
        const auto saved = saveSettings(*store);
        QVERIFY2(saved.has_value(), saved ? "" : saved.error().message.c_str());
        const auto loaded = store->source().load();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY2(loaded->settings == *store->settings(), file.read().c_str());
        QVERIFY(file.read().find("# because") != std::string::npos);
    }
    QVERIFY(changes > 200);
}

void tst_SettingsPersistence::saveAfterUndoWritesTheOldValue()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    QVERIFY(store->apply(Changes{{"timeouts.heartbeat", "10s", ""}}, alice));
    QVERIFY(saveSettings(*store));
    QVERIFY(store->undo(alice));
    QVERIFY(saveSettings(*store));
    QCOMPARE(file.read(), std::string(original));
}

void tst_SettingsPersistence::saveWithoutAFile()
{
    SettingsStore store{Settings()};
    const auto refused = saveSettings(store);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Environment);
    SLUICE_VERIFY_MENTIONS(refused.error().message, Words{"--config"});
}

/** As a service has it: a configuration of root's, and a place of its own. */
struct Service
{
    explicit Service(const std::string &configuration)
        : file("sluice.toml", configuration)
        , saved("saved-settings.toml", "")
    {
        ::unlink(saved.path().c_str());
    }
    SettingsSource source() const { return {file.path(), {}, saved.path()}; }
    std::unique_ptr<SettingsStore> store() const
    {
        auto store = std::make_unique<SettingsStore>(source().load().value().settings, source());
        store->markRunning();
        return store;
    }

    ScratchFile file;
    ScratchFile saved;
};

void tst_SettingsPersistence::aServiceSavesApart()
{
    const Service service(original);
    const auto store = service.store();
    QVERIFY(store->apply(Changes{{"timeouts.heartbeat", "10s", ""}}, alice));
    const auto saved = saveSettings(*store);
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().message.c_str());
    QCOMPARE(saved->file, service.saved.path());
    QCOMPARE(service.file.read(), std::string(original));
    // A second save keeps the first.
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    QVERIFY(saveSettings(*store));
    const auto loaded = service.source().load();
    QVERIFY(loaded);
    QCOMPARE(loaded->settings.timeouts_heartbeat, 10'000ms);
    QCOMPARE(loaded->settings.history_count, std::int64_t{5});
    // A reload reads it too: nothing changes.
    QCOMPARE(reloadSettings(*store, alice)->adopted.update.entries.size(), std::size_t{0});
    // Forgotten by removing it.
    QCOMPARE(::unlink(service.saved.path().c_str()), 0);
    QVERIFY(reloadSettings(*store, alice));
    QCOMPARE(store->settings()->timeouts_heartbeat, 12'000ms);
}

void tst_SettingsPersistence::whatIsSavedApartIsNamedWhereItHides()
{
    const Service service(original);
    service.saved.write("[timeouts]\nheartbeat = \"10s\"\n[history]\ncount = 5\n");
    const auto loaded = service.source().load();
    QVERIFY(loaded);
    QCOMPARE(loaded->warnings.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(loaded->warnings[0],
                           (Words{"timeouts.heartbeat", "10s", service.saved.path() + ":2:1", "12s",
                                  service.file.path() + ":3:1", "--to-file"}));
    // The same value in other words hides nothing.
    service.saved.write("[timeouts]\nheartbeat = \"12000ms\"\n");
    QVERIFY(service.source().load()->warnings.empty());
}

void tst_SettingsPersistence::toFileMovesWhatWasSavedApart()
{
    const Service service(original);
    service.saved.write("[history]\ncount = 5\n[pool]\nmax_streams = 70\n");
    const auto store = service.store();
    QVERIFY(store->apply(Changes{{"timeouts.heartbeat", "10s", ""}, {"pool.max_streams", "150", ""}}, alice));
    const auto saved = saveSettings(*store, SaveTo::ConfigFile);
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().message.c_str());
    QCOMPARE(saved->file, service.file.path());
    QCOMPARE(
        service.file.read(),
        "# mine\n[timeouts]\nheartbeat = \"10s\" # because\n\n[pool]\nmax_streams = 150\n\n[history]\ncount = 5\n"s);
    QVERIFY(::access(service.saved.path().c_str(), F_OK) != 0);
    const auto loaded = service.source().load();
    QVERIFY(loaded && loaded->warnings.empty());
    // Without a configuration file there is nowhere to move it to.
    SettingsStore alone(Settings(), SettingsSource{{}, {}, service.saved.path()});
    alone.markRunning();
    QVERIFY(alone.apply(Changes{{"history.count", "6", ""}}, alice));
    QVERIFY(!saveSettings(alone, SaveTo::ConfigFile));
    QVERIFY(saveSettings(alone));
    QVERIFY(service.saved.read().find("count = 6") != std::string::npos);
}

void tst_SettingsPersistence::aBrokenSavedFileIsNamed()
{
    const Service service(original);
    const auto store = service.store();
    service.saved.write("[timeouts]\nheartbeat = 10s\n");
    SLUICE_VERIFY_MENTIONS(service.source().load().error().message, Words{service.saved.path() + ":2"});
    QVERIFY(!reloadSettings(*store, alice));
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    QVERIFY(!saveSettings(*store));
    QCOMPARE(service.saved.read(), "[timeouts]\nheartbeat = 10s\n"s);
    // One that cannot be looked at is not taken for none.
    const SettingsSource loop{{}, {}, service.saved.directory() + "/loop"};
    QCOMPARE(::symlink("loop", loop.savedFile->c_str()), 0);
    QVERIFY(!loop.load());
}

void tst_SettingsPersistence::whatCannotBeSavedLeavesNothing()
{
    SettingsStore store(Settings(), SettingsSource{{}, {}, "/proc/no-such-place/saved-settings.toml"});
    store.markRunning();
    QVERIFY(store.apply(Changes{{"history.count", "6", ""}}, alice));
    SLUICE_VERIFY_MENTIONS(saveSettings(store).error().message,
                           Words{"/proc/no-such-place/saved-settings.toml"});
}

void tst_SettingsPersistence::saveFailsClearly_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<Words>("words");
    QTest::newRow("read-only") << QStringLiteral("read-only") << Words{"sluice.toml", "unchanged"};
    QTest::newRow("vanished") << QStringLiteral("vanished") << Words{"sluice.toml", "No such file"};
    QTest::newRow("broken") << QStringLiteral("broken") << Words{"sluice.toml:1"};
}

void tst_SettingsPersistence::saveFailsClearly()
{
    QFETCH(const QString, trouble);
    QFETCH(const Words, words);
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    if (trouble == QStringLiteral("read-only"))
        ::chmod(file.path().c_str(), 0444);
    else if (trouble == QStringLiteral("vanished"))
        ::unlink(file.path().c_str());
    else
        file.write("[timeouts\n");
    const std::string before = file.read();
    const auto refused = saveSettings(*store);
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, words);
    QCOMPARE(file.read(), before);
    QCOMPARE(store->settings()->history_count, std::int64_t{5});
    ::unlink(file.path().c_str());
    file.write(original); // mended: nothing was forgotten
    QCOMPARE(saveSettings(*store)->values.size(), std::size_t{1});
}

void tst_SettingsPersistence::reloadAppliesTheFile()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    file.write("[timeouts]\nheartbeat = \"9s\"\n");
    const auto reloaded = reloadSettings(*store, {"SIGHUP", "reload"});
    QVERIFY2(reloaded.has_value(), reloaded ? "" : reloaded.error().message.c_str());
    QCOMPARE(store->settings()->timeouts_heartbeat, 9'000ms);
    QCOMPARE(reloaded->lines(), (Words{"timeouts.heartbeat changed from '12s' to '9s'"}));
    QCOMPARE(store->newestAudit(1).front().note.who, "SIGHUP"s);
}

void tst_SettingsPersistence::reloadGivesBackWhatWasNotSaved()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    const auto reloaded = reloadSettings(*store, alice);
    QVERIFY(reloaded);
    QCOMPARE(store->settings()->history_count, std::int64_t{1000});
    QCOMPARE(reloaded->lines(), (Words{"history.count changed from '5' to '1000'"}));
}

void tst_SettingsPersistence::reloadAfterSaveChangesNothing()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    QVERIFY(store->apply(Changes{{"history.count", "5", ""}}, alice));
    QVERIFY(saveSettings(*store));
    QVERIFY(reloadSettings(*store, alice)->lines().empty());
    QCOMPARE(store->settings()->history_count, std::int64_t{5});
}

void tst_SettingsPersistence::reloadKeepsOverridesOnTop()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file, {{"timeouts.heartbeat", "11s", "--set"}});
    file.write("[timeouts]\nheartbeat = \"9s\"\nheaders = \"90s\"\n");
    QVERIFY(reloadSettings(*store, alice));
    QCOMPARE(store->settings()->timeouts_heartbeat, 11'000ms);
    QCOMPARE(store->settings()->timeouts_headers, 90'000ms);
}

void tst_SettingsPersistence::reloadNamesWhatWaitsForARestart()
{
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    file.write("[timeouts]\nheartbeat = \"9s\"\n[engine]\nworkers = 3\n");
    const auto reloaded = reloadSettings(*store, alice);
    QVERIFY(reloaded);
    QCOMPARE(store->settings()->timeouts_heartbeat, 9'000ms);
    QCOMPARE(store->settings()->engine_workers, std::int64_t{0});
    const auto lines = reloaded->lines();
    QCOMPARE(lines.size(), std::size_t{2});
    SLUICE_VERIFY_MENTIONS(lines[1], (Words{"engine.workers", "restart"}));
}

void tst_SettingsPersistence::brokenReloadChangesNothing_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<Words>("words");
    QTest::newRow("syntax") << "[timeouts\n"s << Words{"sluice.toml:1"};
    QTest::newRow("unknown") << "[timeouts]\nheartbeat = \"9s\"\nhearbeat = \"9s\"\n"s
                             << Words{"sluice.toml:3", "heartbeat"};
    QTest::newRow("rule") << "[timeouts]\nkeep_alive = \"25s\"\n"s << Words{"keep-alive-covers-heartbeat"};
    QTest::newRow("token file")
        << "[timeouts]\nheartbeat = \"9s\"\n[auth]\nadmin_token_file = \"/nonexistent\"\n"s
        << Words{"auth.admin_token_file", "/nonexistent"};
}

void tst_SettingsPersistence::brokenReloadChangesNothing()
{
    QFETCH(const std::string, content);
    QFETCH(const Words, words);
    const ScratchFile file("sluice.toml", original);
    const auto store = storeOn(file);
    const Settings before = *store->settings();
    file.write(content);
    const auto refused = reloadSettings(*store, alice);
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, words);
    QVERIFY(*store->settings() == before);
    QCOMPARE(store->version().revision, std::uint64_t{1});
}

void tst_SettingsPersistence::reloadReadsTokenFilesAgain()
{
    const ScratchFile token("token", "first\n");
    const ScratchFile file("sluice.toml", "[auth]\nadmin_token_file = \"" + token.path() + "\"\n");
    const auto store = storeOn(file);
    QCOMPARE(store->settings()->auth_admin_token, "first"s);
    token.write("second\n");
    const auto reloaded = reloadSettings(*store, alice);
    QVERIFY(reloaded);
    QCOMPARE(store->settings()->auth_admin_token, "second"s);
    for (const std::string &line : reloaded->lines())
        QVERIFY2(line.find("second") == std::string::npos, line.c_str());
    token.write("");
    QVERIFY(!reloadSettings(*store, alice));
    QCOMPARE(store->settings()->auth_admin_token, "second"s);
}

void tst_SettingsPersistence::reloadWithoutAFileReadsTokensOnly()
{
    const ScratchFile token("token", "first\n");
    SettingsSource source;
    source.overrides = {{"auth.admin_token_file", token.path(), "--set"}};
    SettingsStore store(source.load()->settings, source);
    store.markRunning();
    QVERIFY(store.apply(Changes{{"history.count", "5", ""}}, alice));
    token.write("second\n");
    QVERIFY(reloadSettings(store, alice));
    QCOMPARE(store.settings()->auth_admin_token, "second"s);
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
}

QTEST_APPLESS_MAIN(tst_SettingsPersistence)
#include "tst_settingspersistence.moc"
