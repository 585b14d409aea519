// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of the store: expected revisions, the audit, undo and adopting what was read anew.
#include "settings/SettingsStore.h"

#include "core/support/Mentions.h"
#include "settings/Schema.h"

#include <atomic>
#include <thread>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

using Changes = std::vector<SettingChange>;
using Reason = SettingsError::Reason;

class tst_SettingsUndo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staleRevision();
    void noOpIsJudgedByItsRevisionToo();
    void oneOfTwoWins();
    void bothWithoutARevision();
    void violationsComeInParts_data();
    void violationsComeInParts();
    void tooManyChanges();
    void notesAreBounded_data();
    void notesAreBounded();
    void auditSaysWhoWhenWhatWhy();
    void secretsAreMaskedInTheAudit();
    void undoTheLast();
    void undoIsAudited();
    void undoTwiceGoesBackTwice();
    void undoARevision();
    void redo();
    void undoneMeanwhileIsAConflict();
    void unknownRevision();
    void nothingToUndo();
    void undoBreaksARule();
    void undoOnAStaleRevision();
    void adoptAppliesWhatIsLive();
    void adoptBrokenChangesNothing();
    void adoptRotatesTokensOfFiles();
    void adoptKeepsTokensOfTheConfiguration();
};

namespace {

const ChangeNote alice{"alice", "a reason"};

Changes count(const std::string &text)
{
    return {{"history.count", text, ""}};
}

} // namespace

void tst_SettingsUndo::staleRevision()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice, 1));
    const auto refused = store.apply(count("6"), alice, 1);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Conflict);
    QCOMPARE(refused.error().expectedRevision, std::uint64_t{1});
    QCOMPARE(refused.error().revision, std::uint64_t{2});
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"revision 2", "not at 1"}));
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QVERIFY(!store.apply(count("6"), alice, 3)); // one that is yet to come is wrong too
    QVERIFY(store.apply(count("6"), alice, 2));
}

void tst_SettingsUndo::noOpIsJudgedByItsRevisionToo()
{
    SettingsStore store{Settings()};
    QVERIFY(!store.apply({}, alice, 7));
    const auto same = store.apply(count("1000"), alice, 1);
    QVERIFY(same);
    QVERIFY(same->changed.empty());
    QVERIFY(same->entries.empty());
    QCOMPARE(same->after.revision, std::uint64_t{1});
}

/** Two change the settings that they both read: one wins, the other hears of it. */
void tst_SettingsUndo::oneOfTwoWins()
{
    constexpr int rounds = 200;
    SettingsStore store{Settings()};
    for (int round = 0; round < rounds; ++round) {
        const auto known = store.version().revision;
        std::atomic<int> won = 0;
        std::atomic<int> conflicts = 0;
        const auto change = [&](int value) {
            const auto applied = store.apply(count(std::to_string(value)), alice, known);
            if (applied)
                ++won;
            else if (applied.error().reason == Reason::Conflict && applied.error().revision == known + 1)
                ++conflicts;
        };
        std::thread other(change, 10 + 2 * round);
        change(11 + 2 * round);
        other.join();
        QCOMPARE(won.load(), 1);
        QCOMPARE(conflicts.load(), 1);
        QCOMPARE(store.version().revision, known + 1);
    }
}

