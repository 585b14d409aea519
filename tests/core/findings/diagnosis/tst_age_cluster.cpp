// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which ends look like a timeout that is not ours, and which only seem to.

#include "findings/diagnosis/AgeCluster.h"

#include <QTest>

using namespace sluice;

class tst_age_cluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAgeAtManyTimes();
    void fewAreACoincidence();
    void allAtOnceIsNoTimeout();
    void youngEndsDoNotCount();
    void aMinorityDoesNotCount();
    void longTimeoutsMayVaryMore();
    void endsOfOursDoNotCount();
};

namespace {

/** A stream that ended @p at seconds after the clock's begin, @p age seconds old. */
EndRecord end(double at, double age, Cause cause = Cause::ClientClosed)
{
    using Seconds = std::chrono::duration<double>;
    EndRecord record;
    record.ended = Instant(std::chrono::duration_cast<Clock::duration>(Seconds(at)));
    record.opened = record.ended - std::chrono::duration_cast<Clock::duration>(Seconds(age));
    record.cause = cause;
    return record;
}

} // namespace

void tst_age_cluster::oneAgeAtManyTimes()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 10; ++i)
        ends.push_back(end(1000 + i, 60 + 0.01 * i, i % 2 == 0 ? Cause::ClientClosed : Cause::Reset));
    ends.push_back(end(1003, 7));
    ends.push_back(end(1004, 300));
    const auto cluster = AgeCluster::of(ends);
    QVERIFY(cluster.has_value());
    QCOMPARE(cluster->count, std::size_t(10));
    QCOMPARE(cluster->among, std::size_t(12));
    QVERIFY(cluster->age > 59.9 && cluster->age < 60.2);
}

void tst_age_cluster::fewAreACoincidence()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 7; ++i)
        ends.push_back(end(1000 + i, 60));
    QVERIFY(!AgeCluster::of(ends).has_value());
    QVERIFY(!AgeCluster::of({}).has_value());
}

void tst_age_cluster::allAtOnceIsNoTimeout()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 100; ++i)
        ends.push_back(end(1000 + 0.001 * i, 60 + 0.001 * i));
    QVERIFY(!AgeCluster::of(ends).has_value());
}

void tst_age_cluster::youngEndsDoNotCount()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 100; ++i)
        ends.push_back(end(1000 + i, 1));
    QVERIFY(!AgeCluster::of(ends).has_value());
}

void tst_age_cluster::aMinorityDoesNotCount()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 10; ++i)
        ends.push_back(end(1000 + i, 60));
    for (int i = 0; i < 11; ++i)
        ends.push_back(end(1000 + i, 100 + 10 * i));
    QVERIFY(!AgeCluster::of(ends).has_value());
    ends.pop_back();
    QVERIFY(AgeCluster::of(ends).has_value());
}

void tst_age_cluster::longTimeoutsMayVaryMore()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 10; ++i)
        ends.push_back(end(1000 + 5 * i, 300 + 0.5 * i));
    QVERIFY(AgeCluster::of(ends).has_value());
    ends.clear();
    for (int i = 0; i < 10; ++i)
        ends.push_back(end(1000 + 5 * i, 10 + 0.5 * i));
    QVERIFY(!AgeCluster::of(ends).has_value());
}

void tst_age_cluster::endsOfOursDoNotCount()
{
    std::vector<EndRecord> ends;
    for (int i = 0; i < 10; ++i)
        ends.push_back(end(1000 + i, 60, Cause::MaxAge));
    QVERIFY(!AgeCluster::of(ends).has_value());
}

QTEST_APPLESS_MAIN(tst_age_cluster)
#include "tst_age_cluster.moc"
