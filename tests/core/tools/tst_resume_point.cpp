// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ResumePoint.h"

#include <QTest>

using namespace sluice;

class tst_ResumePoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheLastId_data();
    void readsTheLastId();
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
    row("too long", "id: 7\n\nid: " + QByteArray(2000, 'x') + "\n\n", "7");
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
    QTest::newRow("too large") << QByteArray("retry: 99999999999999999999\n") << -1;
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
