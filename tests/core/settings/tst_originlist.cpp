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
    row("app.example", "does not begin with http:// or https://");
    row("ftp://app.example", "'ftp://app.example'");
    row("null", "'null'");
    row("https://", "''");
    row("https://app.example/", "no path");
    row("https://app.example/page?x", "no path");
    row("https://app.example:", "port ''");
    row("https://app.example:0", "port '0'");
    row("https://app.example:65536", "port '65536'");
    row("https://*.example", "'*.example'");
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

QTEST_APPLESS_MAIN(tst_OriginList)
#include "tst_originlist.moc"
