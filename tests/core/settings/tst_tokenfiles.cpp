// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TokenFiles.h"

#include "settings/TokenWarnings.h"

#include "core/support/Mentions.h"
#include "core/support/ScratchFile.h"
#include "settings/SettingsSource.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace std::string_literals;

class tst_TokenFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void none();
    void firstLine_data();
    void firstLine();
    void refused_data();
    void refused();
    void missing();
    void notAFile();
    void modes_data();
    void modes();
    void allThree();
    void bothGiven();
    void satisfiesTheBindRules();
    void unwiseTokensAreSaid();
    void rotatedCredentialsAreSaid();
    void keys();
};

namespace {

constexpr mode_t ownersOnly = 0600;

tl::expected<std::vector<std::string>, SettingsError> readInto(Settings &settings, const ScratchFile &file,
                                                               mode_t mode = ownersOnly)
{
    if (::chmod(file.path().c_str(), mode) != 0)
        qFatal("chmod");
    settings.auth_admin_token_file = file.path();
    return readTokenFiles(settings);
}

} // namespace

void tst_TokenFiles::none()
{
    Settings settings;
    QVERIFY(readTokenFiles(settings)->empty());
    QVERIFY(settings == Settings());
}

void tst_TokenFiles::firstLine_data()
{
    QTest::addColumn<std::string>("content");
    QTest::newRow("one line") << "sesame\n"s;
    QTest::newRow("without an end") << "sesame"s;
    QTest::newRow("more lines") << "sesame\n\nnot this\n"s;
    QTest::newRow("CR LF") << "sesame\r\n"s;
}

void tst_TokenFiles::firstLine()
{
    QFETCH(const std::string, content);
    const ScratchFile file("token", content);
    Settings settings;
    const auto warnings = readInto(settings, file);
    QVERIFY(warnings);
    QVERIFY(warnings->empty());
    QCOMPARE(settings.auth_admin_token, "sesame"s);
    QVERIFY(settings.auth_viewer_token.empty());
}

void tst_TokenFiles::refused_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("word");
    QTest::newRow("empty") << ""s
                           << "is empty"s;
    QTest::newRow("empty line") << "\nsesame\n"s
                                << "is empty"s;
    QTest::newRow("space") << "open sesame\n"s
                           << "visible ASCII"s;
    QTest::newRow("trailing space") << "sesame \n"s
                                    << "visible ASCII"s;
    QTest::newRow("not ASCII") << "s\xC3\xA9same\n"s
                               << "visible ASCII"s;
    QTest::newRow("the mask") << "***\n"s
                              << "stands for"s;
    QTest::newRow("too long") << std::string(3'000, 's') << "at most 1024"s;
}

void tst_TokenFiles::refused()
{
    QFETCH(const std::string, content);
    QFETCH(const std::string, word);
    const ScratchFile file("token", content);
    Settings settings;
    const auto refused = readInto(settings, file);
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"auth.admin_token_file", file.path(), word}));
    QVERIFY2(refused.error().message.find("same") == std::string::npos, refused.error().message.c_str());
    QVERIFY(settings.auth_admin_token.empty());
    QCOMPARE(refused.error().violations.front().rule, "token-file"s);
}

void tst_TokenFiles::missing()
{
    Settings settings;
    settings.auth_publish_token_file = "/nonexistent/token";
    const auto refused = readTokenFiles(settings);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(refused.error().message,
                           (Words{"auth.publish_token_file", "/nonexistent/token", "No such file"}));
}

void tst_TokenFiles::notAFile()
{
    Settings settings;
    settings.auth_publish_token_file = "/dev/zero";
    QVERIFY(!readTokenFiles(settings));
    const ScratchFile file("token", "x");
    const std::string pipe = file.directory() + "/pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), ownersOnly), 0);
    settings.auth_publish_token_file = pipe; // must not wait for a writer
    const auto refused = readTokenFiles(settings);
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, Words{"regular file"});
}

void tst_TokenFiles::modes_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<Words>("warning");
    QTest::addColumn<Words>("error");
    QTest::newRow("owner") << 0600 << Words{} << Words{};
    QTest::newRow("group") << 0640 << Words{} << Words{};
    QTest::newRow("read by all") << 0644 << Words{"mode 0644", "read the token"} << Words{};
    QTest::newRow("written by all") << 0602 << Words{} << Words{"mode 0602", "change the token"};
}

void tst_TokenFiles::modes()
{
    QFETCH(const int, mode);
    QFETCH(const Words, warning);
    QFETCH(const Words, error);
    const ScratchFile file("token", "sesame\n");
    Settings settings;
    const auto read = readInto(settings, file, static_cast<mode_t>(mode));
    QCOMPARE(read.has_value(), error.empty());
    if (!read) {
        SLUICE_VERIFY_MENTIONS(read.error().message, error);
        return;
    }
    QCOMPARE(read->size(), warning.empty() ? std::size_t{0} : std::size_t{1});
    for (const std::string &line : *read) {
        SLUICE_VERIFY_MENTIONS(line, warning);
        SLUICE_VERIFY_MENTIONS(line, (Words{"auth.admin_token_file", file.path()}));
        QVERIFY(line.find("sesame") == std::string::npos);
    }
}

