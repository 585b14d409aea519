// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/DaemonOptions.h"

#include "core/support/Mentions.h"

#include <QFile>
#include <QTemporaryDir>

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

using Action = DaemonOptions::Action;

class tst_DaemonOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingGiven();
    void everythingGiven();
    void precedence();
    void optionsApplyTogetherWithTheFile();
    void optionsKeepTheirOrder();
    void actions_data();
    void actions();
    void helpAndVersionAnswerWhateverFollows();
    void bad_data();
    void bad();
    void badFile_data();
    void badFile();
    void allBadSettingsAtOnce();
    void checkConfigText();
    void checkConfigReadsTokenFiles();
    void printConfigText();
    void helpNamesEveryOption();
    void versionText();

private:
    std::string write(const QByteArray &content);

    QTemporaryDir m_dir;
};

namespace {

tl::expected<DaemonOptions, Error> parse(const Words &arguments)
{
    return parseDaemonOptions(arguments);
}

} // namespace

std::string tst_DaemonOptions::write(const QByteArray &content)
{
    QFile file(m_dir.filePath(QStringLiteral("sluice.toml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName().toStdString();
}

void tst_DaemonOptions::initTestCase()
{
    QVERIFY(m_dir.isValid());
}

void tst_DaemonOptions::nothingGiven()
{
    const auto options = parse({});
    QVERIFY(options);
    QCOMPARE(options->action, Action::Run);
    QVERIFY(options->settings == Settings());
    QVERIFY(!options->source.configFile);
    QVERIFY(!options->isDemo);
    QCOMPARE(answerText(*options), ""s);
}

void tst_DaemonOptions::everythingGiven()
{
    const std::string path = write("[history]\ncount = 5\n");
    const auto options =
        parse({"--config", path, "--listen", "127.0.0.1:81", "--admin=[::1]:82", "--set", "pump.slice=5ms",
               "--set=diagnosis.probe_url=http://a.example/?x=1", "--demo"});
    QVERIFY2(options.has_value(), options ? "" : options.error().message.c_str());
    QCOMPARE(options->action, Action::Run);
    QCOMPARE(options->source.configFile.value(), path);
    QVERIFY(options->isDemo);
    QCOMPARE(options->settings.history_count, std::int64_t{5});
    QCOMPARE(options->settings.listen_public, "127.0.0.1:81"s);
    QCOMPARE(options->settings.listen_admin, "[::1]:82"s);
    QCOMPARE(options->settings.pump_slice, 5ms);
    QCOMPARE(options->settings.diagnosis_probe_url, "http://a.example/?x=1"s);
}

void tst_DaemonOptions::precedence()
{
    const std::string path = write("[history]\ncount = 5\nbytes = '5B'\n");
    const auto options =
        parse({"--set", "history.count=6", "--config", path}); // the file is older, wherever it stands
    QVERIFY(options);
    QCOMPARE(options->settings.history_count, std::int64_t{6});
    QCOMPARE(options->settings.history_bytes, std::int64_t{5});
    QCOMPARE(options->settings.history_age, 300'000ms);
}

void tst_DaemonOptions::optionsApplyTogetherWithTheFile()
{
    const std::string path = write("[timeouts]\nheartbeat = '60s'\nwrite_stall = '60s'\n");
    QVERIFY(!parse({"--config", path}));
    QVERIFY(parse({"--config", path, "--set", "timeouts.keep_alive=2min", "--set", "timeouts.headers=130s"}));
    QVERIFY(parse({"--listen", "0.0.0.0:80", "--set", "auth.publish_token=open-sesame-open"}));
}

void tst_DaemonOptions::optionsKeepTheirOrder()
{
    QCOMPARE(parse({"--set", "history.count=6", "--set", "history.count=7"})->settings.history_count,
             std::int64_t{7});
    QCOMPARE(parse({"--listen", "127.0.0.1:1", "--set", "listen.public=127.0.0.1:2"})->settings.listen_public,
             "127.0.0.1:2"s);
    QCOMPARE(parse({"--set", "listen.public=127.0.0.1:2", "--listen", "127.0.0.1:1"})->settings.listen_public,
             "127.0.0.1:1"s);
}

void tst_DaemonOptions::actions_data()
{
    QTest::addColumn<Words>("arguments");
    QTest::addColumn<Action>("action");
    QTest::newRow("check") << Words{"--check-config"} << Action::CheckConfig;
    QTest::newRow("check twice") << Words{"--check-config", "--check-config"} << Action::CheckConfig;
    QTest::newRow("print") << Words{"--print-config"} << Action::PrintConfig;
    QTest::newRow("reference") << Words{"--print-settings-reference"} << Action::PrintSettingsReference;
    QTest::newRow("version") << Words{"--version"} << Action::PrintVersion;
    QTest::newRow("help") << Words{"--help"} << Action::PrintHelp;
    QTest::newRow("short help") << Words{"-h"} << Action::PrintHelp;
}

void tst_DaemonOptions::actions()
{
    QFETCH(const Words, arguments);
    QFETCH(const Action, action);
    const auto options = parse(arguments);
    QVERIFY(options);
    QCOMPARE(options->action, action);
    QVERIFY(!answerText(*options).empty());
    QVERIFY(answerText(*options).ends_with('\n'));
}

void tst_DaemonOptions::helpAndVersionAnswerWhateverFollows()
{
    QCOMPARE(parse({"--config", "/nowhere", "--help", "--nonsense"})->action, Action::PrintHelp);
    QCOMPARE(parse({"--set", "history.count=x", "--version"})->action, Action::PrintVersion);
}

void tst_DaemonOptions::bad_data()
{
    QTest::addColumn<Words>("arguments");
    QTest::addColumn<Words>("words");
    QTest::newRow("unknown") << Words{"--lsten", "127.0.0.1:1"}
                             << Words{"unknown option '--lsten'", "did you mean '--listen'?"};
    QTest::newRow("unknown with a value") << Words{"--prot=80"} << Words{"unknown option '--prot'"};
    QTest::newRow("one dash") << Words{"-config", "x"} << Words{"'-config'", "did you mean '--config'?"};
    QTest::newRow("dash") << Words{"-"} << Words{"unknown option '-'"};
    QTest::newRow("two dashes") << Words{"--"} << Words{"unknown option '--'"};
    QTest::newRow("not an option") << Words{"start"} << Words{"'start'", "options only", "--help"};
    QTest::newRow("empty") << Words{""} << Words{"''", "options only"};
    QTest::newRow("no file") << Words{"--config"} << Words{"--config needs a value: FILE"};
    QTest::newRow("empty file name") << Words{"--config="} << Words{"--config needs a value: FILE"};
    QTest::newRow("option instead of a file")
        << Words{"--config", "--demo"} << Words{"--config needs a value"};
    QTest::newRow("no address") << Words{"--listen"} << Words{"--listen needs a value: ADDR:PORT"};
    QTest::newRow("no setting") << Words{"--set"} << Words{"--set needs a value: key=value"};
    QTest::newRow("file twice") << Words{"--config", "a", "--config", "b"} << Words{"twice", "'a'", "'b'"};
    QTest::newRow("two actions") << Words{"--check-config", "--print-config"}
                                 << Words{"--check-config and --print-config cannot"};
    QTest::newRow("value for a flag") << Words{"--demo=yes"} << Words{"--demo takes no value", "'yes'"};
    QTest::newRow("bad address") << Words{"--listen", "8080"} << Words{"--listen: '8080'", "ADDR:PORT"};
    QTest::newRow("bad admin address") << Words{"--admin", "me:80"} << Words{"--admin: 'me:80'", "ADDR:PORT"};
    QTest::newRow("setting without =")
        << Words{"--set", "history.count"} << Words{"--set: 'history.count'", "key=value"};
    QTest::newRow("setting without key") << Words{"--set", "=5"} << Words{"--set: '=5'", "key=value"};
    QTest::newRow("setting without value")
        << Words{"--set", "history.count="} << Words{"--set: history.count: ''", "whole number"};
    QTest::newRow("unknown setting") << Words{"--set", "timeouts.heartbeet=1s"}
                                     << Words{"--set: ", "'timeouts.heartbeet'",
                                              "did you mean 'timeouts.heartbeat'?"};
    QTest::newRow("bad value") << Words{"--set", "timeouts.heartbeat=15"}
                               << Words{"--set: timeouts.heartbeat: '15'", "unit is missing"};
    QTest::newRow("out of range") << Words{"--set", "pump.slice=1s"}
                                  << Words{"--set: pump.slice: '1s'", "1ms to 100ms"};
    QTest::newRow("rule") << Words{"--set", "timeouts.keep_alive=20s"}
                          << Words{"rule keep-alive-covers-heartbeat", "timeouts.keep_alive is 20s",
                                   "timeouts.heartbeat is 15s"};
    QTest::newRow("public bind") << Words{"--listen", "0.0.0.0:8080"}
                                 << Words{"rule public-bind-needs-token", "0.0.0.0:8080",
                                          "auth.publish_token is empty"};
    QTest::newRow("same address") << Words{"--admin", "127.0.0.1:8080"} << Words{"rule listeners-differ"};
    QTest::newRow("checked, but bad")
        << Words{"--check-config", "--set", "pump.slice=0"} << Words{"pump.slice", "'0'"};
}

void tst_DaemonOptions::bad()
{
    QFETCH(const Words, arguments);
    QFETCH(const Words, words);
    const auto options = parse(arguments);
    QVERIFY(!options);
    QCOMPARE(exitCode(options.error()), 2);
    SLUICE_VERIFY_MENTIONS(options.error().message, words);
}

void tst_DaemonOptions::badFile_data()
{
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("code");
    QTest::addColumn<Words>("words");
    const std::string wrong = write("[timeouts]\nheartbeet = '15s'\n");
    QTest::newRow("missing") << "/nowhere/sluice.toml"s << 1
                             << Words{"'/nowhere/sluice.toml'", "No such file or directory"};
    QTest::newRow("directory") << "/"s << 1 << Words{"'/'", "Is a directory"};
    QTest::newRow("wrong") << wrong << 2 << Words{wrong + ":2:1: ", "did you mean 'timeouts.heartbeat'?"};
}

void tst_DaemonOptions::badFile()
{
    QFETCH(const std::string, path);
    QFETCH(const int, code);
    QFETCH(const Words, words);
    for (const Words &arguments : {Words{"--config", path}, Words{"--config", path, "--check-config"}}) {
        const auto options = parse(arguments);
        QVERIFY(!options);
        QCOMPARE(exitCode(options.error()), code);
        SLUICE_VERIFY_MENTIONS(options.error().message, words);
    }
}

void tst_DaemonOptions::allBadSettingsAtOnce()
{
    const auto options = parse({"--set", "history.count=x", "--set", "pump.slice=9"});
    QVERIFY(!options);
    SLUICE_VERIFY_MENTIONS(options.error().message,
                           (Words{"history.count: 'x'", "\n--set: pump.slice: '9'"}));
}

void tst_DaemonOptions::checkConfigText()
{
    QCOMPARE(answerText(parse({"--check-config"}).value()),
             "configuration is valid: every setting is at its default\n"s);
    const std::string path = write("[history]\ncount = 5\n[auth]\nadmin_token = 'sesame'\n");
    QCOMPARE(answerText(parse({"--check-config", "--config", path}).value()),
             "configuration is valid (" + path + ")\nauth.admin_token = ***\nhistory.count = 5\n");
}

void tst_DaemonOptions::checkConfigReadsTokenFiles()
{
    const std::string token = m_dir.filePath(QStringLiteral("token")).toStdString();
    QFile file(QString::fromStdString(token));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("open-sesame-open\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    const std::string path =
        write(QByteArray::fromStdString("[auth]\nadmin_token_file = '" + token +
                                        "'\n[listen]\nadmin = '0.0.0.0:9180'\n[drain]\norder = 'random'\n"));
    const auto options = parse({"--check-config", "--config", path});
    QVERIFY2(options.has_value(), options ? "" : options.error().message.c_str());
    QCOMPARE(options->warnings.size(), std::size_t{1});
    SLUICE_VERIFY_MENTIONS(options->warnings.front(), (Words{"auth.admin_token_file", token, "mode 0404"}));
    QCOMPARE(answerText(*options), "configuration is valid (" + path +
                                       ")\nlisten.admin = 0.0.0.0:9180\nauth.admin_token = ***\n"
                                       "auth.admin_token_file = " +
                                       token + "\ndrain.order = random\n");
    QVERIFY(file.remove());
    const auto missing = parse({"--check-config", "--config", path});
    QVERIFY(!missing);
    QCOMPARE(exitCode(missing.error()), 1);
    SLUICE_VERIFY_MENTIONS(missing.error().message, (Words{"auth.admin_token_file", token}));
}

void tst_DaemonOptions::printConfigText()
{
    SLUICE_VERIFY_MENTIONS(answerText(parse({"--print-config"}).value()),
                           (Words{"[timeouts]", "#heartbeat = \"15s\""}));
}

void tst_DaemonOptions::helpNamesEveryOption()
{
    SLUICE_VERIFY_MENTIONS(
        answerText(parse({"--help"}).value()),
        (Words{"--config FILE", "--listen ADDR:PORT", "--admin ADDR:PORT", "--set key=value", "--demo",
               "--check-config", "--print-config", "--version", "--help"}));
}

void tst_DaemonOptions::versionText()
{
    QCOMPARE(answerText(parse({"--version"}).value()), "sluiced " SLUICE_VERSION "\n"s);
}

QTEST_GUILESS_MAIN(tst_DaemonOptions)
#include "tst_daemonoptions.moc"
