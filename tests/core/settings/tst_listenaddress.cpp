// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/ListenAddress.h"

#include "core/support/Mentions.h"

using namespace sluice;
using namespace std::string_literals;

class tst_ListenAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void clash_data();
    void clash();
    void baseUrl_data();
    void baseUrl();
};

void tst_ListenAddress::good_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("printed");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("isLoopback");
    QTest::newRow("loopback") << "127.0.0.1:8080"s
                              << "127.0.0.1:8080"s << 8080 << true;
    QTest::newRow("all of 127/8") << "127.9.9.9:80"s
                                  << "127.9.9.9:80"s << 80 << true;
    QTest::newRow("localhost") << "localhost:8080"s
                               << "127.0.0.1:8080"s << 8080 << true;
    QTest::newRow("IPv6 loopback") << "[::1]:8080"s
                                   << "[::1]:8080"s << 8080 << true;
    QTest::newRow("every IPv4") << "0.0.0.0:80"s
                                << "0.0.0.0:80"s << 80 << false;
    QTest::newRow("every IPv6") << "[::]:80"s
                                << "[::]:80"s << 80 << false;
    QTest::newRow("private") << "192.168.1.2:1"s
                             << "192.168.1.2:1"s << 1 << false;
    QTest::newRow("global IPv6") << "[2001:db8::1]:443"s
                                 << "[2001:db8::1]:443"s << 443 << false;
    QTest::newRow("mapped wildcard is not loopback") << "[::ffff:0.0.0.0]:80"s
                                                     << "[::ffff:0.0.0.0]:80"s << 80 << false;
    QTest::newRow("any free port") << "127.0.0.1:0"s
                                   << "127.0.0.1:0"s << 0 << true;
    QTest::newRow("link-local") << "[fe80::1%eth0]:80"s
                                << "[fe80::1%eth0]:80"s << 80 << false;
    QTest::newRow("link-local as in a URL") << "[fe80::1%25eth0]:80"s
                                            << "[fe80::1%eth0]:80"s << 80 << false;
    QTest::newRow("link-local by number") << "[fe80::1%25]:80"s
                                          << "[fe80::1%25]:80"s << 80 << false;
    QTest::newRow("link-local by a longer number") << "[fe80::1%251]:80"s
                                                   << "[fe80::1%251]:80"s << 80 << false;
    QTest::newRow("last port") << "127.0.0.1:65535"s
                               << "127.0.0.1:65535"s << 65535 << true;
}

void tst_ListenAddress::good()
{
    QFETCH(const std::string, text);
    QFETCH(const std::string, printed);
    QFETCH(const int, port);
    QFETCH(const bool, isLoopback);
    const auto address = ListenAddress::parse(text);
    QVERIFY2(address.has_value(), text.c_str());
    QCOMPARE(address->text(), printed);
    QCOMPARE(int(address->port), port);
    QCOMPARE(address->isLoopback(), isLoopback);
    QVERIFY(ListenAddress::parse(printed).value() == *address);
}

