// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/OriginList.h"

#include <QTest>

using namespace sluice;

class tst_OriginList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void refused_data();
    void refused();
    void nobodyAndEverybody();
    void autoIsWhereTheListenerIs_data();
    void autoIsWhereTheListenerIs();
    void namesHosts_data();
    void namesHosts();
};

void tst_OriginList::contains_data()
{
    QTest::addColumn<std::string>("list");
    QTest::addColumn<std::string>("origin");
    QTest::addColumn<bool>("listed");
    const auto row = [](const char *list, const char *origin, bool listed) {
        QTest::addRow("%s in %s", origin, list) << std::string(list) << std::string(origin) << listed;
    };
    row("https://app.example", "https://app.example", true);
    row("https://app.example", "http://app.example", false);
    row("https://app.example", "https://app.example:8443", false);
    row("https://app.example", "https://app.example.evil", false);
    row("https://app.example", "https://evil-app.example", false);
    row("https://app.example", "https://sub.app.example", false);
    row("https://app.example", "null", false);
    row("https://app.example", "", false);
    row("HTTPS://App.Example", "https://app.example", true);
    row("https://app.example:443", "https://app.example", true);
    row("http://app.example:80, https://b.example", "http://app.example", true);
    row("http://localhost:3000,http://[::1]:3000", "http://[::1]:3000", true);
    row("http://[::1]", "http://[::1]", true);
    row("http://127.0.0.1:5173", "http://127.0.0.1:5173", true);
    row("*", "https://whoever.example", true);
    row("*", "null", true);
    row("", "https://app.example", false);
    // What a page is called that no web server sends.
    row("capacitor://localhost", "capacitor://localhost", true);
    row("capacitor://localhost", "http://localhost", false);
    row("capacitor://localhost", "ionic://localhost", false);
    row("chrome-extension://abcdefghijklmnop", "chrome-extension://abcdefghijklmnop", true);
    row("tauri://localhost:1420", "tauri://localhost:1420", true);
    row("file://", "file://", true);
    row("null", "null", true);
    row("null", "https://null", false);
    row("https://app.example, null", "null", true);
    // Stars.
    row("https://*.example.com", "https://a.example.com", true);
    row("https://*.example.com", "https://a.b.example.com", true);
    row("https://*.example.com", "HTTPS://A.Example.Com", true);
    row("https://*.Example.com:443", "https://a.example.com", true);
    row("https://*.example.com", "https://example.com", false);
    row("https://*.example.com", "https://.example.com", false);
    row("https://*.example.com", "https://evilexample.com", false);
    row("https://*.example.com", "http://a.example.com", false);
    row("https://*.example.com", "https://a.example.com:8443", false);
    row("https://*.example.com", "https://a.example.com.evil.com", false);
    row("https://*.example.com", "https://evil.com/.example.com", false);
    row("https://*.example.com", "https://evil.com#.example.com", false);
    row("https://*.example.com", "https://*.example.com", false);
    row("https://*.example.com", "null", false);
    row("https://*.example.com:8443", "https://a.example.com:8443", true);
    row("http://localhost:*", "http://localhost:5173", true);
    row("http://localhost:*", "http://localhost", true);
    row("http://localhost:*", "https://localhost:5173", false);
    row("http://localhost:*", "http://evil.localhost:5173", false);
    row("http://localhost:*", "http://localhost:5173.evil.example", false);
    row("http://*.localhost:*", "http://a.localhost:1", true);
    row("auto", "http://localhost", false); // nobody has said where
}

void tst_OriginList::contains()
{
    QFETCH(const std::string, list);
    QFETCH(const std::string, origin);
    QFETCH(const bool, listed);
    const auto parsed = OriginList::parse(list);
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    QCOMPARE(parsed->contains(origin), listed);
}

void tst_OriginList::refused_data()
{
    QTest::addColumn<std::string>("list");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char *list, const char *reason) {
        QTest::newRow(list) << std::string(list) << std::string(reason);
    };
    row("app.example", "does not begin with a scheme");
    row("://app.example", "does not begin with a scheme");
    row("1http://app.example", "does not begin with a scheme");
    row("ftp://app.example", "no page has the scheme ftp");
    row("wss://app.example", "no page has the scheme wss");
    row("capacitor://", "''");
    row("https://", "''");
    row("https://app.example/", "no path");
    row("https://app.example/page?x", "no path");
    row("https://app.example:", "port ''");
    row("https://app.example:0", "port '0'");
    row("https://app.example:65536", "port '65536'");
    row("https://*", "'*'");
    row("https://*.", "''");
    row("https://*.*.example", "'*.example'");
    row("https://a.*.example", "'a.*.example'");
    row("https://app*.example", "'app*.example'");
    row("*://app.example", "does not begin with a scheme");
    row("https://app.example:80*", "port '80*'");
    row("https://user@app.example", "'user@app.example'");
    row("https://a.example, *", "must stand alone");
    row("https://a.example,,https://b.example", "item 2 of");
    row("https://a.example https://b.example", "is not an origin");
    row("https://[::1", "is not an origin");
    row("https://a.example\r\nX: y", "is not an origin");
}