void tst_SettingsUndo::bothWithoutARevision()
{
    SettingsStore store{Settings()};
    std::thread other([&] { QVERIFY(store.apply(Changes{{"history.age", "1min", ""}}, alice)); });
    QVERIFY(store.apply(count("5"), alice));
    other.join();
    QCOMPARE(store.version().revision, std::uint64_t{3});
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QCOMPARE(store.settings()->history_age, 60'000ms);
}

void tst_SettingsUndo::violationsComeInParts_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("rule");
    QTest::addColumn<Words>("keys");
    QTest::addColumn<Words>("values");
    QTest::newRow("unknown") << "pool.max_streems"s
                             << "5"s
                             << "unknown-setting"s << Words{"pool.max_streems"} << Words{};
    QTest::newRow("unit") << "timeouts.heartbeat"s
                          << "15"s
                          << "setting-type"s << Words{"timeouts.heartbeat"} << Words{"15"};
    QTest::newRow("range") << "timeouts.heartbeat"s
                           << "1ms"s
                           << "setting-range"s << Words{"timeouts.heartbeat"} << Words{"1ms"};
    QTest::newRow("choice") << "backpressure.policy"s
                            << "drop"s
                            << "setting-range"s << Words{"backpressure.policy"} << Words{"drop"};
    QTest::newRow("rule") << "timeouts.keep_alive"s
                          << "20s"s
                          << "keep-alive-covers-heartbeat"s
                          << Words{"timeouts.keep_alive", "timeouts.heartbeat"} << Words{"20s", "15s"};
    QTest::newRow("restart") << "engine.workers"s
                             << "3"s
                             << "restart-only"s << Words{"engine.workers"} << Words{"3", "auto"};
    QTest::newRow("secret") << "auth.admin_token"s
                            << "open sesame"s
                            << "setting-range"s << Words{"auth.admin_token"} << Words{"***"};
    QTest::newRow("descriptors") << "pool.max_streams"s
                                 << "193"s
                                 << "pool-fits-descriptors"s << Words{"pool.max_streams"}
                                 << Words{"193", "192"};
    QTest::newRow("long text") << "cors.allow_origin"s << std::string(5'000, 'x') << "setting-range"s
                               << Words{"cors.allow_origin"} << Words{std::string(200, 'x')};
}

void tst_SettingsUndo::violationsComeInParts()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    QFETCH(const std::string, rule);
    QFETCH(const Words, keys);
    QFETCH(const Words, values);
    SettingsStore store{Settings()};
    QVERIFY(store.setDescriptorLimit(256, 64));
    store.markRunning();
    const auto refused = store.apply(Changes{{"history.count", "5", ""}, {key, text, ""}}, alice);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Invalid);
    QCOMPARE(refused.error().violations.size(), std::size_t{1});
    const RuleViolation &violation = refused.error().violations.front();
    QCOMPARE(violation.rule, rule);
    QCOMPARE(violation.keys, keys);
    QCOMPARE(violation.values, values);
    QVERIFY(violation.message.find("sesame") == std::string::npos);
    QVERIFY(*store.settings() == Settings()); // all or nothing
    QVERIFY(store.newestAudit(10).empty());
}

void tst_SettingsUndo::tooManyChanges()
{
    SettingsStore store{Settings()};
    const Changes most(SettingsStore::mostChanges, {"history.count", "5", ""});
    QVERIFY(store.apply(most, alice));
    const Changes more(SettingsStore::mostChanges + 1, {"history.count", "6", ""});
    const auto refused = store.apply(more, alice);
    QVERIFY(!refused);
    QCOMPARE(refused.error().violations.front().rule, "bounded-changes"s);
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
}

void tst_SettingsUndo::notesAreBounded_data()
{
    QTest::addColumn<std::string>("who");
    QTest::addColumn<std::string>("why");
    QTest::addColumn<std::string>("field");
    QTest::newRow("long who") << std::string(321, 'x') << ""s
                              << "who"s;
    QTest::newRow("long why") << ""s << std::string(SettingsStore::longestNote + 1, 'x') << "why"s;
    QTest::newRow("two lines") << ""s
                               << "a\nb"s
                               << "why"s;
}

void tst_SettingsUndo::notesAreBounded()
{
    QFETCH(const std::string, who);
    QFETCH(const std::string, why);
    QFETCH(const std::string, field);
    SettingsStore store{Settings()};
    const auto refused = store.apply(count("5"), {who, why});
    QVERIFY(!refused);
    QCOMPARE(refused.error().violations.front().rule, "printable-note"s);
    QCOMPARE(refused.error().violations.front().keys, Words{field});
    QVERIFY(!store.undo({who, why}));
    QVERIFY(!store.adopt(Settings(), {who, why}));
    QCOMPARE(store.version().revision, std::uint64_t{1});
}

