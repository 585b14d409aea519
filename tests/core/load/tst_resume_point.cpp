// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/ResumePoint.h"

#include <QTest>

#include <limits>

using namespace sluice;

class tst_ResumePoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheLastId_data();
    void readsTheLastId();
    void keepsALongId();
    void forgetsAnIdThatIsTooLong_data();
    void forgetsAnIdThatIsTooLong();
    void forgetsAnUnfinishedEvent();
    void readsTheRetryTime_data();
    void readsTheRetryTime();
};

void tst_ResumePoint::readsTheLastId_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const QByteArray &body, const char *id) {
        QTest::newRow(name) << body << QByteArray(id);
    };
    row("none", "data: x\n\n", "");
    row("one", "data: x\nid: 7\n\n", "7");
    row("no space", "id:7\ndata:x\n\n", "7");
    row("two spaces", "id:  7\n\n", " 7");
    row("the last one", "id: 7\n\nid: 8\n\n", "8");
    row("not complete", "id: 7\n\nid: 8\n", "7");
    row("stays", "id: 7\n\ndata: x\n\n", "7");
    row("cleared", "id: 7\n\nid\n\n", "");
    row("carriage returns", "id: 7\r\rid: 8\r\r", "8");
    row("both", "id: 7\r\n\r\nid: 8\r\n\r\n", "8");
    row("byte order mark", "\xEF\xBB\xBFid: 7\n\n", "7");
    row("late mark", "\n\xEF\xBB\xBFid: 7\n\n", "");
    row("NUL", QByteArray("id: 7\n\nid: 8\0\n\n", 15), "7");
    row("other field", "idx: 9\nid : 9\n id: 9\n\n", "");
    row("comment", ": id: 9\n\n", "");
    row("invalid UTF-8", "id: \xC3(\n\n", "\xEF\xBF\xBD(");
    row("too long in an event that is not complete", "id: 7\n\nid: " + QByteArray(8000, 'x') + "\n", "7");
    row("in the data", "data: \nid: 7\ndata: id: 9\n\n", "7");
}

void tst_ResumePoint::readsTheLastId()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, id);
    for (qsizetype cut = 0; cut <= body.size(); ++cut) {
        ResumePoint point;
        point.feed({body.constData(), static_cast<std::size_t>(cut)});
        point.feed({body.constData() + cut, static_cast<std::size_t>(body.size() - cut)});
        QCOMPARE(QByteArray::fromStdString(point.lastEventId()), id);
    }
}

void tst_ResumePoint::keepsALongId()
{
    const std::string longest(ResumePoint::longestId, 'x');
    ResumePoint point;
    point.feed("\xEF\xBB\xBFid: " + longest + "\n\n");
    QCOMPARE(point.lastEventId(), longest);
    QVERIFY(!point.hasLostId());
}

void tst_ResumePoint::forgetsAnIdThatIsTooLong_data()
{
    QTest::addColumn<QByteArray>("field");
    const auto length = static_cast<qsizetype>(ResumePoint::longestId) + 1;
    QTest::newRow("by a byte") << "id:" + QByteArray(length, 'x');
    QTest::newRow("by far") << "id: " + QByteArray(10 * length, 'x');
    QTest::newRow("once it is decoded") << "id: " + QByteArray(length / 2, '\xFF');
}

/** To resume after the event before would be to ask for duplicates. */
void tst_ResumePoint::forgetsAnIdThatIsTooLong()
{
    QFETCH(QByteArray, field);
    const auto feed = [](ResumePoint &point, const QByteArray &bytes) {
        point.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    };
    ResumePoint point;
    feed(point, "id: 7\n\n" + field + "\n");
    QCOMPARE(point.lastEventId(), std::string("7")); // it is not complete yet
    QVERIFY(!point.hasLostId());
    feed(point, "\n");
    QCOMPARE(point.lastEventId(), std::string());
    QVERIFY(point.hasLostId());
    point.restart();
    feed(point, "data: x\n\n"); // no id of its own
    QVERIFY(point.hasLostId());
    feed(point, "id: 8\n\n");
    QCOMPARE(point.lastEventId(), std::string("8"));
    QVERIFY(!point.hasLostId());
}

void tst_ResumePoint::forgetsAnUnfinishedEvent()
{
    ResumePoint point;
    point.feed("id: 7\n\nid: 8\nid: ");
    point.restart();
    QCOMPARE(point.lastEventId(), std::string("7"));
    point.feed("data: x\n\n");
    QCOMPARE(point.lastEventId(), std::string("7"));
    point.feed("id: 9\n\n");
    QCOMPARE(point.lastEventId(), std::string("9"));
}

void tst_ResumePoint::readsTheRetryTime_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("none") << QByteArray("data: x\n\n") << -1;
    QTest::newRow("at once") << QByteArray("retry: 250\n") << 250;
    QTest::newRow("no space") << QByteArray("retry:0\n") << 0;
    QTest::newRow("the last one") << QByteArray("retry: 1\nretry: 2\n") << 2;
    QTest::newRow("no number") << QByteArray("retry: 1\nretry: 2s\nretry:\nretry: -3\n") << 1;
    const int longest = std::numeric_limits<int>::max(); // as SseParser
    QTest::newRow("longest") << QByteArray("retry: 2147483647\n") << longest;
    QTest::newRow("too large for a timer") << QByteArray("retry: 2147483648\n") << longest;
    QTest::newRow("too large for a clock") << QByteArray("retry: 9223372036854775807\n") << longest;
    QTest::newRow("too large for a number") << QByteArray("retry: 99999999999999999999\n") << longest;
}

void tst_ResumePoint::readsTheRetryTime()
{
    QFETCH(QByteArray, body);
    QFETCH(int, milliseconds);
    ResumePoint point;
    point.feed({body.constData(), static_cast<std::size_t>(body.size())});
    QCOMPARE(point.retry().value_or(std::chrono::milliseconds(-1)), std::chrono::milliseconds(milliseconds));
}

QTEST_GUILESS_MAIN(tst_ResumePoint)
#include "tst_resume_point.moc"
