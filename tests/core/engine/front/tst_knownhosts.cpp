// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/KnownHosts.h"

#include <QTest>

using namespace sluice;

class tst_KnownHosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void theListMayChange();
};

void tst_KnownHosts::contains_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("known");
    const auto row = [](const char *host, bool known) { QTest::newRow(host) << QByteArray(host) << known; };
    row("127.0.0.1", true);
    row("127.0.0.1:9180", true);
    row("127.1.2.3:1", true);
    row("localhost", true);
    row("LOCALHOST:9180", true);
    row("localhost.", true);
    row("sluice.localhost:9180", true);
    row("[::1]", true);
    row("[::1]:9180", true);
    row("192.0.2.7:9180", true); // rebinding needs a name
    row("192.0.2.7", true);
    row("console.example", true); // allowed
    row("Console.Example:9180", true);
    row("pinned.example:9180", true);
    row("pinned.example:80", false);
    row("pinned.example", false);
    row("evil.example", false);
    row("evil.example:9180", false);
    row("localhost.evil.example", false);
    row("127.0.0.1.evil.example", false);
    row("notlocalhost", false);
    row("10.0.0.1:9180", true);
    row("[2001:db8::1]:9180", true);
    row("[2001:DB8::5]", true);
    row("[2001:db8::5]:9180", true);
    row("0.0.0.0", true);
    row("", true); // none, as of HTTP/1.0
    row("localhost:", true);
    row("[::1", false);
    row("::1", false);
    row(":9180", false);
    row("localhost:9180.evil.example", false);
    row("localhost:0", false);
    row("localhost:65536", false);
    row("127.0.0.1:8080:9180", false);
    row("[evil.example]", false);
    row("evil.example,localhost", false);
    row("localhost evil.example", false);
    row("evil.example#.localhost", false);
    row("evil.localhost.", true);
    row("console.example.evil.example", false);
    row("evil-console.example", false);
    row("console.example:", true);
    row("console.example.", true);
    row("[fe80::1%25eth0]:9180", true);
    row("[fe80::1%eth0]", true);
    row("[fe80::1%]", false);
    row("[evil.example%25eth0]", false);
    row(",", false);
}

void tst_KnownHosts::contains()
{
    QFETCH(const QByteArray, host);
    QFETCH(const bool, known);
    KnownHosts hosts;
    hosts.setAllowed(" console.example, pinned.example:9180, [2001:db8::5] ");
    QCOMPARE(hosts.contains(host.toStdString()), known);
}

void tst_KnownHosts::theListMayChange()
{
    KnownHosts hosts;
    QVERIFY(!hosts.contains("a.example"));
    hosts.setAllowed("a.example");
    QVERIFY(hosts.contains("a.example"));
    hosts.setAllowed("b.example");
    QVERIFY(!hosts.contains("a.example"));
    QVERIFY(hosts.contains("b.example"));
}

QTEST_APPLESS_MAIN(tst_KnownHosts)
#include "tst_knownhosts.moc"
