// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TomlEdit.h"

#include "core/support/Mentions.h"
#include "settings/DefaultConfig.h"
#include "settings/Schema.h"
#include "settings/SettingsFile.h"

#include <random>

using namespace sluice;
using namespace std::string_literals;

using Changes = std::vector<SettingChange>;

class tst_TomlEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edits_data();
    void edits();
    void nothingToDoKeepsEveryByte();
    void brokenFileIsRefused_data();
    void brokenFileIsRefused();
    void everySettingIntoTheDefaultConfig();
    void editedThenReadIsTheSame();
};

void tst_TomlEdit::edits_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<Changes>("changes");
    QTest::addColumn<std::string>("after");
    const Changes heartbeat{{"timeouts.heartbeat", "10s", ""}};
    QTest::newRow("a value is replaced, its comment stays")
        << "# top\n[timeouts] # group\n  heartbeat   =  \"12s\"   # why 12\n# end\n"s << heartbeat
        << "# top\n[timeouts] # group\n  heartbeat   =  \"10s\"   # why 12\n# end\n"s;
    QTest::newRow("single quotes") << "[timeouts]\nheartbeat='12s'#x\n"s << heartbeat
                                   << "[timeouts]\nheartbeat=\"10s\"#x\n"s;
    QTest::newRow("a commented value is uncommented in its place")
        << "[timeouts]\n\n# A comment line.\n#heartbeat = \"15s\"\n\n#keep_alive = \"30s\"\n"s << heartbeat
        << "[timeouts]\n\n# A comment line.\nheartbeat = \"10s\"\n\n#keep_alive = \"30s\"\n"s;
    QTest::newRow("what stands behind a commented value stays")
        << "[timeouts]\n# heartbeat = \"15s\"   # hm\n"s << heartbeat
        << "[timeouts]\nheartbeat = \"10s\"   # hm\n"s;
    QTest::newRow("prose is no commented value")
        << "[timeouts]\n# heartbeat = how often\nheaders = \"50s\"\n"s << heartbeat
        << "[timeouts]\n# heartbeat = how often\nheaders = \"50s\"\nheartbeat = \"10s\"\n"s;
    QTest::newRow("a commented value of another group is not touched")
        << "[timeouts]\nheaders = \"50s\"\n\n[pump]\n#heartbeat = \"15s\"\n"s << heartbeat
        << "[timeouts]\nheaders = \"50s\"\nheartbeat = \"10s\"\n\n[pump]\n#heartbeat = \"15s\"\n"s;
    QTest::newRow("a longer name is another one")
        << "[pool]\n#max_streams_per_client = 0\nmax_streams_per_channel = 7\n"s
        << Changes{{"pool.max_streams", "150", ""}}
        << "[pool]\n#max_streams_per_client = 0\nmax_streams_per_channel = 7\nmax_streams = 150\n"s;
    QTest::newRow("inserted after the last value of its group")
        << "[timeouts]\n# x\nheaders = \"50s\" # y\n# z\n\n[pump]\nslice = \"3ms\"\n"s << heartbeat
        << "[timeouts]\n# x\nheaders = \"50s\" # y\nheartbeat = \"10s\"\n# z\n\n[pump]\nslice = \"3ms\"\n"s;
    QTest::newRow("inserted into an empty group")
        << "[timeouts]\n[pump]\nslice = \"3ms\"\n"s << heartbeat
        << "[timeouts]\nheartbeat = \"10s\"\n[pump]\nslice = \"3ms\"\n"s;
    QTest::newRow("the last line has no end") << "[timeouts]\nheaders = \"50s\""s << heartbeat
                                              << "[timeouts]\nheaders = \"50s\"\nheartbeat = \"10s\"\n"s;
    QTest::newRow("a lone header without an end")
        << "[timeouts]"s << heartbeat << "[timeouts]\nheartbeat = \"10s\"\n"s;
    QTest::newRow("the group is appended") << "[pump]\nslice = \"3ms\"\n"s << heartbeat
                                           << "[pump]\nslice = \"3ms\"\n\n[timeouts]\nheartbeat = \"10s\"\n"s;
    QTest::newRow("an empty file") << ""s << heartbeat << "[timeouts]\nheartbeat = \"10s\"\n"s;
    QTest::newRow("only comments") << "# mine"s << heartbeat
                                   << "# mine\n\n[timeouts]\nheartbeat = \"10s\"\n"s;
    QTest::newRow("an inline table") << "timeouts = { heartbeat = \"12s\", headers = \"50s\" } # x\n"s
                                     << heartbeat
                                     << "timeouts = { heartbeat = \"10s\", headers = \"50s\" } # x\n"s;
    QTest::newRow("into an inline table") << "timeouts = { headers = \"50s\" } # x\n"s << heartbeat
                                          << "timeouts = { headers = \"50s\", heartbeat = \"10s\" } # x\n"s;
    QTest::newRow("into an empty inline table")
        << "timeouts = {}\n"s << heartbeat << "timeouts = { heartbeat = \"10s\"}\n"s;
    QTest::newRow("dotted keys") << "timeouts.heartbeat = \"12s\" # x\n"s << heartbeat
                                 << "timeouts.heartbeat = \"10s\" # x\n"s;
    QTest::newRow("beside dotted keys")
        << "timeouts.headers = \"50s\" # x\n[pump]\nslice = \"3ms\"\n"s << heartbeat
        << "timeouts.headers = \"50s\" # x\ntimeouts.heartbeat = \"10s\"\n[pump]\nslice = \"3ms\"\n"s;
    QTest::newRow("quoted keys") << "[\"timeouts\"]\n\"heartbeat\" = \"12s\"\n"s << heartbeat
                                 << "[\"timeouts\"]\n\"heartbeat\" = \"10s\"\n"s;
    QTest::newRow("indented") << "  [ timeouts ]\n    heartbeat = \"12s\"\n"s << heartbeat
                              << "  [ timeouts ]\n    heartbeat = \"10s\"\n"s;
    QTest::newRow("lines that end with CR LF")
        << "[timeouts]\r\nheaders = \"50s\" # x\r\n\r\n[pump]\r\n#slice = \"2ms\"\r\n"s
        << Changes{{"timeouts.heartbeat", "10s", ""}, {"pump.slice", "3ms", ""}, {"history.count", "5", ""}}
        << "[timeouts]\r\nheaders = \"50s\" # x\r\nheartbeat = \"10s\"\r\n\r\n[pump]\r\nslice = \"3ms\"\r\n\r\n[history]\r\ncount = 5\r\n"s;
    QTest::newRow("a byte order mark") << "\xEF\xBB\xBF[timeouts]\nheartbeat = \"12s\"\n"s << heartbeat
                                       << "\xEF\xBB\xBF[timeouts]\nheartbeat = \"10s\"\n"s;
    QTest::newRow("letters of several bytes before the value")
        << "cors = { allow_origin = \"https://b\xC3\xBC"s +
               "cher\", allow_credentials = false } # \xC3\xBC\n"s
        << Changes{{"cors.allow_credentials", "true", ""}}
        << "cors = { allow_origin = \"https://b\xC3\xBC"s +
               "cher\", allow_credentials = true } # \xC3\xBC\n"s;
    QTest::newRow("a text over several lines")
        << "[cors]\nallow_origin = \"\"\"https://a,\\\n  https://b\"\"\" # x\n\n[pump]\n"s
        << Changes{{"cors.allow_credentials", "true", ""}}
        << "[cors]\nallow_origin = \"\"\"https://a,\\\n  https://b\"\"\" # x\nallow_credentials = true\n\n[pump]\n"s;
    QTest::newRow("quotes and backslashes are escaped")
        << "[cors]\nallow_origin = \"*\"\n"s << Changes{{"cors.allow_origin", "a\"b\\c", ""}}
        << "[cors]\nallow_origin = \"a\\\"b\\\\c\"\n"s;
    QTest::newRow("auto is a word, a number is not")
        << "[pool]\nmax_streams = 5\n[engine]\nworkers = \"auto\"\n"s
        << Changes{{"pool.max_streams", "auto", ""}, {"engine.workers", "2", ""}}
        << "[pool]\nmax_streams = \"auto\"\n[engine]\nworkers = 2\n"s;
    QTest::newRow("a secret that is there stays")
        << "[auth]\nadmin_token = \"sesame\" # mine\n"s << heartbeat
        << "[auth]\nadmin_token = \"sesame\" # mine\n\n[timeouts]\nheartbeat = \"10s\"\n"s;
}

