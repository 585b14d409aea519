// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The span of time that all charts share: live, paused, scrolled, and one repaint a frame.
#include "Snapshots.h"
#include "TimeView.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

class TestTimeView : public QObject
{
    Q_OBJECT

    SnapshotStore m_store;

private Q_SLOTS:
    void init()
    {
        m_store.clear();
        for (int second = 0; second <= 600; ++second)
            m_store.append(snapshotAt(second, {{QStringLiteral("active_streams"), second}}));
    }

    void followsTheNewest()
    {
        TimeView view;
        view.setStore(&m_store);
        view.setWindowSeconds(60);
        QCOMPARE(view.end(), kStart + 600'000);
        QCOMPARE(view.start(), kStart + 540'000);
        const QSignalSpy span(&view, &TimeView::spanChanged);
        m_store.append(snapshotAt(601));
        QCOMPARE(view.end(), kStart + 601'000);
        QCOMPARE(span.size(), 1);
    }

    void aPauseFreezesTheViewButNotTheRecording()
    {
        TimeView view;
        view.setStore(&m_store);
        view.setPaused(true);
        m_store.append(snapshotAt(700));
        QCOMPARE(view.end(), kStart + 600'000);
        QCOMPARE(m_store.count(), 602);
        view.setPaused(false);
        QCOMPARE(view.end(), kStart + 700'000);
    }

    void scrollsWithinWhatIsRecorded()
    {
        TimeView view;
        view.setStore(&m_store);
        view.setWindowSeconds(300);
        view.scroll(-0.5);
        QVERIFY(view.isPaused());
        QCOMPARE(view.end(), kStart + 450'000);
        view.scroll(-9);
        QCOMPARE(view.start(), kStart);
        view.scroll(99);
        QCOMPARE(view.end(), kStart + 600'000);
    }

    void nothingRecordedScrollsNowhere()
    {
        SnapshotStore empty;
        TimeView view;
        view.setStore(&empty);
        const double end = view.end();
        view.scroll(-1);
        QCOMPARE(view.end(), end);
    }

    void aWindowHasALength()
    {
        TimeView view;
        view.setWindowSeconds(0);
        QCOMPARE(view.windowSeconds(), 1);
    }

    void theCrosshairComesAndGoes()
    {
        TimeView view;
        const QSignalSpy moved(&view, &TimeView::crosshairChanged);
        QVERIFY(!view.hasCrosshair());
        view.setCrosshair(SnapshotStore::none);
        QCOMPARE(moved.size(), 0);
        view.setCrosshair(kStart);
        view.setCrosshair(kStart);
        QVERIFY(view.hasCrosshair());
        QCOMPARE(moved.size(), 1);
        view.setCrosshair(SnapshotStore::none);
        QVERIFY(!view.hasCrosshair());
    }

    void oneChartRepaintsAFrame()
    {
        TimeView view;
        QObject one;
        QObject two;
        QStringList painted;
        int paintedAtOnce = 0;
        int most = 0;
        const auto paint = [&](const QString &name) {
            painted.append(name);
            most = std::max(most, ++paintedAtOnce);
            QMetaObject::invokeMethod(
                &view, [&] { paintedAtOnce = 0; }, Qt::QueuedConnection);
        };
        view.queueRepaint(&one, [&] { paint(QStringLiteral("one")); });
        view.queueRepaint(&two, [&] { paint(QStringLiteral("two")); });
        view.queueRepaint(&one, [&] { paint(QStringLiteral("one again")); });
        QVERIFY(painted.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(painted, QStringList({QStringLiteral("one"), QStringLiteral("two")}),
                                  30'000);
        QCOMPARE(most, 1);
        view.queueRepaint(&one, [&] { paint(QStringLiteral("later")); });
        QTRY_COMPARE_WITH_TIMEOUT(painted.last(), QStringLiteral("later"), 30'000);
    }

    void aChartThatIsGoneIsPassedOver()
    {
        TimeView view;
        auto gone = std::make_unique<QObject>();
        QObject there;
        bool isGonePainted = false;
        bool isTherePainted = false;
        view.queueRepaint(gone.get(), [&] { isGonePainted = true; });
        view.queueRepaint(&there, [&] { isTherePainted = true; });
        gone.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isTherePainted, 30'000);
        QVERIFY(!isGonePainted);
    }
};

QTEST_GUILESS_MAIN(TestTimeView)
#include "tst_timeview.moc"
