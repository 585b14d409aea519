// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar, cut at every byte, is tested through its owner in tst_requestguard.
#include "http/ChunkedBody.h"

#include <QTest>

using namespace sluice;

using Progress = ChunkedBody::Progress;

class tst_ChunkedBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsBehindTheEnd();
    void tellsTooLargeBeforeTheDataComes();
    void namesTheFault();
    void takesNothingMore_data();
    void takesNothingMore();
};

void tst_ChunkedBody::stopsBehindTheEnd()
{
    const std::string wire = "5\r\nhello\r\n6;x\r\n world\r\n0\r\nT: 1\r\n\r\n";
    for (std::size_t piece = 1; piece <= wire.size() + 4; ++piece) {
        ChunkedBody chunks(ChunkedBody::Limits{.body = 11, .extras = 10});
        std::string body = "";
        std::size_t used = 0;
        const std::string all = wire + "GET ";
        for (std::size_t at = 0; at < all.size(); at += piece)
            used += chunks.feed(std::string_view(all).substr(at, piece), body);
        QCOMPARE(int(chunks.progress()), int(Progress::Done));
        QCOMPARE(used, wire.size());
        QCOMPARE(body, std::string("hello world"));
    }
}

void tst_ChunkedBody::tellsTooLargeBeforeTheDataComes()
{
    std::string body;
    ChunkedBody fits(ChunkedBody::Limits{.body = 5, .extras = 0});
    fits.feed("5\r\n", body);
    QCOMPARE(int(fits.progress()), int(Progress::More));
    ChunkedBody above(ChunkedBody::Limits{.body = 5, .extras = 0});
    above.feed("6\r\n", body);
    QCOMPARE(int(above.progress()), int(Progress::BodyTooLarge));
    ChunkedBody huge(ChunkedBody::Limits{.body = 5, .extras = 0});
    huge.feed("fffffffffffffff\r\n", body);
    QCOMPARE(int(huge.progress()), int(Progress::BodyTooLarge));
    QVERIFY(body.empty());
}

void tst_ChunkedBody::namesTheFault()
{
    std::string body;
    ChunkedBody chunks(ChunkedBody::Limits{});
    QVERIFY(chunks.error().empty());
    chunks.feed("xyz\r\n", body);
    QCOMPARE(int(chunks.progress()), int(Progress::Malformed));
    QVERIFY(chunks.error().find("size") != std::string_view::npos);
}

void tst_ChunkedBody::takesNothingMore_data()
{
    QTest::addColumn<std::string>("wire");
    QTest::newRow("done") << std::string("0\r\n\r\n");
    QTest::newRow("malformed") << std::string("x");
    QTest::newRow("body too large") << std::string("6\r\n");
    QTest::newRow("extras too large") << std::string("1;abc");
}

void tst_ChunkedBody::takesNothingMore()
{
    QFETCH(const std::string, wire);
    std::string body;
    ChunkedBody chunks(ChunkedBody::Limits{.body = 5, .extras = 2});
    QCOMPARE(chunks.feed(wire, body), wire.size());
    const auto progress = chunks.progress();
    QVERIFY(progress != Progress::More);
    QCOMPARE(chunks.feed("1\r\nx\r\n", body), std::size_t{0});
    QCOMPARE(int(chunks.progress()), int(progress));
    QVERIFY(body.empty());
}

QTEST_APPLESS_MAIN(tst_ChunkedBody)
#include "tst_chunkedbody.moc"