void tst_OriginList::refused()
{
    QFETCH(const std::string, list);
    QFETCH(const std::string, reason);
    const auto parsed = OriginList::parse(list);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().message.find(reason) != std::string::npos, parsed.error().message.c_str());
}

void tst_OriginList::nobodyAndEverybody()
{
    QVERIFY(!OriginList::parse("")->isAny);
    QVERIFY(OriginList::parse(" * ")->isAny);
    QVERIFY(OriginList::parse("https://a.example,https://b.example")->origins.size() == 2);
}

void tst_OriginList::autoIsWhereTheListenerIs_data()
{
    QTest::addColumn<std::string>("origin");
    QTest::addColumn<bool>("onThisMachine");
    const auto row = [](const char *origin, bool listed) {
        QTest::newRow(origin) << std::string(origin) << listed;
    };
    row("http://localhost", true);
    row("http://localhost:3000", true);
    row("https://LOCALHOST:3000", true);
    row("http://app.localhost:3000", true);
    row("http://127.0.0.1:3000", true);
    row("http://127.8.9.10", true);
    row("http://[::1]:3000", true);
    row("https://listed.example", true);
    row("https://other.example", false);
    row("http://localhost.evil.example", false);
    row("http://127.0.0.1.evil.example", false);
    row("http://evil.example:3000", false);
    row("http://192.168.0.2", false);
    row("http://[::2]", false);
    row("http://localhost:3000/x", false);
    row("capacitor://localhost", false);
    row("null", false);
    row("file://", false);
}

void tst_OriginList::autoIsWhereTheListenerIs()
{
    QFETCH(const std::string, origin);
    QFETCH(const bool, onThisMachine);
    const auto parsed = OriginList::parse("auto, https://listed.example");
    QVERIFY(parsed && parsed->isAuto);
    QCOMPARE(parsed->resolved(Reach::ThisMachine).contains(origin), onThisMachine);
    QVERIFY(parsed->resolved(Reach::Beyond).contains(origin));
    // Without it, where the listener is makes no difference.
    const auto list = OriginList::parse("https://listed.example");
    for (const Reach reach : {Reach::ThisMachine, Reach::Beyond})
        QCOMPARE(list->resolved(reach).contains(origin), origin == "https://listed.example");
}

void tst_OriginList::namesHosts_data()
{
    QTest::addColumn<std::string>("origin");
    QTest::addColumn<std::string>("host");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *origin, const char *host, bool same) {
        QTest::addRow("%s at %s", origin, host) << std::string(origin) << std::string(host) << same;
    };
    row("http://127.0.0.1:8080", "127.0.0.1:8080", true);
    row("https://127.0.0.1:8080", "127.0.0.1:8080", true);
    row("http://LocalHost:8080", "localhost:8080", true);
    row("http://localhost:8080", "127.0.0.1:8080", false);
    row("http://localhost:8081", "localhost:8080", false);
    row("http://localhost", "localhost:8080", false);
    row("http://localhost:8080", "localhost", false);
    row("https://api.example.com", "api.example.com", true);
    row("https://api.example.com", "api.example.com:443", true);
    row("http://api.example.com", "api.example.com:80", true);
    row("http://api.example.com:80", "api.example.com", true);
    row("http://[::1]:8080", "[::1]:8080", true);
    row("http://127.0.0.1:8080.evil.example", "127.0.0.1:8080", false);
    row("http://evil.example", "127.0.0.1:8080", false);
    row("null", "null", false);
    row("null", "", false);
    row("file://", "", false);
    row("", "", false);
    row("http://", "", false);
}

void tst_OriginList::namesHosts()
{
    QFETCH(const std::string, origin);
    QFETCH(const std::string, host);
    QFETCH(const bool, same);
    QCOMPARE(namesHost(origin, host), same);
}

QTEST_APPLESS_MAIN(tst_OriginList)
#include "tst_originlist.moc"
