// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a change did, out of the snapshots around it: only what is more than noise, and nothing of what
// another change did.
#include "ChangeEffect.h"
#include "Snapshots.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;

class TestChangeEffect : public QObject
{
    Q_OBJECT

    SnapshotStore m_store;

    /** A snapshot a second, from @p first to @p last seconds. */
    void record(int first, int last, double p99, double lag, double streams, double refusals)
    {
        for (int second = first; second <= last; ++second) {
            m_store.append(snapshotAt(second, {{QStringLiteral("delivery_latency_p99_seconds"), p99},
                                               {QStringLiteral("loop_lag_max_seconds"), lag},
                                               {QStringLiteral("active_streams"), streams},
                                               {QStringLiteral("refusals_per_second"), refusals}}));
        }
    }

    static const ChangeEffect::Measure &named(const ChangeEffect &effect, const QString &name)
    {
        const auto &all = effect.measures();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&name](const auto &measure) { return measure.name == name; });
        Q_ASSERT(found != all.end());
        return *found;
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale::c());
        m_store.clear();
    }

    void aFallingLatencyIsTheEffect()
    {
        record(0, 100, 0.018, 0.002, 1000, 0);
        record(101, 200, 0.004, 0.002, 1000, 0);
        const auto effect = ChangeEffect::measured(m_store, kStart + 100'000);
        QVERIFY(effect.isKnown());
        QCOMPARE(effect.secondsBefore(), 60.0);
        QCOMPARE(effect.secondsAfter(), 60.0);
        const auto &p99 = named(effect, QStringLiteral("p99 delivery"));
        QCOMPARE(p99.before, 0.018);
        QCOMPARE(p99.after, 0.004);
        QVERIFY(p99.isChanged);
        QVERIFY(!named(effect, QStringLiteral("loop lag")).isChanged);
        QVERIFY(!named(effect, QStringLiteral("active streams")).isChanged);
        QString text = effect.text();
        text.replace(QChar(0x202f), QLatin1Char(' '));
        QVERIFY2(text.startsWith(QStringLiteral("p99 delivery 18 ms \u2192 4 ms")), qPrintable(text));
        QVERIFY2(text.endsWith(QStringLiteral("1 min before and after")), qPrintable(text));
    }

    void noiseIsNoEffect()
    {
        for (int second = 0; second <= 200; ++second) {
            const double p99 = 0.010 + 0.004 * (second % 2);
            m_store.append(snapshotAt(second, {{QStringLiteral("delivery_latency_p99_seconds"), p99}}));
        }
        const auto effect = ChangeEffect::measured(m_store, kStart + 100'500);
        QVERIFY(effect.isKnown());
        QVERIFY(!named(effect, QStringLiteral("p99 delivery")).isChanged);
        QVERIFY(effect.text().contains(QStringLiteral("as before")));
    }

    void oneSlowSecondIsNotTheEffect()
    {
        record(0, 100, 0.004, 0.002, 1000, 0);
        record(101, 101, 5, 5, 1000, 0);
        record(102, 200, 0.004, 0.002, 1000, 0);
        const auto effect = ChangeEffect::measured(m_store, kStart + 100'000);
        QVERIFY(!named(effect, QStringLiteral("p99 delivery")).isChanged);
        QVERIFY(!named(effect, QStringLiteral("loop lag")).isChanged);
    }

    void anotherChangeEndsTheComparison()
    {
        record(0, 100, 0.018, 0.002, 1000, 0);
        record(101, 120, 0.004, 0.002, 1000, 0);
        record(121, 200, 0.1, 0.002, 1000, 50); // another change's doing
        const auto effect =
            ChangeEffect::measured(m_store, kStart + 100'000, kStart + 70'000, kStart + 120'000);
        QCOMPARE(effect.secondsBefore(), 30.0);
        QCOMPARE(effect.secondsAfter(), 20.0);
        QCOMPARE(named(effect, QStringLiteral("p99 delivery")).after, 0.004);
        QVERIFY(!named(effect, QStringLiteral("refusals")).isChanged);
        QString text = effect.text();
        text.replace(QChar(0x202f), QLatin1Char(' '));
        QVERIFY2(text.endsWith(QStringLiteral("30 s before, 20 s after")), qPrintable(text));
    }

    void aRaisedCapLetsStreamsInAndEndsRefusals()
    {
        record(0, 60, 0.004, 0.002, 100, 40);
        record(61, 120, 0.004, 0.002, 400, 0);
        const auto effect = ChangeEffect::measured(m_store, kStart + 60'000);
        QVERIFY(named(effect, QStringLiteral("active streams")).isChanged);
        QVERIFY(named(effect, QStringLiteral("refusals")).isChanged);
        QCOMPARE(named(effect, QStringLiteral("refusals")).after, 0.0);
    }

    void tooLittleIsSaidSo()
    {
        const auto nothing = ChangeEffect::measured(m_store, kStart);
        QVERIFY(!nothing.isKnown());
        record(0, 30, 0.004, 0.002, 100, 0);
        const auto justNow = ChangeEffect::measured(m_store, kStart + 29'000);
        QVERIFY(!justNow.isKnown());
        QVERIFY(justNow.text().contains(QStringLiteral("still being measured")));
        const auto atTheStart = ChangeEffect::measured(m_store, kStart + 1'000);
        QVERIFY(!atTheStart.isKnown());
        QVERIFY(atTheStart.text().contains(QStringLiteral("Too little")));
    }

    void figuresThatAreMissingAreLeftOut()
    {
        for (int second = 0; second <= 60; ++second)
            m_store.append(snapshotAt(second, {{QStringLiteral("active_streams"), second <= 30 ? 5 : 9}}));
        const auto effect = ChangeEffect::measured(m_store, kStart + 30'000);
        QCOMPARE(effect.measures().size(), std::size_t{1});
        QVERIFY(effect.measures().front().isChanged);
    }
};

QTEST_GUILESS_MAIN(TestChangeEffect)
#include "tst_changeeffect.moc"
