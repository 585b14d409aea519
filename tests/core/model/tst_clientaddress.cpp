// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ClientAddress.h"

#include <QTest>

#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

using namespace sluice;
using namespace std::string_literals;

class tst_ClientAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void mappedIsTheSameAsPlain();
    void unknownFamily();
};

namespace {

sockaddr_storage addressOf(const std::string &text, std::uint16_t port)
{
    sockaddr_storage storage{};
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&storage, &v4, sizeof v4);
    } else if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        v6.sin6_scope_id = 3;
        std::memcpy(&storage, &v6, sizeof v6);
    }
    return storage;
}

} // namespace

void tst_ClientAddress::text_data()
{
    QTest::addColumn<std::string>("address");
    QTest::addColumn<int>("port");
    QTest::addColumn<std::string>("text");
    const auto row = [](const std::string &address, int port, const std::string &text) {
        QTest::newRow(address.c_str()) << address << port << text;
    };
    row("127.0.0.1", 5000, "127.0.0.1:5000");
    row("0.0.0.0", 0, "0.0.0.0"); // no port is told
    row("2001:db8::9", 0, "2001:db8::9");
    row("255.255.255.255", 65535, "255.255.255.255:65535");
    row("203.0.113.9", 80, "203.0.113.9:80");
    row("::1", 5000, "[::1]:5000");
    row("::", 1, "[::]:1");
    row("2001:0DB8:0:0::9", 443, "[2001:db8::9]:443");
    row("fe80::1", 256, "[fe80::1]:256");
    row("::ffff:10.1.2.3", 99, "10.1.2.3:99");
    row("64:ff9b::10.1.2.3", 99, "[64:ff9b::a01:203]:99");
}

void tst_ClientAddress::text()
{
    QFETCH(const std::string, address);
    QFETCH(const int, port);
    QFETCH(const std::string, text);
    const auto client = ClientAddress::from(addressOf(address, static_cast<std::uint16_t>(port)));
    QCOMPARE(int(client.port), port);
    QCOMPARE(client.text(), text);
}

/** A listener on [::] sees IPv4 clients as mapped: they are the same clients. */
void tst_ClientAddress::mappedIsTheSameAsPlain()
{
    const auto plain = ClientAddress::from(addressOf("10.1.2.3", 7));
    const auto mapped = ClientAddress::from(addressOf("::ffff:10.1.2.3", 7));
    QVERIFY(plain.bytes == mapped.bytes);
    QVERIFY(plain.bytes != ClientAddress::from(addressOf("10.1.2.4", 7)).bytes);
}

void tst_ClientAddress::unknownFamily()
{
    sockaddr_storage storage{};
    std::memset(&storage, 0xff, sizeof storage);
    storage.ss_family = AF_UNIX;
    const auto client = ClientAddress::from(storage);
    QCOMPARE(client.text(), "::"s);
}

QTEST_APPLESS_MAIN(tst_ClientAddress)
#include "tst_clientaddress.moc"