void tst_TokenFiles::allThree()
{
    const ScratchFile admin("a", "admin1\n");
    const ScratchFile viewer("v", "viewer1\n");
    const ScratchFile publisher("p", "publisher1\n");
    Settings settings;
    settings.auth_admin_token_file = admin.path();
    settings.auth_viewer_token_file = viewer.path();
    settings.auth_publish_token_file = publisher.path();
    QVERIFY(readTokenFiles(settings));
    QCOMPARE(settings.auth_admin_token, "admin1"s);
    QCOMPARE(settings.auth_viewer_token, "viewer1"s);
    QCOMPARE(settings.auth_publish_token, "publisher1"s);
}

void tst_TokenFiles::bothGiven()
{
    const ScratchFile file("token", "sesame\n");
    SettingsSource source;
    source.overrides = {{"auth.admin_token", "other", "--set"},
                        {"auth.admin_token_file", file.path(), "--set"}};
    const auto refused = source.load();
    QVERIFY(!refused);
    QCOMPARE(refused.error().violations.front().rule, "one-admin-token"s);
    SLUICE_VERIFY_MENTIONS(refused.error().message,
                           (Words{"auth.admin_token", "auth.admin_token_file", "***", file.path()}));
    QVERIFY(refused.error().message.find("other") == std::string::npos);
}

void tst_TokenFiles::satisfiesTheBindRules()
{
    const ScratchFile file("token", "open-sesame-open\n");
    ::chmod(file.path().c_str(), ownersOnly);
    SettingsSource source;
    source.overrides = {{"listen.public", "0.0.0.0:8080", "--set"},
                        {"listen.admin", "0.0.0.0:9180", "--set"}};
    const auto refused = source.load();
    QVERIFY(!refused);
    QCOMPARE(refused.error().violations.size(), std::size_t{2});
    source.overrides.push_back({"auth.admin_token_file", file.path(), "--set"});
    source.overrides.push_back({"auth.publish_token_file", file.path(), "--set"});
    const auto loaded = source.load();
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(loaded->settings.auth_publish_token, "open-sesame-open"s);
}

void tst_TokenFiles::unwiseTokensAreSaid()
{
    const ScratchFile file("sluice.toml", "[auth]\nadmin_token = \"only-for-us-and-long\"\n");
    QCOMPARE(::chmod(file.path().c_str(), ownersOnly), 0);
    SettingsSource source;
    source.configFile = file.path();
    QVERIFY(source.load()->warnings.empty());
    QCOMPARE(::chmod(file.path().c_str(), 0644), 0);
    const auto readable = source.load()->warnings;
    QCOMPARE(readable.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(readable.front(), (Words{file.path(), "auth.admin_token", "chmod o-r"}));
    QVERIFY(readable.front().find("only-for-us") == std::string::npos);
    // The token is not in the file: an option has replaced it, which is another matter.
    source.overrides = {{"auth.admin_token", "another-one-that-is-long", "--set"}};
    QVERIFY(source.load()->warnings.empty());
    source.overrides = {{"auth.admin_token", "short", "--set"}};
    const auto tooShort = source.load()->warnings;
    QCOMPARE(tooShort.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(tooShort.front(), (Words{"auth.admin_token", "5 characters", "16"}));
    file.write("[timeouts]\nheartbeat = \"5s\"\n"); // everybody may read that
    source.overrides.clear();
    QVERIFY(source.load()->warnings.empty());
}

void tst_TokenFiles::rotatedCredentialsAreSaid()
{
    const ScratchFile file("token", "open-sesame-open\n");
    Settings settings;
    settings.auth_admin_token_file = file.path();
    QVERIFY(qunsetenv("CREDENTIALS_DIRECTORY"));
    QVERIFY(rotationWarnings(settings).empty());
    QVERIFY(qputenv("CREDENTIALS_DIRECTORY", "/run/credentials/other.service"));
    QVERIFY(rotationWarnings(settings).empty());
    QVERIFY(qputenv("CREDENTIALS_DIRECTORY", QByteArray::fromStdString(file.directory())));
    const auto warnings = rotationWarnings(settings);
    QVERIFY(qunsetenv("CREDENTIALS_DIRECTORY"));
    QCOMPARE(warnings.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(warnings.front(), (Words{"auth.admin_token_file", "restart"}));
}

void tst_TokenFiles::keys()
{
    QCOMPARE(std::string(tokenFileKey("auth.viewer_token")), "auth.viewer_token_file"s);
    QVERIFY(tokenFileKey("auth.viewer_token_file").empty());
    QVERIFY(tokenFileKey("pool.max_streams").empty());
}

QTEST_APPLESS_MAIN(tst_TokenFiles)
#include "tst_tokenfiles.moc"
