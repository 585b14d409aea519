// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamQuery.h"

#include <QTest>

using namespace sluice;
using streamquery::List;

class tst_StreamQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void becomesParameters_data();
    void becomesParameters();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void endsKnowOtherTerms();
};

void tst_StreamQuery::becomesParameters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("query");
    const auto row = [](const char *text, const char *query) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(query);
    };
    row("", "");
    row("   ", "");
    row("channel:demo", "channel=demo");
    row("channel:orders-*", "channel=orders-%2A");
    row("demo", "channel=demo");
    row("192.0.2.7", "client=192.0.2.7");
    row("10.0.0.0/8", "client=10.0.0.0%2F8");
    row("2001:db8::1", "client=2001%3Adb8%3A%3A1");
    row("client:10.1.2.3", "client=10.1.2.3");
    row("4711", "id=4711");
    row("id:1,2", "id=1%2C2");
    row("age>10m", "min_age=10m");
    row("age>=10m", "min_age=10m");
    row("age<5s", "max_age=5s");
    row("age>1m age<2h", "min_age=1m&max_age=2h");
    row("idle>30s", "min_idle=30s");
    row("backlog>1KiB", "min_backlog=1KiB");
    row("backlog>1k", "min_backlog=1KiB");
    row("backlog>2MB", "min_backlog=2MiB");
    row("backlog>500", "min_backlog=500");
    row("state:blocked worker:1", "state=blocked&worker=1");
    row("state=blocked", "state=blocked");
    row("  channel:demo   age>10m backlog>4KiB ", "channel=demo&min_age=10m&min_backlog=4KiB");
}

void tst_StreamQuery::becomesParameters()
{
    QFETCH(const QString, text);
    QFETCH(const QString, query);
    const auto parsed = streamquery::parse(text, List::Open);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error()));
    QCOMPARE(parsed->toString(QUrl::FullyEncoded), query);
}

void tst_StreamQuery::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *text, const char *said) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(said);
    };
    row("colour:red", "'colour:red' is not understood");
    row("age:10m", "'age:10m' is not understood");
    row("age>", "lacks its value");
    row("age>soon", "age: 'soon' is not a length of time");
    row("age>-5s", "is not a length of time");
    row("backlog>much", "backlog: 'much' is not a size");
    row("worker:one", "worker: 'one' is not a whole number");
    row("state:asleep", "open, blocked and evicting");
    row("channel:a channel:b", "a second time");
    row("cause:reset", "is not understood"); // of ends only
}

void tst_StreamQuery::saysWhatIsWrong()
{
    QFETCH(const QString, text);
    QFETCH(const QString, said);
    const auto parsed = streamquery::parse(text, List::Open);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().contains(said), qPrintable(parsed.error()));
}

void tst_StreamQuery::endsKnowOtherTerms()
{
    const auto parsed = streamquery::parse(QStringLiteral("cause:reset channel:demo ended<10m"), List::Ended);
    QVERIFY(parsed);
    QCOMPARE(parsed->toString(), QStringLiteral("cause=reset&channel=demo&since=10m"));
    QVERIFY(!streamquery::parse(QStringLiteral("backlog>1KiB"), List::Ended));
    QCOMPARE(streamquery::parse(QStringLiteral("4711"), List::Ended)->toString(),
             QStringLiteral("channel=4711"));
}

QTEST_GUILESS_MAIN(tst_StreamQuery)
#include "tst_streamquery.moc"
