// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsStore.h"

#include "core/support/Mentions.h"
#include "settings/Schema.h"

#include <atomic>
#include <thread>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

using Changes = std::vector<SettingChange>;

class tst_SettingsStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWithWhatItWasGiven();
    void changeMakesARevision();
    void changingNothingMakesNone();
    void allOrNothing_data();
    void allOrNothing();
    void readersKeepWhatTheyHold();
    void restartOnly();
    void descriptorLimit();
    void listeners();
    void readersAndWritersTogether();
};

void tst_SettingsStore::beginsWithWhatItWasGiven()
{
    Settings initial;
    initial.history_count = 5;
    const SettingsStore store(initial);
    QCOMPARE(store.version().revision, std::uint64_t{1});
    QVERIFY(*store.settings() == initial);
}

void tst_SettingsStore::changeMakesARevision()
{
    SettingsStore store{Settings()};
    QCOMPARE(store.apply(Changes{{"history.count", "5", ""}}, {"test", ""}).value().after.revision,
             std::uint64_t{2});
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QCOMPARE(store.apply(Changes{{"history.count", "6", ""}}, {"test", ""}).value().after.revision,
             std::uint64_t{3});
    QCOMPARE(store.version().revision, std::uint64_t{3});
    QCOMPARE(store.version().settings->history_count, std::int64_t{6});
}

void tst_SettingsStore::changingNothingMakesNone()
{
    SettingsStore store{Settings()};
    int calls = 0;
    store.addListener([&calls](const SettingsStore::Update &) { ++calls; });
    QCOMPARE(store.apply({}, {"test", ""}).value().after.revision, std::uint64_t{1});
    QCOMPARE(store.apply(Changes{{"timeouts.heartbeat", "15000ms", ""}}, {"test", ""}).value().after.revision,
             std::uint64_t{1});
    QCOMPARE(calls, 0);
}

void tst_SettingsStore::allOrNothing_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    QTest::newRow("unknown") << "history.cuont"s
                             << "5"s << Words{"'history.cuont'", "history.count"};
    QTest::newRow("type") << "history.bytes"s
                          << "5"s << Words{"history.bytes", "'5'", "unit"};
    QTest::newRow("range") << "pump.slice"s
                           << "0"s << Words{"pump.slice", "'0'", "1ms to 100ms"};
    QTest::newRow("rule") << "timeouts.write_stall"s
                          << "1s"s
                          << Words{"write-stall-covers-heartbeat", "timeouts.write_stall", "1s", "15s"};
    QTest::newRow("restart") << "engine.workers"s
                             << "3"s << Words{"engine.workers", "'3'", "restart", "'auto'"};
    QTest::newRow("descriptors") << "pool.max_streams"s
                                 << "193"s << Words{"pool-fits-descriptors", "193", "256", "at most 192"};
}

void tst_SettingsStore::allOrNothing()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    SettingsStore store{Settings()};
    QVERIFY(store.setDescriptorLimit(256, 64));
    store.markRunning();
    int calls = 0;
    store.addListener([&calls](const SettingsStore::Update &) { ++calls; });
    const auto applied = store.apply(Changes{{"history.count", "5", ""}, {key, text, ""}}, {"test", ""});
    QVERIFY(!applied);
    QCOMPARE(applied.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(applied.error().message, words);
    QVERIFY(*store.settings() == Settings());
    QCOMPARE(store.version().revision, std::uint64_t{1});
    QCOMPARE(calls, 0);
}

void tst_SettingsStore::readersKeepWhatTheyHold()
{
    SettingsStore store{Settings()};
    const auto held = store.settings();
    QVERIFY(store.apply(Changes{{"history.count", "5", ""}}, {"test", ""}));
    QCOMPARE(held->history_count, std::int64_t{1000});
}