void tst_SettingsUndo::auditSaysWhoWhenWhatWhy()
{
    const auto before = std::chrono::system_clock::now();
    SettingsStore store{Settings()};
    std::vector<AuditEntry> heard;
    store.addListener([&](const SettingsStore::Update &update) { heard = update.entries; });
    QVERIFY(store.apply(Changes{{"history.count", "5", ""}, {"timeouts.heartbeat", "5s", ""}}, alice));
    const auto entries = store.newestAudit(10);
    QCOMPARE(entries.size(), std::size_t{2});
    QCOMPARE(heard.size(), std::size_t{2});
    QCOMPARE(entries[0].key, "timeouts.heartbeat"s); // in the schema's order
    QCOMPARE(entries[0].oldText, "15s"s);
    QCOMPARE(entries[0].newText, "5s"s);
    QCOMPARE(entries[1].key, "history.count"s);
    QCOMPARE(heard[1].key, "history.count"s);
    for (const AuditEntry &entry : entries) {
        QCOMPARE(entry.revision, std::uint64_t{2});
        QCOMPARE(entry.note.who, "alice"s);
        QCOMPARE(entry.note.why, "a reason"s);
        QCOMPARE(entry.undoes, std::uint64_t{0});
        QVERIFY(entry.when >= before && entry.when <= std::chrono::system_clock::now());
        QVERIFY(entry.instant <= std::chrono::steady_clock::now());
    }
    QVERIFY(store.auditSince(2, 10).empty());
    QCOMPARE(store.auditSince(1, 10).size(), std::size_t{2});
}

void tst_SettingsUndo::secretsAreMaskedInTheAudit()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(Changes{{"auth.admin_token", "sesame", ""}}, alice));
    QVERIFY(store.apply(Changes{{"auth.admin_token", "sesame2", ""}}, alice));
    const auto entries = store.newestAudit(10);
    QCOMPARE(entries[0].oldText, ""s);
    QCOMPARE(entries[0].newText, "***"s);
    QCOMPARE(entries[1].oldText, "***"s);
    QCOMPARE(entries[1].newText, "***"s);
    const auto refused = store.undo(alice);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Conflict);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"auth.admin_token", "secret"}));
}

void tst_SettingsUndo::undoTheLast()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(Changes{{"history.count", "5", ""},
                                {"drain.rate", "0.5", ""},
                                {"pool.max_streams", "77", ""},
                                {"recording.csv_directory", "/a \"b\" \\ c", ""}},
                        alice));
    const auto undone = store.undo({"bob", ""});
    QVERIFY(undone);
    QVERIFY(*store.settings() == Settings());
    QCOMPARE(undone->after.revision, std::uint64_t{3});
    QCOMPARE(undone->changed.size(), std::size_t{4});
}

void tst_SettingsUndo::undoIsAudited()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    QVERIFY(store.undo({"bob", "it was wrong"}));
    const AuditEntry last = store.newestAudit(1).front();
    QCOMPARE(last.revision, std::uint64_t{3});
    QCOMPARE(last.undoes, std::uint64_t{2});
    QCOMPARE(last.note.who, "bob"s);
    QCOMPARE(last.note.why, "it was wrong"s);
    QCOMPARE(last.oldText, "5"s);
    QCOMPARE(last.newText, "1000"s);
}

void tst_SettingsUndo::undoTwiceGoesBackTwice()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    QVERIFY(store.apply(count("6"), alice));
    QVERIFY(store.undo(alice));
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QVERIFY(store.undo(alice));
    QCOMPARE(store.settings()->history_count, std::int64_t{1000});
}

void tst_SettingsUndo::undoARevision()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    QVERIFY(store.apply(Changes{{"history.age", "1min", ""}}, alice));
    QVERIFY(store.undo(alice, 2)); // another setting changed since: no matter
    QCOMPARE(store.settings()->history_count, std::int64_t{1000});
    QCOMPARE(store.settings()->history_age, 60'000ms);
}

void tst_SettingsUndo::redo()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    QVERIFY(store.undo(alice));
    QVERIFY(store.undo(alice, 3));
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
}

void tst_SettingsUndo::undoneMeanwhileIsAConflict()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(Changes{{"history.count", "5", ""}, {"history.age", "1min", ""}}, alice));
    QVERIFY(store.apply(count("6"), alice));
    const auto refused = store.undo(alice, 2);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Conflict);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"revision 2", "history.count", "'6'", "'5'"}));
    QCOMPARE(refused.error().violations.size(), std::size_t{1});
    QCOMPARE(refused.error().violations[0].rule, "undo-unchanged"s);
    QCOMPARE(store.settings()->history_count, std::int64_t{6});
    QCOMPARE(store.settings()->history_age, 60'000ms); // all or nothing
    QVERIFY(store.undo(alice, 3));                     // takes the obstacle away
    QVERIFY(store.undo(alice, 2));
    QVERIFY(*store.settings() == Settings());
}

