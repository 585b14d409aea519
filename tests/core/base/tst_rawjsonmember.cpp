// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/RawJsonMember.h"

#include <QTest>

using namespace sluice;

class tst_RawJsonMember : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void member_data();
    void member();
    void count_data();
    void count();
};

void tst_RawJsonMember::member_data()
{
    QTest::addColumn<std::string>("object");
    QTest::addColumn<std::string>("raw");
    const auto row = [](const char *name, const char *object, const char *raw) {
        QTest::newRow(name) << std::string(object) << std::string(raw);
    };
    row("none", R"({"a":1})", "");
    row("empty object", R"({ })", "");
    row("number", R"({"data":1.50})", "1.50");
    row("large number", R"({"data":123456789012345678901234567890})", "123456789012345678901234567890");
    row("literal", R"({"data":null,"a":1})", "null");
    row("string", R"({"data":"x\"},y"})", R"("x\"},y")");
    row("string of backslashes", R"({"data":"\\","a":"b"})", R"("\\")");
    row("object keeps its order", R"({"data":{"b":1,"a":[2,{"c":3}]},"id":"x"})",
        R"({"b":1,"a":[2,{"c":3}]})");
    row("blanks", "\t{ \"id\" : \"x\" ,\r \"data\" : [ 1 , 2 ] \t } ", "[ 1 , 2 ]");
    row("brackets in strings", R"({"a":"}{][","data":["]",{"}":"{"}]})", R"(["]",{"}":"{"}])");
    row("not the nested one", R"({"a":{"data":1},"data":2})", "2");
    row("not the nested one, alone", R"({"a":{"data":1}})", "");
    row("not the value", R"({"a":"data","b":1})", "");
    row("a longer name", R"({"data2":1,"dat":2})", "");
    row("the last counts", R"({"data":1,"data":2})", "2");
    row("escaped name", R"({"d\u0061ta":[7]})", "[7]");
    row("escaped other name", R"({"d\u0062ta":[7]})", "");
}

void tst_RawJsonMember::member()
{
    QFETCH(const std::string, object);
    QFETCH(const std::string, raw);
    QCOMPARE(std::string(rawJsonMember(object, "data")), raw);
}

void tst_RawJsonMember::count_data()
{
    QTest::addColumn<std::string>("object");
    QTest::addColumn<int>("count");
    const auto row = [](const char *object, int count) {
        QTest::newRow(object) << std::string(object) << count;
    };
    row("{}", 0);
    row(" { \t } ", 0);
    row(R"({"a":1})", 1);
    row(R"({ "a" : "," , "b" : [ 1 , 2 ], "c":{"d":1,"e":2} } )", 3);
    row(R"({"a":1,"a":2})", 2);
    row(R"({"a":1,"\u0061":2})", 2);
    row(R"({"a\"}":"}","b":","})", 2);
}

void tst_RawJsonMember::count()
{
    QFETCH(const std::string, object);
    QFETCH(const int, count);
    QCOMPARE(int(jsonMemberCount(object)), count);
}

QTEST_APPLESS_MAIN(tst_RawJsonMember)
#include "tst_rawjsonmember.moc"