void tst_SettingsStore::restartOnly()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(Changes{{"engine.workers", "3", ""}}, {"test", ""}));
    store.markRunning();
    QVERIFY(store.apply(Changes{{"engine.workers", "3", ""}, {"history.count", "5", ""}},
                        {"test", ""})); // no change
    const auto refused = store.apply(
        Changes{{"engine.workers", "4", ""}, {"auth.admin_token", "sesame", ""}, {"history.count", "6", ""}},
        {"test", ""});
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message,
                           (Words{"engine.workers: '4'", "restart", "'3'", "auth.admin_token: '***'"}));
    QVERIFY(refused.error().message.find("history.count") == std::string::npos);
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
}

void tst_SettingsStore::descriptorLimit()
{
    Settings initial;
    initial.pool_max_streams = 30'000;
    SettingsStore store(initial);
    const auto tooMany = store.setDescriptorLimit(20'000, 400);
    QVERIFY(!tooMany);
    SLUICE_VERIFY_MENTIONS(tooMany.error().message, (Words{"pool.max_streams", "30000", "20000", "19600"}));
    QVERIFY(store.apply(Changes{{"pool.max_streams", "19600", ""}}, {"test", ""}));
    QVERIFY(store.setDescriptorLimit(20'000, 400));
}

void tst_SettingsStore::listeners()
{
    SettingsStore store{Settings()};
    std::vector<std::string> seen;
    const auto id = store.addListener([&](const SettingsStore::Update &update) {
        QCOMPARE(store.version().revision, update.after.revision); // it is in force already
        std::string line = update.note.who + " " + std::to_string(update.before.revision) + ">" +
                           std::to_string(update.after.revision);
        for (const SettingInfo *info : update.changed) {
            line += " " + std::string(info->key) + ":" + valueText(*update.before.settings, *info) + ">" +
                    valueText(*update.after.settings, *info);
        }
        seen.push_back(line);
    });
    QVERIFY(store.apply(Changes{{"pump.slice", "5ms", ""}, {"history.count", "5", ""}}, {"alice", ""}));
    QVERIFY(!store.apply(Changes{{"pump.slice", "5", ""}}, {"bob", ""}));
    QVERIFY(store.apply(Changes{{"auth.admin_token", "sesame", ""}}, {"carol", ""}));
    store.removeListener(id);
    QVERIFY(store.apply(Changes{{"pump.slice", "6ms", ""}}, {"dan", ""}));
    QCOMPARE(seen,
             (Words{"alice 1>2 history.count:1000>5 pump.slice:2ms>5ms", "carol 2>3 auth.admin_token:>***"}));
}

/** Every reader sees whole versions in a rising order, and every change is counted once. */
void tst_SettingsStore::readersAndWritersTogether()
{
    constexpr int writers = 3;
    constexpr int changesEach = 200;
    Settings initial;
    initial.pool_max_streams = initial.history_count * 2;
    SettingsStore store(initial);
    std::vector<std::uint64_t> heard;
    store.addListener(
        [&heard](const SettingsStore::Update &update) { heard.push_back(update.after.revision); });

    std::atomic<bool> isOver = false;
    std::atomic<int> torn = 0;
    std::thread reader([&] {
        std::uint64_t last = 0;
        while (!isOver) {
            const auto version = store.version();
            if (version.revision < last ||
                version.settings->history_count * 2 != version.settings->pool_max_streams)
                ++torn;
            last = version.revision;
        }
    });
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&store, writer] {
            for (int i = 0; i < changesEach; ++i) {
                const int count = 1'001 + writer * changesEach + i; // no two writers ever set the same
                (void)store.apply(Changes{{"history.count", std::to_string(count), ""},
                                          {"pool.max_streams", std::to_string(count * 2), ""}},
                                  {"writer", ""});
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    isOver = true;
    reader.join();
    QCOMPARE(torn.load(), 0);
    QCOMPARE(heard.size(), std::size_t{writers * changesEach});
    for (std::size_t i = 0; i < heard.size(); ++i)
        QCOMPARE(heard[i], i + 2);
}

QTEST_APPLESS_MAIN(tst_SettingsStore)
#include "tst_settingsstore.moc"
