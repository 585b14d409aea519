// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsFile.h"

#include "core/support/Mentions.h"

#include <QFile>
#include <QTemporaryDir>

#include <future>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

class tst_SettingsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType();
    void forms_data();
    void forms();
    void nothingToChange_data();
    void nothingToChange();
    void changesAreInTheOrderOfTheFile();
    void bad_data();
    void bad();
    void hintOnlyWhereItHelps();
    void errorsAreInTheOrderOfTheFile();
    void secretIsNotInMessages();
    void readsAFile();
    void missingFile();
    void directory();
    void unreadableFile();
    void hugeFile();
    void endlessFile();
    void aPipeBlocksNobody();
    void pathThroughAFile();
    void pathIsQuotedInTheMessage();

private:
    std::string write(const QByteArray &content);

    QTemporaryDir m_dir;
};

std::string tst_SettingsFile::write(const QByteArray &content)
{
    QFile file(m_dir.filePath(QStringLiteral("sluice.toml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName().toStdString();
}

void tst_SettingsFile::readsEveryType()
{
    const auto changes = parseSettingsText(R"(
[timeouts]
heartbeat = "10s"
max_age = 0
[history]
count = 50
bytes = "2MiB"
[cors]
allow_origin = "https://example.com"
[auth]
admin_token = "sesame"
)",
                                           "sluice.toml");
    QVERIFY2(changes.has_value(), changes ? "" : changes.error().message.c_str());
    QCOMPARE(changes->size(), std::size_t{6});
    const auto settings = withChanges(Settings(), *changes).value();
    QCOMPARE(settings.timeouts_heartbeat, 10'000ms);
    QCOMPARE(settings.timeouts_max_age, 0ms);
    QCOMPARE(settings.history_count, std::int64_t{50});
    QCOMPARE(settings.history_bytes, std::int64_t{2} << 20);
    QCOMPARE(settings.cors_allow_origin, "https://example.com"s);
    QCOMPARE(settings.auth_admin_token, "sesame"s);
}

void tst_SettingsFile::forms_data()
{
    QTest::addColumn<std::string>("toml");
    QTest::newRow("table") << "[history]\ncount = 5\n"s;
    QTest::newRow("dotted key") << "history.count = 5"s;
    QTest::newRow("inline table") << "history = { count = 5 }"s;
    QTest::newRow("sign") << "[history]\ncount = +5"s;
    QTest::newRow("hexadecimal") << "[history]\ncount = 0x5"s;
    QTest::newRow("CRLF") << "[history]\r\ncount = 5\r\n"s;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf[history]\ncount = 5"s;
    QTest::newRow("comments") << "# a\n[history] # b\ncount = 5 # c"s;
}

void tst_SettingsFile::forms()
{
    QFETCH(const std::string, toml);
    const auto changes = parseSettingsText(toml, "f");
    QVERIFY2(changes.has_value(), changes ? "" : changes.error().message.c_str());
    QCOMPARE(changes->size(), std::size_t{1});
    QCOMPARE(changes->front().key, "history.count"s);
    QCOMPARE(changes->front().text, "5"s);
}

void tst_SettingsFile::nothingToChange_data()
{
    QTest::addColumn<std::string>("toml");
    QTest::newRow("empty") << ""s;
    QTest::newRow("blank") << "\n \n"s;
    QTest::newRow("comment") << "# nothing"s;
    QTest::newRow("empty table") << "[timeouts]"s;
}

void tst_SettingsFile::nothingToChange()
{
    QFETCH(const std::string, toml);
    QVERIFY(parseSettingsText(toml, "f").value().empty());
}

void tst_SettingsFile::changesAreInTheOrderOfTheFile()
{
    const auto changes =
        parseSettingsText("[timeouts]\nlinger = '1s'\nbody = '9s'\n[history]\ncount = 1", "f").value();
    QCOMPARE(changes.size(), std::size_t{3});
    QCOMPARE(changes[0].key, "timeouts.linger"s);
    QCOMPARE(changes[0].origin, "f:2:1"s);
    QCOMPARE(changes[1].key, "timeouts.body"s);
    QCOMPARE(changes[2].key, "history.count"s);
    QCOMPARE(changes[2].origin, "f:5:1"s);
}

void tst_SettingsFile::bad_data()
{
    QTest::addColumn<std::string>("toml");
    QTest::addColumn<Words>("words");
    QTest::newRow("unknown key") << "[timeouts]\n  heartbeet = '15s'"s
                                 << Words{"f:2:3: ", "'timeouts.heartbeet'",
                                          "did you mean 'timeouts.heartbeat'?"};
    QTest::newRow("unknown table") << "\n[timeout]\nheartbeat = '15s'"s
                                   << Words{"f:2:2: ", "unknown table 'timeout'", "did you mean 'timeouts'?"};
    QTest::newRow("unknown empty table") << "[pol]"s << Words{"f:1:2: ", "'pol'", "did you mean 'pool'?"};
    QTest::newRow("unknown array of tables")
        << "[[histori]]\ncount = 1"s << Words{"f:1:3: ", "'histori'", "did you mean 'history'?"};
    QTest::newRow("key outside of a table")
        << "heartbeat = '15s'"s << Words{"f:1:1: ", "'heartbeat'", "did you mean 'timeouts.heartbeat'?"};
    QTest::newRow("quoted dotted key")
        << "'timeouts.heartbeat' = '15s'"s
        << Words{"f:1:1: ", "'timeouts.heartbeat'", "table [timeouts] as heartbeat"};
    QTest::newRow("group is a value")
        << "timeouts = 5"s << Words{"f:1:1: ", "'timeouts'", "[timeouts]", "a whole number"};
    QTest::newRow("array of tables") << "[[timeouts]]\nheartbeat = '15s'"s
                                     << Words{"'timeouts' must be a table", "an array"};
    QTest::newRow("setting is a table")
        << "[timeouts.heartbeat]\nx = 1"s << Words{"timeouts.heartbeat", "a duration in quotes", "a table"};
    QTest::newRow("setting is an array")
        << "[history]\ncount = [1, 2]"s << Words{"f:2:1: ", "history.count", "a whole number", "an array"};
    QTest::newRow("setting is a date")
        << "[history]\ncount = 2026-01-01"s << Words{"history.count", "a whole number", "a date or time"};
    QTest::newRow("duration without a unit")
        << "[timeouts]\nheartbeat = 15"s << Words{"f:2:1: ", "timeouts.heartbeat", "'15'", "unit is missing"};
    QTest::newRow("negative duration")
        << "[timeouts]\nheartbeat = -15"s << Words{"timeouts.heartbeat", "'-15'"};
    QTest::newRow("duration as a fraction")
        << "[timeouts]\nheartbeat = 1.5"s
        << Words{"timeouts.heartbeat", "in quotes", "a number with a fraction"};
    QTest::newRow("duration as a flag")
        << "[timeouts]\nheartbeat = true"s
        << Words{"timeouts.heartbeat", "a duration in quotes", "true or false"};
    QTest::newRow("size without a unit")
        << "[history]\nbytes = 1048576"s << Words{"history.bytes", "'1048576'", "unit is missing", "KiB"};
    QTest::newRow("count as text") << "[history]\ncount = '50'"s
                                   << Words{"f:2:1: ", "history.count", "without quotes", "text in quotes"};
    QTest::newRow("count as a fraction")
        << "[history]\ncount = 5.0"s << Words{"history.count", "a whole number", "a number with a fraction"};
    QTest::newRow("count negative") << "[history]\ncount = -5"s
                                    << Words{"history.count", "'-5'", "0 or more"};
    QTest::newRow("count overflows") << "[history]\ncount = 9223372036854775808"s << Words{"f:2:"};
    QTest::newRow("text as a number")
        << "[cors]\nallow_origin = 5"s << Words{"cors.allow_origin", "text in quotes", "a whole number"};
    QTest::newRow("text with a line end")
        << "[cors]\nallow_origin = \"a\\r\\nb\""s << Words{"cors.allow_origin", "control character"};
    QTest::newRow("out of range") << "[pump]\nslice = '1h'"s
                                  << Words{"f:2:1: ", "pump.slice", "'1h'", "1ms to 100ms"};
    QTest::newRow("syntax: no quotes")
        << "[timeouts]\nheartbeat = 15s"s << Words{"f:2:", "in quotes, as in \"15s\""};
    QTest::newRow("syntax: no value") << "[timeouts]\nheartbeat ="s << Words{"f:2:"};
    QTest::newRow("syntax: open table") << "[timeouts"s << Words{"f:1:"};
    QTest::newRow("syntax: open quote") << "[timeouts]\n\nheartbeat = \"15s"s << Words{"f:3:"};
    QTest::newRow("key twice") << "[history]\ncount = 1\ncount = 2"s << Words{"f:3:", "count"};
    QTest::newRow("table twice") << "[history]\ncount = 1\n[history]\nbytes = '1B'"s
                                 << Words{"f:3:", "history"};
    QTest::newRow("not TOML") << "<html>"s << Words{"f:1:1: "};
    QTest::newRow("invalid UTF-8") << "[cors]\nallow_origin = \"\xff\""s << Words{"f:2:", "utf-8"};
    QTest::newRow("cut UTF-8") << "# \xc3"s << Words{"f:1:"};
    QTest::newRow("overlong UTF-8") << "# \xc0\xaf"s << Words{"f:1:"};
    QTest::newRow("surrogate") << "# \xed\xa0\x80"s << Words{"f:1:"};
    QTest::newRow("NUL") << "[history]\n\0count = 1"s << Words{"f:2:1: "};
    QTest::newRow("UTF-16") << "\xff\xfe[\0"s << Words{"f:1:"};
    std::string deepKey = "a";
    for (int i = 0; i < 50'000; ++i)
        deepKey += ".a";
    const Words deep{"f:1:", "32 levels deep"};
    QTest::newRow("a deep key") << deepKey + " = 1" << deep;
    QTest::newRow("a deep table") << '[' + deepKey + ']' << deep;
    QTest::newRow("a deep key in a table") << "a = { " + deepKey + " = 1 }" << deep;
    QTest::newRow("a deep key behind a string that ends in quotes") << R"(a = """""b"""""
)" + deepKey + " = 1" << Words{"f:2:", "32 levels deep"};
    QTest::newRow("a deep key behind an escaped quote") << R"(a = "\"
)" + deepKey + " = 1" << Words{"f:2:", "32 levels deep"};
    QTest::newRow("a deep key with blanks") << "a" + [] {
        std::string parts;
        for (int i = 0; i < 100; ++i)
            parts += " . 'a'";
        return parts;
    }() + " = 1" << deep;
    QTest::newRow("deep tables") << "a = " + [] {
        std::string tables;
        for (int i = 0; i < 10'000; ++i)
            tables += "{ a = ";
        return tables;
    }() << deep;
    QTest::newRow("deep nesting") << "a = " + std::string(100'000, '[') << Words{"f:1:"};
}

void tst_SettingsFile::bad()
{
    QFETCH(const std::string, toml);
    QFETCH(const Words, words);
    const auto changes = parseSettingsText(toml, "f");
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Input);
    QVERIFY2(changes.error().message.starts_with("f:"), changes.error().message.c_str());
    SLUICE_VERIFY_MENTIONS(changes.error().message, words);
}

void tst_SettingsFile::hintOnlyWhereItHelps()
{
    for (const auto &toml :
         {"[timeouts"s, "[timeouts]\nheartbeat = \"15s"s, "\n\n<"s, "a"s, "\n"s + "x",
          "[pool]\nmax_streams = 5\nmax_streams = 6"s, "[pool]\nmax_streams = 99999999999999999999"s,
          "[pool]\nmax_streams ="s, "[pool]\rmax_streams = 5\r"s}) {
        const auto changes = parseSettingsText(toml, "f");
        QVERIFY(!changes);
        QVERIFY2(changes.error().message.find("in quotes") == std::string::npos,
                 changes.error().message.c_str());
    }
}

void tst_SettingsFile::errorsAreInTheOrderOfTheFile()
{
    const auto changes =
        parseSettingsText("[timeouts]\nlinger = 1\n[nonsense]\n[history]\ncount = '5'\n", "f");
    QVERIFY(!changes);
    const std::string &message = changes.error().message;
    const auto first = message.find("f:2:1: timeouts.linger");
    const auto second = message.find("\nf:3:2: unknown table 'nonsense'");
    const auto third = message.find("\nf:5:1: history.count");
    QVERIFY2(first == 0 && second != std::string::npos && third != std::string::npos && second < third,
             message.c_str());
}

void tst_SettingsFile::secretIsNotInMessages()
{
    const auto changes =
        parseSettingsText("[auth]\nadmin_token = 'open sesame'\npublish_token = ['sesame']", "f");
    QVERIFY(!changes);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{"auth.admin_token", "auth.publish_token"}));
    QVERIFY2(changes.error().message.find("sesame") == std::string::npos, changes.error().message.c_str());
}

void tst_SettingsFile::readsAFile()
{
    const std::string path = write("[history]\ncount = 5\n");
    const auto changes = readSettingsFile(path);
    QVERIFY(changes);
    QCOMPARE(changes->front().origin, path + ":2:1");
    QVERIFY(readSettingsFile(write({})).value().empty());
}

void tst_SettingsFile::missingFile()
{
    const std::string path = m_dir.filePath(QStringLiteral("missing.toml")).toStdString();
    const auto changes = readSettingsFile(path);
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{path, "No such file or directory"}));
}

