// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Nearest.h"

#include <array>

#include <QTest>

using namespace sluice;
using namespace std::string_literals;
using namespace std::string_view_literals;

class tst_Nearest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distance_data();
    void distance();
    void nearestOfSeveral();
    void nearestOfNone();
    void suggestions();
};

void tst_Nearest::distance_data()
{
    QTest::addColumn<std::string>("left");
    QTest::addColumn<std::string>("right");
    QTest::addColumn<int>("expected");
    QTest::newRow("equal") << "heartbeat"s
                           << "heartbeat"s << 0;
    QTest::newRow("replaced") << "heartbeat"s
                              << "heartbeet"s << 1;
    QTest::newRow("inserted") << "listen"s
                              << "listten"s << 1;
    QTest::newRow("removed") << "listen"s
                             << "lsten"s << 1;
    QTest::newRow("swapped") << "listen"s
                             << "lisetn"s << 2;
    QTest::newRow("kitten") << "kitten"s
                            << "sitting"s << 3;
    QTest::newRow("one empty") << ""s
                               << "abc"s << 3;
    QTest::newRow("both empty") << ""s
                                << ""s << 0;
}

void tst_Nearest::distance()
{
    QFETCH(const std::string, left);
    QFETCH(const std::string, right);
    QFETCH(const int, expected);
    QCOMPARE(editDistance(left, right), static_cast<std::size_t>(expected));
    QCOMPARE(editDistance(right, left), static_cast<std::size_t>(expected));
}

void tst_Nearest::nearestOfSeveral()
{
    const std::array candidates{"--config"sv, "--listen"sv, "--admin"sv};
    QCOMPARE(nearest("--lsten", candidates), "--listen"sv);
    QCOMPARE(nearest("--amdin", candidates), "--admin"sv);
    QCOMPARE(nearest(std::string(1 << 20, '-'), candidates), "--config"sv); // and quickly
}

void tst_Nearest::nearestOfNone()
{
    QCOMPARE(nearest("x", {}), ""sv);
    QCOMPARE(suggestion("x", {}), ""s);
}

void tst_Nearest::suggestions()
{
    const std::array candidates{"timeouts"sv, "pool"sv};
    QCOMPARE(suggestion("timeout", candidates), "; did you mean 'timeouts'?"s);
    QCOMPARE(suggestion("something else", candidates), "; the nearest is 'timeouts'"s);
}

QTEST_APPLESS_MAIN(tst_Nearest)
#include "tst_nearest.moc"
