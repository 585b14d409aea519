// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the shell is offered: from the tables in the program, and through packaging/completion in a real bash.
#include "ctl/Completion.h"

#include "ctl/CommandTable.h"
#include "settings/Schema.h"

#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace sluice;

namespace {

using Words = std::vector<std::string>;

bool has(const Words &candidates, const std::string &word)
{
    return std::find(candidates.begin(), candidates.end(), word) != candidates.end();
}

Words complete(const Words &words)
{
    return completions(allCommands(), words);
}

} // namespace

class tst_Completion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersCommands();
    void offersOptions();
    void offersSettings();
    void offersValues();
    void offersNothingWhereNothingIsKnown();
    void worksInBash_data();
    void worksInBash();
};

void tst_Completion::offersCommands()
{
    const Words all = complete({""});
    for (const Command &command : allCommands())
        QVERIFY(has(all, std::string(command.syntax.name)));
    QVERIFY(has(all, "--version"));
    QVERIFY(!has(all, "__complete"));
    QCOMPARE(complete({"dra"}), Words{"drain"});
    QCOMPARE(complete({"help", "dra"}), Words{"drain"});
    QCOMPARE(complete({}), all);
}

void tst_Completion::offersOptions()
{
    QCOMPARE(complete({"drain", "--r"}), (Words{"--rate", "--resume"}));
    QVERIFY(has(complete({"drain", "--rate", "5", "--"}), "--token-file"));
    QVERIFY(complete({"set", "--", "--w"}).empty());
    QVERIFY(complete({"nonsense", "--"}).empty());
}

void tst_Completion::offersSettings()
{
    const Words keys = complete({"set", ""});
    for (const SettingInfo &info : schema())
        QVERIFY(has(keys, std::string(info.key) + "="));
    QCOMPARE(complete({"set", "pool.max_streams=5", "pool.overl"}),
             (Words{"pool.overload_mode=", "pool.overload_retry="}));
    QCOMPARE(complete({"set", "drain.order="}), (Words{"drain.order=oldest", "drain.order=random"}));
    QCOMPARE(complete({"set", "drain.order=o"}), Words{"drain.order=oldest"});
    QCOMPARE(complete({"set", "cors.allow_credentials="}),
             (Words{"cors.allow_credentials=false", "cors.allow_credentials=true"}));
    QVERIFY(complete({"set", "drain.rate="}).empty());
    QCOMPARE(complete({"get", "drain.o"}), Words{"drain.order"});
    QVERIFY(has(complete({"get", "dr"}), "drain"));
}

void tst_Completion::offersValues()
{
    QCOMPARE(complete({"drain", "--then", ""}), (Words{"exit", "hold"}));
    QCOMPARE(complete({"disconnects", "--cause", "slow"}), Words{"slow-consumer"});
    QCOMPARE(complete({"export", "--csv", "x"}), Words{kFileCandidates});
    QCOMPARE(complete({"config", "n"}), (Words{"nginx", "node-agent"}));
    QCOMPARE(complete({"config", "nginx", "--part", ""}), (Words{"http", "whole"}));
    QCOMPARE(complete({"plan", "--set", "drain.order=o"}), Words{"drain.order=oldest"});
}

void tst_Completion::offersNothingWhereNothingIsKnown()
{
    QVERIFY(complete({"kick", ""}).empty());
    QVERIFY(complete({"watch", "--count", ""}).empty());
}

void tst_Completion::worksInBash_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("replies");
    const auto row = [](const char *line, const char *replies) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(replies);
    };
    row("sluicectl dra", "drain");
    row("sluicectl drain --th", "--then");
    row("sluicectl drain --then ", "exit hold");
    row("sluicectl set drain.ord", "drain.order=");
    row("sluicectl set drain.order=", "oldest random"); // bash keeps what stands before the '='
    row("sluicectl set drain.order=ra", "random");
    row("sluicectl --admin", "");
    row("sluicectl nonsense ", "");
    row("sluicectl export --csv /dev/nul", "/dev/null");
    row("sluiced --print-c", "--print-config");
    row("sluiced --set drain.ord", "drain.order=");
    row("sluiced --config /dev/nul", "/dev/null");
}

/** What bash puts on the line: calls the registered function with the variables that readline would set. */
void tst_Completion::worksInBash()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, replies);
    const QString script = QStringLiteral(R"(
        PATH="$1:$PATH"
        source "$2"
        COMP_LINE=$3
        COMP_POINT=${#COMP_LINE}
        program=${COMP_LINE%% *}
        command -v "$program" > /dev/null || { echo "no $program"; exit 1; }
        function=$(complete -p "$program" | sed 's/.*-F \([^ ]*\).*/\1/')
        compopt() { :; }
        "$function" "$program"
        echo "${COMPREPLY[*]}"
    )");
    QProcess bash;
    bash.start(QStringLiteral("bash"), {QStringLiteral("--norc"), QStringLiteral("-c"), script,
                                        QStringLiteral("bash"), QStringLiteral(SLUICE_BIN_DIR),
                                        QStringLiteral(SLUICE_COMPLETION), QString::fromLatin1(line)});
    QVERIFY(bash.waitForFinished());
    QVERIFY2(bash.exitCode() == 0, bash.readAllStandardError().constData());
    QCOMPARE(bash.readAllStandardOutput().trimmed(), replies);
    QCOMPARE(bash.readAllStandardError(), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Completion)
#include "tst_completion.moc"