void tst_SettingsFile::directory()
{
    const std::string path = m_dir.path().toStdString();
    const auto changes = readSettingsFile(path);
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{path, "Is a directory"}));
}

void tst_SettingsFile::unreadableFile()
{
    if (::geteuid() == 0)
        QSKIP("root may read every file");
    const std::string path = write("");
    QCOMPARE(::chmod(path.c_str(), 0), 0);
    const auto changes = readSettingsFile(path);
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{path, "Permission denied"}));
}

void tst_SettingsFile::hugeFile()
{
    const std::string path = write({});
    QCOMPARE(::truncate(path.c_str(), 100'000'000), 0);
    const auto changes = readSettingsFile(path);
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{path, "1MiB"}));
}

void tst_SettingsFile::endlessFile()
{
    const auto changes = readSettingsFile("/dev/zero");
    QVERIFY(!changes);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{"/dev/zero", "1MiB"}));
}

/** Before, the first reload after somebody put a FIFO there hung for as long as nobody wrote to it. */
void tst_SettingsFile::aPipeBlocksNobody()
{
    const std::string path = m_dir.filePath(QStringLiteral("pipe.toml")).toStdString();
    QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
    auto reading = std::async(std::launch::async, [&path] { return readSettingsFile(path); });
    const bool hasReturned = reading.wait_for(30s) == std::future_status::ready;
    if (!hasReturned)
        ::close(::open(path.c_str(), O_WRONLY)); // or the test itself would hang
    QVERIFY(hasReturned);
    const auto changes = reading.get();
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{path, "pipe", "regular file"}));
}

void tst_SettingsFile::pathThroughAFile()
{
    const auto changes = readSettingsFile(write("") + "/x");
    QVERIFY(!changes);
    QCOMPARE(changes.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{"sluice.toml/x'", "Not a directory"}));
}

void tst_SettingsFile::pathIsQuotedInTheMessage()
{
    const auto changes = readSettingsFile(m_dir.path().toStdString() + "/no\nsuch");
    QVERIFY(!changes);
    SLUICE_VERIFY_MENTIONS(changes.error().message, (Words{"/no\\x0asuch", "No such file or directory"}));
}

QTEST_GUILESS_MAIN(tst_SettingsFile)
#include "tst_settingsfile.moc"
