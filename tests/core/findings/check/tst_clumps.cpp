// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How arrivals become clumps, and which of them prove that something holds a stream back.
#include "findings/check/Clumps.h"

#include <QTest>

using namespace sluice;

namespace {

/** A stream that opened at 0 and was watched for so long. */
StreamRecord stream(double seconds, std::vector<StreamRecord::Arrival> arrivals)
{
    StreamRecord stream;
    stream.headAt = 0;
    stream.endedAt = seconds;
    stream.arrivals = std::move(arrivals);
    if (!stream.arrivals.empty())
        stream.lastByteAt = stream.arrivals.back().at;
    return stream;
}

StreamRecord::Arrival heartbeat(double at)
{
    return {at, 3, 0, 1};
}

} // namespace

class tst_Clumps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsWhatComesWithoutAPause();
    void onlyHeartbeatsAtOnceAreProof_data();
    void onlyHeartbeatsAtOnceAreProof();
    void measuresSilence();
};

void tst_Clumps::joinsWhatComesWithoutAPause()
{
    const auto clumps =
        clumpsOf(stream(10, {{1, 10, 1, 0}, {1.04, 10, 0, 1}, {1.08, 10, 1, 0}, {4, 5, 0, 1}}));
    QCOMPARE(clumps.size(), std::size_t(2));
    QCOMPARE(clumps[0].at, 1.0);
    QCOMPARE(clumps[0].silenceBefore, 1.0);
    QCOMPARE(clumps[0].bytes, std::uint64_t(30));
    QCOMPARE(clumps[0].events, std::uint64_t(2));
    QCOMPARE(clumps[0].comments, std::uint64_t(1));
    QCOMPARE(clumps[1].silenceBefore, 4 - 1.08);
    QVERIFY(clumpsOf(stream(10, {})).empty());
}

void tst_Clumps::onlyHeartbeatsAtOnceAreProof_data()
{
    QTest::addColumn<StreamRecord>("record");
    QTest::addColumn<double>("ownLag");
    QTest::addColumn<int>("held");
    const auto row = [](const char *name, const StreamRecord &record, double ownLag, int held) {
        QTest::newRow(name) << record << ownLag << held;
    };
    row("one by one", stream(10, {heartbeat(2), heartbeat(4), heartbeat(6)}), 0.0, 0);
    row("three at once", stream(10, {heartbeat(6), heartbeat(6.01), heartbeat(6.02)}), 0.0, 1);
    row("three in one read", stream(10, {{6, 9, 0, 3}}), 0.0, 1);
    row("twice", stream(20, {{6, 9, 0, 3}, {12, 9, 0, 3}}), 0.0, 2);
    row("a greeting", stream(10, {{0.5, 9, 0, 3}}), 0.0, 0);
    row("quick heartbeats without a silence", stream(2, {{1.2, 3, 0, 1}, {1.3, 6, 0, 2}, {1.4, 6, 0, 2}}),
        0.0, 0);
    row("only events", stream(10, {{6, 90, 3, 0}}), 0.0, 0);
    row("this program slept that long", stream(10, {{6, 9, 0, 3}}), 3.0, 0);
}

void tst_Clumps::onlyHeartbeatsAtOnceAreProof()
{
    QFETCH(StreamRecord, record);
    QFETCH(double, ownLag);
    QFETCH(int, held);
    QCOMPARE(static_cast<int>(heldBack(clumpsOf(record), record, ownLag).size()), held);
}

void tst_Clumps::measuresSilence()
{
    const StreamRecord quiet = stream(20, {heartbeat(5), {6, 10, 1, 0}, heartbeat(11)});
    QCOMPARE(heartbeatInterval(clumpsOf(quiet)), 5.0);
    QCOMPARE(longestSilence(clumpsOf(quiet), quiet), 9.0); // at its end
    const StreamRecord nothing = stream(7, {});
    QCOMPARE(longestSilence(clumpsOf(nothing), nothing), 7.0);
    QCOMPARE(heartbeatInterval(clumpsOf(nothing)), 0.0);
    const StreamRecord bursts = stream(9, {{3, 10, 2, 0}, {6, 10, 1, 0}});
    QCOMPARE(burstsOf(clumpsOf(bursts), bursts, 0).size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(tst_Clumps)
#include "tst_clumps.moc"
