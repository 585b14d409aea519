// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load that an engine's snapshots show: Little's law on rows that are known, and tables that are none.
#include "findings/plan/ObservedLoad.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

const std::string header = "time_monotonic_seconds,active_streams,admitted_total,events_delivered_total,"
                           "sent_bytes_total,channels\r\n";

} // namespace

class tst_ObservedLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void littlesLaw();
    void streamsThatStay();
    void noStreams();
    void oneRow();
    void otherColumnsBetween();
    void noTable_data();
    void noTable();
};

void tst_ObservedLoad::littlesLaw()
{
    // 100 streams all the time, 10 begin each second: each lasts 10 s. One event a second on each, 150 bytes
    // of it.
    const auto observed = ObservedLoad::from(header + "1000,100,5000,0,0,3\r\n1030,100,5300,3000,450000,4\r\n"
                                                      "1060,100,5600,6000,900000,2\r\n");
    QVERIFY(observed.has_value());
    QCOMPARE(observed->load.clients, std::int64_t(100));
    QCOMPARE(observed->load.streamDuration, std::chrono::milliseconds(10s));
    QCOMPARE(observed->load.window(), std::chrono::milliseconds(10s));
    QCOMPARE(observed->load.eventRate, 1.0);
    QCOMPARE(observed->load.eventSize, std::int64_t(150));
    QCOMPARE(observed->load.channels, std::int64_t(4));
    QCOMPARE(observed->over, std::chrono::milliseconds(60s));
    QVERIFY(observed->anyBegan);
}

void tst_ObservedLoad::streamsThatStay()
{
    const auto observed = ObservedLoad::from(header + "0,50,50,0,0,1\r\n600,40,50,0,0,1\r\n");
    QVERIFY(observed.has_value());
    QVERIFY(!observed->anyBegan);
    QCOMPARE(observed->load.clients, std::int64_t(50));
    QCOMPARE(observed->load.streamDuration, std::chrono::milliseconds(10min));
    QCOMPARE(observed->load.eventRate, 0.0);
}

void tst_ObservedLoad::noStreams()
{
    const auto observed = ObservedLoad::from(header + "0,0,0,0,0,0\r\n600,0,0,0,0,0\r\n");
    QVERIFY(observed.has_value());
    QCOMPARE(observed->load.clients, std::int64_t(0));
    QCOMPARE(observed->load.channels, std::int64_t(1));
    // An engine that has just been started has no snapshots yet.
    const auto young = ObservedLoad::from(header);
    QVERIFY(young.has_value());
    QCOMPARE(young->load.clients, std::int64_t(0));
}

void tst_ObservedLoad::oneRow()
{
    const auto observed = ObservedLoad::from(header + "5,7,7,0,0,1\r\n");
    QVERIFY(observed.has_value());
    QCOMPARE(observed->load.clients, std::int64_t(7));
    QCOMPARE(observed->over, std::chrono::milliseconds(0));
}

void tst_ObservedLoad::otherColumnsBetween()
{
    const auto observed = ObservedLoad::from(
        "channels,word,sent_bytes_total,events_delivered_total,admitted_total,active_streams,"
        "time_monotonic_seconds\r\n1,serving,0,0,0,20,0\r\n1,\"grace, long\",0,0,20,20,10\r\n");
    QVERIFY(observed.has_value());
    QCOMPARE(observed->load.streamDuration, std::chrono::milliseconds(10s));
}

void tst_ObservedLoad::noTable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("html") << QByteArray("<!DOCTYPE html>\n<p>hello\n");
    QTest::newRow("a column is missing") << QByteArray("time_monotonic_seconds,active_streams\r\n1,2\r\n");
    QTest::newRow("no number") << QByteArray::fromStdString(header + "0,many,0,0,0,0\r\n");
    QTest::newRow("not finite") << QByteArray::fromStdString(header + "0,nan,0,0,0,0\r\n");
    QTest::newRow("empty cell") << QByteArray::fromStdString(header + "0,,0,0,0,0\r\n");
}

void tst_ObservedLoad::noTable()
{
    QFETCH(QByteArray, text);
    const auto observed = ObservedLoad::from(text.toStdString());
    QVERIFY(!observed.has_value());
    QVERIFY2(observed.error().message.find("the engine's snapshots") == 0, observed.error().message.c_str());
}

QTEST_APPLESS_MAIN(tst_ObservedLoad)
#include "tst_observed_load.moc"
