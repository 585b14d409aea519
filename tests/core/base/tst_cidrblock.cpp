// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/CidrBlock.h"

#include <QTest>

using namespace sluice;

class tst_CidrBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void refused_data();
    void refused();
    void lists();
    void badListsNameTheItem_data();
    void badListsNameTheItem();
    void longestList();
};

void tst_CidrBlock::text_data()
{
    QTest::addColumn<std::string>("given");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char *given, const char *text) {
        QTest::newRow(given) << std::string(given) << std::string(text);
    };
    row("10.0.0.0/8", "10.0.0.0/8");
    row("192.0.2.1", "192.0.2.1");
    row("192.0.2.1/32", "192.0.2.1");
    row("0.0.0.0/0", "0.0.0.0/0");
    row("2001:db8::/32", "2001:db8::/32");
    row("2001:DB8:0:0::1", "2001:db8::1");
    row("::1/128", "::1");
    row("::/0", "::/0");
    row("::ffff:10.0.0.0/104", "10.0.0.0/8");
}

void tst_CidrBlock::text()
{
    QFETCH(const std::string, given);
    QFETCH(const std::string, text);
    const auto block = CidrBlock::parse(given);
    QVERIFY2(block, block ? "" : block.error().message.c_str());
    QCOMPARE(block->text(), text);
    QVERIFY(CidrBlock::parse(block->text()) == *block);
}

void tst_CidrBlock::refused_data()
{
    QTest::addColumn<std::string>("given");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char *given, const char *reason) {
        QTest::newRow(given) << std::string(given) << std::string(reason);
    };
    row("10.0.0.0/33", "0 to 32");
    row("10.0.0.0/-1", "0 to 32");
    row("10.0.0.0/", "prefix length ''");
    row("10.0.0.0/8/8", "prefix length '8/8'");
    row("10.0.0.0/255.0.0.0", "prefix length");
    row("2001:db8::/129", "0 to 128");
    row("2001:db8::/99999999999", "0 to 128");
    row("10.0.0.1/8", "10.0.0.0/8");
    row("2001:db8::1/32", "2001:db8::/32");
    row("10.0.0", "no IPv4 or IPv6 address");
    row("10.0.0.256", "no IPv4 or IPv6 address");
    row("proxy.example", "no IPv4 or IPv6 address");
    row("localhost", "no IPv4 or IPv6 address");
    row("[::1]", "no IPv4 or IPv6 address");
    row("fe80::1%eth0", "no IPv4 or IPv6 address");
    row("10.0.0.1:80", "no IPv4 or IPv6 address");
    row("/8", "no IPv4 or IPv6 address");
    row("", "no IPv4 or IPv6 address");
}

void tst_CidrBlock::refused()
{
    QFETCH(const std::string, given);
    QFETCH(const std::string, reason);
    const auto block = CidrBlock::parse(given);
    QVERIFY(!block);
    QVERIFY2(block.error().message.find('\'' + given + '\'') != std::string::npos,
             block.error().message.c_str());
    QVERIFY2(block.error().message.find(reason) != std::string::npos, block.error().message.c_str());
    QVERIFY(block.error().kind == Error::Kind::Input);
}

void tst_CidrBlock::lists()
{
    QVERIFY(CidrBlock::parseList("")->empty());
    QVERIFY(CidrBlock::parseList(" \t")->empty());
    QCOMPARE(CidrBlock::parseList("10.0.0.0/8")->size(), std::size_t{1});
    QCOMPARE(CidrBlock::parseList(" 10.0.0.0/8 ,::1,\t192.0.2.1")->size(), std::size_t{3});
}

void tst_CidrBlock::badListsNameTheItem_data()
{
    QTest::addColumn<std::string>("list");
    QTest::addColumn<std::string>("named");
    QTest::newRow("second") << std::string("10.0.0.0/8, 10.0.0.300") << std::string("'10.0.0.300'");
    QTest::newRow("empty") << std::string("10.0.0.0/8,, ::1") << std::string("item 2 of");
    QTest::newRow("trailing comma") << std::string("10.0.0.0/8,") << std::string("item 2 of");
    QTest::newRow("semicolons") << std::string("10.0.0.0/8;::1") << std::string("'10.0.0.0/8;::1'");
    QTest::newRow("blanks") << std::string("10.0.0.1 10.0.0.2") << std::string("'10.0.0.1 10.0.0.2'");
}

void tst_CidrBlock::badListsNameTheItem()
{
    QFETCH(const std::string, list);
    QFETCH(const std::string, named);
    const auto blocks = CidrBlock::parseList(list);
    QVERIFY(!blocks);
    QVERIFY2(blocks.error().message.find(named) != std::string::npos, blocks.error().message.c_str());
}

void tst_CidrBlock::longestList()
{
    std::string list = "10.0.0.1";
    for (std::size_t i = 1; i < CidrBlock::longestList; ++i)
        list += ",10.0.0.1";
    QCOMPARE(CidrBlock::parseList(list)->size(), CidrBlock::longestList);
    const auto longer = CidrBlock::parseList(list + ",10.0.0.1");
    QVERIFY(!longer);
    QVERIFY2(longer.error().message.find("1025") != std::string::npos, longer.error().message.c_str());
}

QTEST_APPLESS_MAIN(tst_CidrBlock)
#include "tst_cidrblock.moc"
