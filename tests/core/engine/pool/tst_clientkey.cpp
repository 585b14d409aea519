// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ClientKey.h"

#include <QTest>

#include <set>

using namespace sluice;

class tst_ClientKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void sameClient_data();
    void sameClient();
    void refused_data();
    void refused();
    void hashSpreads();
};

void tst_ClientKey::text_data()
{
    QTest::addColumn<std::string>("address");
    QTest::addColumn<std::string>("text");
    const auto row = [](const std::string &address, const std::string &text) {
        QTest::newRow(address.c_str()) << address << text;
    };
    row("203.0.113.7", "203.0.113.7");
    row("0.0.0.0", "0.0.0.0");
    row("::ffff:203.0.113.7", "203.0.113.7");
    row("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64");
    row("2001:DB8:1:2::/64", "2001:db8:1:2::/64");
    row("::1", "::/64");
    row("fe80::1", "fe80::/64");
}

void tst_ClientKey::text()
{
    QFETCH(const std::string, address);
    QFETCH(const std::string, text);
    const auto key = ClientKey::parse(address);
    QVERIFY(key);
    QCOMPARE(key->text(), text);
    QVERIFY(ClientKey::parse(key->text()) == key);
}

void tst_ClientKey::sameClient_data()
{
    QTest::addColumn<std::string>("one");
    QTest::addColumn<std::string>("other");
    QTest::addColumn<bool>("same");
    QTest::newRow("same v4") << std::string("10.0.0.1") << std::string("10.0.0.1") << true;
    QTest::newRow("other v4") << std::string("10.0.0.1") << std::string("10.0.0.2") << false;
    QTest::newRow("same /64") << std::string("2001:db8::1") << std::string("2001:db8::ffff:1:2:3") << true;
    QTest::newRow("other /64") << std::string("2001:db8::1") << std::string("2001:db8:0:1::1") << false;
    // An IPv4-mapped address lies in ::/64 but is no IPv6 client.
    QTest::newRow("::1 is no v4") << std::string("::1") << std::string("127.0.0.1") << false;
    QTest::newRow("v4 in the same mapped /64") << std::string("1.2.3.4") << std::string("4.3.2.1") << false;
}

void tst_ClientKey::sameClient()
{
    QFETCH(const std::string, one);
    QFETCH(const std::string, other);
    QFETCH(const bool, same);
    auto left = *ClientAddress::parse(one);
    auto right = *ClientAddress::parse(other);
    left.port = 1;
    right.port = 2; // never part of the client
    QCOMPARE(ClientKey::of(left) == ClientKey::of(right), same);
    if (same)
        QCOMPARE(ClientKeyHash{7}(ClientKey::of(left)), ClientKeyHash{7}(ClientKey::of(right)));
}

void tst_ClientKey::refused_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"", "localhost", "10.0.0.1:80", "10.0.0.1/32", "10.0.0.1/64", "::/48", "[::1]",
                             "fe80::1%eth0", "10.0.0", "10.0.0.256", "010.0.0.1", " 10.0.0.1", "/64"})
        QTest::newRow(*text == 0 ? "empty" : text) << std::string(text);
    QTest::newRow("NUL") << std::string("10.0.0.1\0", 9);
    QTest::newRow("long") << std::string(100'000, '1');
}

void tst_ClientKey::refused()
{
    QFETCH(const std::string, text);
    QVERIFY(!ClientKey::parse(text));
}

void tst_ClientKey::hashSpreads()
{
    std::set<std::size_t> low;
    for (int i = 0; i < 256; ++i)
        low.insert(ClientKeyHash{1}(*ClientKey::parse("10.0.0." + std::to_string(i))) % 4096);
    QVERIFY(low.size() > 230); // some 248 are expected of a random function
    const ClientKey key = *ClientKey::parse("10.0.0.1");
    QVERIFY(ClientKeyHash{1}(key) != ClientKeyHash{2}(key));
}

QTEST_APPLESS_MAIN(tst_ClientKey)
#include "tst_clientkey.moc"