void tst_TomlEdit::edits()
{
    QFETCH(const std::string, before);
    QFETCH(const Changes, changes);
    QFETCH(const std::string, after);
    const auto edited = editedToml(before, changes, "test.toml");
    QVERIFY2(edited.has_value(), edited ? "" : edited.error().message.c_str());
    QCOMPARE(*edited, after);
    const auto again = editedToml(after, changes, "test.toml"); // a second time changes nothing
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QCOMPARE(*again, after);
}

void tst_TomlEdit::nothingToDoKeepsEveryByte()
{
    const std::string text = "\xEF\xBB\xBF# x\r\n[pump]\n\tslice='3ms'  \n\n\n";
    QCOMPARE(editedToml(text, {}, "test.toml").value(), text);
}

void tst_TomlEdit::brokenFileIsRefused_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("syntax") << "[timeouts\n"s;
    QTest::newRow("unknown setting") << "[timeouts]\nhartbeat = \"1s\"\n"s;
    QTest::newRow("wrong unit") << "[timeouts]\nheartbeat = 12\n"s;
}

void tst_TomlEdit::brokenFileIsRefused()
{
    QFETCH(const std::string, text);
    const auto edited = editedToml(text, Changes{{"history.count", "5", ""}}, "mine.toml");
    QVERIFY(!edited);
    QCOMPARE(edited.error().reason, SettingsError::Reason::Invalid);
    SLUICE_VERIFY_MENTIONS(edited.error().message, Words{"mine.toml:"});
}