void tst_SettingsUndo::unknownRevision()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    for (const std::uint64_t revision : {0, 1, 3}) {
        const auto refused = store.undo(alice, revision);
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::NotFound);
        SLUICE_VERIFY_MENTIONS(refused.error().message, Words{"revision " + std::to_string(revision)});
    }
}

void tst_SettingsUndo::nothingToUndo()
{
    SettingsStore store{Settings()};
    const auto refused = store.undo(alice);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Conflict);
}

void tst_SettingsUndo::undoBreaksARule()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(Changes{{"timeouts.keep_alive", "80s", ""}}, alice));
    QVERIFY(
        store.apply(Changes{{"timeouts.heartbeat", "38s", ""}, {"timeouts.write_stall", "40s", ""}}, alice));
    const auto refused = store.undo(alice, 2); // back to 75s, but 2 x 38s is more
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::Invalid);
    QCOMPARE(refused.error().violations.front().rule, "keep-alive-covers-heartbeat"s);
    QCOMPARE(store.settings()->timeouts_keep_alive, 80'000ms);
}

void tst_SettingsUndo::undoOnAStaleRevision()
{
    SettingsStore store{Settings()};
    QVERIFY(store.apply(count("5"), alice));
    QVERIFY(!store.undo(alice, std::nullopt, 1));
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QVERIFY(store.undo(alice, std::nullopt, 2));
}

void tst_SettingsUndo::adoptAppliesWhatIsLive()
{
    SettingsStore store{Settings()};
    store.markRunning();
    Settings target;
    target.history_count = 5;
    target.engine_workers = 3;
    const auto adopted = store.adopt(target, {"SIGHUP", "reload"});
    QVERIFY(adopted);
    QCOMPARE(adopted->update.changed.size(), std::size_t{1});
    QCOMPARE(adopted->atRestart.size(), std::size_t{1});
    QCOMPARE(std::string(adopted->atRestart[0]->key), "engine.workers"s);
    QCOMPARE(store.settings()->history_count, std::int64_t{5});
    QCOMPARE(store.settings()->engine_workers, std::int64_t{0});
    QCOMPARE(store.newestAudit(1).front().note.who, "SIGHUP"s);
    QVERIFY(store.adopt(target, alice)->update.changed.empty()); // once more changes nothing
    QVERIFY(store.undo(alice));
    QCOMPARE(store.settings()->history_count, std::int64_t{1000});
}

void tst_SettingsUndo::adoptBrokenChangesNothing()
{
    SettingsStore store{Settings()};
    QVERIFY(store.setDescriptorLimit(256, 64));
    store.markRunning();
    Settings target;
    target.history_count = 5;
    target.pool_max_streams = 193;
    const auto refused = store.adopt(target, alice);
    QVERIFY(!refused);
    QCOMPARE(refused.error().violations.front().rule, "pool-fits-descriptors"s);
    // A target that breaks a rule by itself is refused too, whoever made it.
    target.pool_max_streams = 0;
    target.timeouts_heartbeat = 40s;
    QVERIFY(!store.adopt(target, alice));
    QVERIFY(*store.settings() == Settings());
}

void tst_SettingsUndo::adoptRotatesTokensOfFiles()
{
    Settings initial;
    initial.auth_admin_token_file = "/run/token";
    initial.auth_admin_token = "first";
    SettingsStore store(initial);
    store.markRunning();
    Settings target = initial;
    target.auth_admin_token = "second";
    const auto adopted = store.adopt(target, alice);
    QVERIFY(adopted);
    QVERIFY(adopted->atRestart.empty());
    QCOMPARE(store.settings()->auth_admin_token, "second"s);
    QCOMPARE(store.newestAudit(1).front().newText, "***"s);
}

void tst_SettingsUndo::adoptKeepsTokensOfTheConfiguration()
{
    Settings initial;
    initial.auth_admin_token = "first";
    SettingsStore store(initial);
    store.markRunning();
    Settings target;
    target.auth_admin_token = "second";
    target.auth_admin_token_file = "/run/token";
    const auto adopted = store.adopt(target, alice);
    QVERIFY(adopted);
    QCOMPARE(adopted->atRestart.size(), std::size_t{2});
    QCOMPARE(store.settings()->auth_admin_token, "first"s);
}

QTEST_APPLESS_MAIN(tst_SettingsUndo)
#include "tst_settingsundo.moc"
