// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminQuery.h"

#include <QTest>

using namespace sluice;

class tst_AdminQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values();
    void absentIsNothing();
    void refuses_data();
    void refuses();
    void pages();
};

void tst_AdminQuery::values()
{
    const Target target =
        *Target::parse("/x?text=a%20b&word=asc&count=7&age=10m&old=250ms&size=64KiB&bytes=9&flag=1");
    AdminQuery query(target);
    QCOMPARE(query.text("text"), std::optional<std::string>("a b"));
    QCOMPARE(query.word("word", {"asc", "desc"}), std::optional<std::string>("asc"));
    QCOMPARE(query.count("count", 1, 7), std::optional<std::int64_t>(7));
    QCOMPARE(query.duration("age"), std::optional(Milliseconds(600'000)));
    QCOMPARE(query.duration("old"), std::optional(Milliseconds(250)));
    QCOMPARE(query.size("size"), std::optional<std::int64_t>(65536));
    QCOMPARE(query.size("bytes"), std::optional<std::int64_t>(9));
    QVERIFY(query.flag("flag"));
    QVERIFY(!query.flag("other"));
    QVERIFY(!query.check());
}

void tst_AdminQuery::absentIsNothing()
{
    const Target target = *Target::parse("/x");
    AdminQuery query(target);
    QVERIFY(!query.text("a") && !query.word("b", {"c"}) && !query.count("d", 0, 1) && !query.duration("e") &&
            !query.size("f") && !query.flag("g"));
    QVERIFY(!query.check());
}

void tst_AdminQuery::refuses_data()
{
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("named");
    const auto row = [](const char *target, const char *named) {
        QTest::newRow(target) << std::string(target) << std::string(named);
    };
    row("/x?count=0", "'count'");
    row("/x?count=11", "from 1 to 10");
    row("/x?count=-1", "'count'");
    row("/x?count=1e1", "'count'");
    row("/x?count=99999999999999999999", "'count'");
    row("/x?count=", "'count' is empty");
    row("/x?word=up", "asc, desc");
    row("/x?age=10", "'age'");
    row("/x?age=m", "'age'");
    row("/x?age=-5s", "'age'");
    row("/x?size=1TB", "'size'");
    row("/x?flag=yes", "'flag'");
    row("/x?colour=red", "'colour'");
    row("/x?count=1&count=2", "twice");
    row("/x?limit=1001", "'limit'");
    row("/x?limit=0", "'limit'");
    row("/x?offset=-1", "'offset'");
}

void tst_AdminQuery::refuses()
{
    QFETCH(const std::string, target);
    QFETCH(const std::string, named);
    const Target parsed = *Target::parse(target);
    AdminQuery query(parsed);
    query.count("count", 1, 10);
    query.word("word", {"asc", "desc"});
    query.duration("age");
    query.size("size");
    query.flag("flag");
    Page::from(query);
    const auto answer = query.check();
    QVERIFY(answer);
    QCOMPARE(answer->status, 400);
    QVERIFY2(answer->body.find(named) != std::string::npos, answer->body.c_str());
}

void tst_AdminQuery::pages()
{
    const Target plain = *Target::parse("/x");
    AdminQuery first(plain);
    QCOMPARE(Page::from(first).limit, std::size_t(100));
    const Target given = *Target::parse("/x?limit=1000&offset=5000");
    AdminQuery second(given);
    const Page page = Page::from(second);
    QCOMPARE(page.limit, std::size_t(1000));
    QCOMPARE(page.offset, std::size_t(5000));
    QVERIFY(!second.check());
}

QTEST_APPLESS_MAIN(tst_AdminQuery)
#include "tst_adminquery.moc"