void tst_ListenAddress::bad_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    QTest::newRow("empty") << ""s << Words{"''", "port is missing"};
    QTest::newRow("port only") << "8080"s << Words{"'8080'", "port is missing"};
    QTest::newRow("colon and port") << ":8080"s << Words{"':8080'", "address is missing", "0.0.0.0"};
    QTest::newRow("address only") << "127.0.0.1"s << Words{"'127.0.0.1'", "port is missing"};
    QTest::newRow("no port after colon") << "127.0.0.1:"s << Words{"''", "0 to 65535"};
    QTest::newRow("port too high") << "127.0.0.1:65536"s << Words{"'65536'", "0 to 65535"};
    QTest::newRow("port far too high") << "127.0.0.1:99999999999999999999"s << Words{"0 to 65535"};
    QTest::newRow("port negative") << "127.0.0.1:-1"s << Words{"'-1'", "0 to 65535"};
    QTest::newRow("port with plus") << "127.0.0.1:+1"s << Words{"'+1'", "0 to 65535"};
    QTest::newRow("port with text") << "127.0.0.1:80a"s << Words{"'80a'", "0 to 65535"};
    QTest::newRow("port with space") << "127.0.0.1: 80"s << Words{"' 80'", "0 to 65535"};
    QTest::newRow("service name") << "127.0.0.1:http"s << Words{"'http'", "0 to 65535"};
    QTest::newRow("host name") << "example.com:80"s << Words{"'example.com'", "nor localhost"};
    QTest::newRow("star") << "*:80"s << Words{"'*'", "nor localhost"};
    QTest::newRow("short IPv4") << "127.1:80"s << Words{"'127.1'", "neither an IP address"};
    QTest::newRow("number as IPv4") << "2130706433:80"s << Words{"'2130706433'", "neither an IP address"};
    QTest::newRow("octet too high") << "127.0.0.256:80"s << Words{"'127.0.0.256'", "neither an IP address"};
    QTest::newRow("empty octet") << "127..0.1:80"s << Words{"'127..0.1'", "neither an IP address"};
    QTest::newRow("IPv6 without brackets") << "::1:8080"s << Words{"'::1:8080'", "square brackets"};
    QTest::newRow("IPv6 without port") << "[::1]"s << Words{"'[::1]'", "port is missing"};
    QTest::newRow("IPv4 in brackets") << "[127.0.0.1]:80"s << Words{"'[127.0.0.1]'", "neither an IP address"};
    QTest::newRow("empty brackets") << "[]:80"s << Words{"'[]'", "neither an IP address"};
    QTest::newRow("open bracket") << "[::1:80"s << Words{"neither an IP address"};
    QTest::newRow("URL") << "http://127.0.0.1:80"s << Words{"'http://127.0.0.1:80'"};
    QTest::newRow("leading space") << " 127.0.0.1:80"s << Words{"' 127.0.0.1'", "neither an IP address"};
    QTest::newRow("link-local without interface")
        << "[fe80::1]:80"s << Words{"'[fe80::1]:80'", "[fe80::1%eth0]:8080"};
    QTest::newRow("NUL") << "127.0.0.1\0:80"s << Words{"'127.0.0.1\\x00'", "neither an IP address"};
}

void tst_ListenAddress::bad()
{
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    const auto address = ListenAddress::parse(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(address.error().message, words);
    SLUICE_VERIFY_MENTIONS(address.error().message, (Words{"ADDR:PORT"}));
}

void tst_ListenAddress::clash_data()
{
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    QTest::addColumn<bool>("clashes");
    QTest::newRow("equal") << "127.0.0.1:80"s
                           << "127.0.0.1:80"s << true;
    QTest::newRow("by name") << "127.0.0.1:80"s
                             << "localhost:80"s << true;
    QTest::newRow("wildcard takes it in") << "0.0.0.0:80"s
                                          << "127.0.0.1:80"s << true;
    QTest::newRow("[::] may be of both families") << "[::]:80"s
                                                  << "127.0.0.1:80"s << true;
    QTest::newRow("IPv4 wildcard leaves IPv6") << "0.0.0.0:80"s
                                               << "[::1]:80"s << false;
    QTest::newRow("ports differ") << "127.0.0.1:80"s
                                  << "127.0.0.1:81"s << false;
    QTest::newRow("addresses differ") << "127.0.0.1:80"s
                                      << "127.0.0.2:80"s << false;
    QTest::newRow("port 0 is always free") << "127.0.0.1:0"s
                                           << "127.0.0.1:0"s << false;
}

void tst_ListenAddress::clash()
{
    QFETCH(const std::string, left);
    QFETCH(const std::string, right);
    QFETCH(const bool, clashes);
    const auto first = ListenAddress::parse(left).value();
    const auto second = ListenAddress::parse(right).value();
    QCOMPARE(first.clashesWith(second), clashes);
    QCOMPARE(second.clashesWith(first), clashes);
}

void tst_ListenAddress::baseUrl_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("url");
    QTest::newRow("loopback") << "127.0.0.1:8080"s
                              << "http://127.0.0.1:8080"s;
    QTest::newRow("IPv6") << "[2001:db8::1]:443"s
                          << "http://[2001:db8::1]:443"s;
    QTest::newRow("every IPv4") << "0.0.0.0:80"s
                                << "http://127.0.0.1:80"s;
    QTest::newRow("every IPv6") << "[::]:8080"s
                                << "http://[::1]:8080"s;
}

void tst_ListenAddress::baseUrl()
{
    QFETCH(const std::string, text);
    QFETCH(const std::string, url);
    QCOMPARE(ListenAddress::parse(text).value().baseUrl(), url);
}

QTEST_APPLESS_MAIN(tst_ListenAddress)
#include "tst_listenaddress.moc"