/** The file that --print-config writes has a commented line for each setting, so nothing is ever appended. */
void tst_TomlEdit::everySettingIntoTheDefaultConfig()
{
    const std::string before = defaultConfigText();
    Changes all;
    for (const SettingInfo &info : schema()) {
        if (info.type != SettingType::Secret)
            all.push_back({std::string(info.key), std::string(info.defaultText), ""});
    }
    const auto edited = editedToml(before, all, "test.toml");
    QVERIFY2(edited.has_value(), edited ? "" : edited.error().message.c_str());
    QCOMPARE(std::count(edited->begin(), edited->end(), '\n'),
             std::count(before.begin(), before.end(), '\n'));
    QCOMPARE(parseSettingsText(*edited, "test.toml")->size(), all.size());
}

/** Whatever is put into whatever file: what is read back is what was there, with what was put in. */
void tst_TomlEdit::editedThenReadIsTheSame()
{
    constexpr int rounds = 300;
    const std::vector<std::string> samples{
        "1",      "7",           "0",    "auto",  "250ms", "15s",           "3min",
        "1KiB",   "2MiB",        "true", "false", "0.5",   "a, b=\"c\\d\"", "pause",
        "random", "127.0.0.1:1", "soft", "json",  ""};
    const std::vector<std::string> pieces{"# note\n",
                                          "\n",
                                          "[timeouts] # t\n",
                                          "[pool]\n",
                                          "[cors]\n#x = 1\n",
                                          "#heartbeat = \"15s\"\n",
                                          "# max_streams = 5 # y\n"};
    std::mt19937 random(20261122);
    const auto pick = [&random](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    int edits = 0;
    for (int round = 0; round < rounds; ++round) {
        std::string text;
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6};
        std::shuffle(order.begin(), order.end(), random);
        for (const std::size_t piece : order)
            text += pick(2) == 0 ? pieces[piece] : std::string();
        Settings expected = withValues(Settings(), parseSettingsText(text, "t").value()).value();
        Changes changes;
        for (int i = 0; i < 8; ++i) {
            const SettingInfo &info = schema()[pick(schema().size())];
            const std::string &sample = samples[pick(samples.size())];
            if (info.type != SettingType::Secret && assignText(expected, info, sample))
                changes.push_back({std::string(info.key), valueText(expected, info), ""});
        }
        const auto edited = editedToml(text, changes, "t");
        QVERIFY2(edited.has_value(), (text + (edited ? "" : edited.error().message)).c_str());
        const Settings read = withValues(Settings(), parseSettingsText(*edited, "t").value()).value();
        QVERIFY2(read == expected, edited->c_str());
        edits += static_cast<int>(changes.size());
    }
    QVERIFY(edits > rounds); // the samples fit often enough to mean something
}

QTEST_APPLESS_MAIN(tst_TomlEdit)
#include "tst_tomledit.moc"
