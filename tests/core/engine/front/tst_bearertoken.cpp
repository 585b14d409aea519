// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/BearerToken.h"

#include <QTest>

using namespace sluice;

class tst_BearerToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
    void noFieldMatchesNoToken();
    void everyPrefixIsWrong();
};

namespace {

RequestHead with(const std::string &authorization)
{
    RequestHead head;
    head.fields = {{"Host", "a"}, {"aUTHORIZATION", authorization}};
    return head;
}

} // namespace

void tst_BearerToken::matches_data()
{
    QTest::addColumn<std::string>("field");
    QTest::addColumn<bool>("isRight");
    const auto row = [](const std::string &field, bool isRight) {
        QTest::newRow(field.c_str()) << field << isRight;
    };
    row("Bearer sesame", true);
    row("bearer sesame", true);
    row("BEARER sesame", true);
    row("Bearer Sesame", false);
    row("Bearer sesame1", false);
    row("Bearer sesam", false);
    row("Bearer sesamesesame", false);
    row("Bearer ", false);
    row("Bearer", false);
    row("", false);
    row("sesame", false);
    row("Basic sesame", false);
    row("Bearersesame", false);
}

void tst_BearerToken::matches()
{
    QFETCH(const std::string, field);
    QFETCH(const bool, isRight);
    QCOMPARE(bearerTokenMatches(with(field), "sesame"), isRight);
    QVERIFY(bearerTokenMatches(with(field), "")); // no token is asked for
}

void tst_BearerToken::noFieldMatchesNoToken()
{
    QVERIFY(!bearerTokenMatches(RequestHead(), "sesame"));
    QVERIFY(bearerTokenMatches(RequestHead(), ""));
}

void tst_BearerToken::everyPrefixIsWrong()
{
    const std::string token(300, 't');
    for (std::size_t size = 0; size < 300; ++size)
        QVERIFY(!bearerTokenMatches(with("Bearer " + token.substr(0, size)), token));
    QVERIFY(bearerTokenMatches(with("Bearer " + token), token));
}

QTEST_APPLESS_MAIN(tst_BearerToken)
#include "tst_bearertoken.moc"
