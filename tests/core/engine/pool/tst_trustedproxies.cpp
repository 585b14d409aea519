// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/TrustedProxies.h"

#include <QTest>

using namespace sluice;

class tst_TrustedProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void emptyTrustsNobody();
};

void tst_TrustedProxies::contains_data()
{
    QTest::addColumn<std::string>("address");
    QTest::addColumn<bool>("trusted");
    const auto row = [](const char *address, bool trusted) {
        QTest::newRow(address) << std::string(address) << trusted;
    };
    row("10.0.0.0", true);
    row("10.255.255.255", true);
    row("11.0.0.0", false);
    row("9.255.255.255", false);
    row("::ffff:10.1.2.3", true);
    row("::10.1.2.3", false); // IPv4-compatible is not IPv4-mapped
    row("192.0.2.1", true);
    row("192.0.2.2", false);
    row("172.16.32.1", true);
    row("172.16.31.255", false);
    row("172.16.64.0", false);
    row("2001:db8::1", true);
    row("2001:db9::1", false);
    row("::1", true);
    row("::2", false);
}

void tst_TrustedProxies::contains()
{
    QFETCH(const std::string, address);
    QFETCH(const bool, trusted);
    const TrustedProxies proxies("10.0.0.0/8,192.0.2.1 , 172.16.32.0/19,\t2001:db8::/32, ::1");
    auto client = *ClientAddress::parse(address);
    client.port = 1234;
    QCOMPARE(proxies.contains(client), trusted);
}

void tst_TrustedProxies::emptyTrustsNobody()
{
    const auto local = *ClientAddress::parse("127.0.0.1");
    QVERIFY(TrustedProxies().isEmpty() && !TrustedProxies().contains(local));
    QVERIFY(TrustedProxies("").isEmpty());
    QVERIFY(TrustedProxies("10.0.0.0/8, rubbish").isEmpty());
    QVERIFY(TrustedProxies("0.0.0.0/0").contains(local));
    QVERIFY(!TrustedProxies("0.0.0.0/0").contains(*ClientAddress::parse("::1")));
    QVERIFY(TrustedProxies("::/0").contains(local));
}

QTEST_APPLESS_MAIN(tst_TrustedProxies)
#include "tst_trustedproxies.moc"
