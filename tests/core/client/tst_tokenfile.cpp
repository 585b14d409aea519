// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/ScratchFile.h"

#include "client/TokenFile.h"

#include <QTest>

#include <sys/stat.h>

using namespace sluice;
using namespace std::string_literals;

class tst_TokenFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheFirstLine_data();
    void readsTheFirstLine();
    void refuses_data();
    void refuses();
    void saysWhichFileCannotBeRead();
    void warnsOfOthers_data();
    void warnsOfOthers();
};

void tst_TokenFile::readsTheFirstLine_data()
{
    QTest::addColumn<std::string>("content");
    QTest::newRow("a line") << "secret-1\n"s;
    QTest::newRow("without end") << "secret-1"s;
    QTest::newRow("CR LF") << "secret-1\r\n"s;
    QTest::newRow("blanks") << "secret-1 \t\n"s;
    QTest::newRow("more lines") << "secret-1\nof the staging engine\n"s;
}

void tst_TokenFile::readsTheFirstLine()
{
    QFETCH(const std::string, content);
    const ScratchFile file("token", content);
    QCOMPARE(readTokenFile(file.path()).value_or("-"), "secret-1"s);
}

void tst_TokenFile::refuses_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("message");
    QTest::newRow("empty") << ""s
                           << "is empty"s;
    QTest::newRow("an empty line") << "\n"s
                                   << "is empty"s;
    QTest::newRow("blanks") << " \t\r\nsecret\n"s
                            << "is empty"s;
    QTest::newRow("two words") << "secret word\n"s
                               << "holds no token"s;
    QTest::newRow("a field of its own") << "secret\rX: y\n"s
                                        << "holds no token"s;
    QTest::newRow("NUL") << "secret\0word\n"s
                         << "holds no token"s;
    QTest::newRow("no ASCII") << "s\xc3\xa9"
                                 "cret\n"s
                              << "holds no token"s;
}

void tst_TokenFile::refuses()
{
    QFETCH(const std::string, content);
    QFETCH(const std::string, message);
    const ScratchFile file("token", content);
    const auto token = readTokenFile(file.path());
    QVERIFY(!token);
    QCOMPARE(token.error().kind, Error::Kind::Input);
    QVERIFY2(token.error().message.find(message) != std::string::npos, token.error().message.c_str());
    QVERIFY(token.error().message.find("token'") != std::string::npos); // the file's name
    QVERIFY(token.error().message.find("secret") == std::string::npos);
}

void tst_TokenFile::saysWhichFileCannotBeRead()
{
    for (const char *file : {"/nowhere/token", "/tmp", ""}) {
        const auto token = readTokenFile(file);
        QVERIFY(!token);
        QVERIFY2(token.error().message.find("cannot be read: ") != std::string::npos,
                 token.error().message.c_str());
    }
}

void tst_TokenFile::warnsOfOthers_data()
{
    QTest::addColumn<unsigned>("mode");
    QTest::addColumn<QString>("warning");
    QTest::newRow("owner") << 0600U << QString();
    QTest::newRow("group") << 0640U << QString();
    QTest::newRow("readable") << 0644U << QStringLiteral("can read the token");
    QTest::newRow("writable") << 0666U << QStringLiteral("could change the token");
}

void tst_TokenFile::warnsOfOthers()
{
    QFETCH(unsigned, mode);
    QFETCH(QString, warning);
    const ScratchFile file("token", "secret\n");
    QCOMPARE(::chmod(file.path().c_str(), mode), 0);
    const QString said = QString::fromStdString(tokenFileWarning(file.path()));
    QCOMPARE(said.isEmpty(), warning.isEmpty());
    QVERIFY2(said.contains(warning), qPrintable(said));
    QVERIFY(!said.contains(QStringLiteral("secret")));
    QVERIFY(tokenFileWarning("/nowhere/token").empty());
    QVERIFY(tokenFileWarning("/dev/null").empty()); // no file of tokens, and everybody's
}

QTEST_GUILESS_MAIN(tst_TokenFile)
#include "tst_tokenfile.moc"
