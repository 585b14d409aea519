// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ClientTable.h"

#include <QTest>

#include <map>
#include <random>

using namespace sluice;
using namespace std::chrono_literals;

class tst_ClientTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembersAndForgetsTheLongestUnused();
    void streamsAreNeverForgotten();
    void blocksAreNeverForgottenUntilTheyEnd();
    void blocksAreListedByTheirEnd();
    void capacityChanges();
    void agreesWithAModel();
};

namespace {

const Instant start = Instant(1000h);

ClientKey client(std::uint32_t number)
{
    return *ClientKey::parse("10." + std::to_string(number >> 16 & 255) + '.' +
                             std::to_string(number >> 8 & 255) + '.' + std::to_string(number & 255));
}

} // namespace

void tst_ClientTable::remembersAndForgetsTheLongestUnused()
{
    ClientTable table(3);
    QCOMPARE(table.find(client(1)), untrackedClient);
    for (std::uint32_t i = 1; i <= 3; ++i)
        QVERIFY(table.obtain(client(i), start) != untrackedClient);
    QVERIFY(table.find(client(1)) != untrackedClient); // used again: 2 is the longest unused now
    QVERIFY(table.obtain(client(4), start) != untrackedClient);
    QCOMPARE(table.size(), std::size_t{3});
    QCOMPARE(table.find(client(2)), untrackedClient);
    QVERIFY(table.find(client(1)) != untrackedClient);
    QVERIFY(table.find(client(3)) != untrackedClient);
    QVERIFY(table.at(table.find(client(4))).key == client(4));
}

void tst_ClientTable::streamsAreNeverForgotten()
{
    ClientTable table(2);
    const ClientRef one = table.obtain(client(1), start);
    const ClientRef two = table.obtain(client(2), start);
    table.enter(one);
    table.enter(one);
    table.enter(two);
    // A crowd makes nobody unknown: whoever has a stream finds a place beyond the bound.
    for (std::uint32_t number = 3; number < 1000; ++number)
        table.enter(table.obtain(client(number), start));
    QCOMPARE(table.size(), std::size_t{999});
    QCOMPARE(table.find(client(1)), one);
    QCOMPARE(table.at(one).streams, 2U);
    QCOMPARE(table.at(table.find(client(999))).streams, 1U);
    // Whoever leaves is forgotten at once, until the table is within its bound again.
    for (std::uint32_t number = 3; number < 1000; ++number)
        table.leave(table.find(client(number)));
    QCOMPARE(table.size(), std::size_t{2});
    table.leave(one);
    QCOMPARE(table.find(client(1)), one);
    table.leave(one);
    QVERIFY(table.obtain(client(3), start) != untrackedClient);
    QCOMPARE(table.find(client(1)), untrackedClient);
    QCOMPARE(table.find(client(2)), two);
    QCOMPARE(table.at(two).streams, 1U);
}

void tst_ClientTable::blocksAreNeverForgottenUntilTheyEnd()
{
    ClientTable table(1);
    const ClientRef one = table.obtain(client(1), start);
    table.block(one, start + 10s, start);
    QVERIFY(table.obtain(client(2), start + 9s) != untrackedClient);
    QCOMPARE(table.find(client(1)), one);
    QVERIFY(table.obtain(client(3), start + 9s) !=
            untrackedClient); // the idle one made room, not the blocked
    QCOMPARE(table.find(client(2)), untrackedClient);
    QVERIFY(table.obtain(client(2), start + 10s) != untrackedClient);
    QCOMPARE(table.find(client(1)), untrackedClient);
    QCOMPARE(table.size(), std::size_t{1});

    // A block that is lifted, and one on a client whose last stream ends later.
    const ClientRef two = table.find(client(2));
    table.block(two, start + 100s, start + 10s);
    table.enter(two);
    table.block(two, start + 10s, start + 10s);
    QVERIFY(table.blocked(start + 10s).empty());
    QCOMPARE(table.find(client(2)), two);
    table.block(two, start + 20s, start + 10s);
    table.leave(two);
    QVERIFY(table.obtain(client(3), start + 19s) != untrackedClient);
    QCOMPARE(table.find(client(2)), two);
    QVERIFY(table.obtain(client(4), start + 20s) != untrackedClient);
    QCOMPARE(table.find(client(2)), untrackedClient);
}

void tst_ClientTable::blocksAreListedByTheirEnd()
{
    ClientTable table(10);
    for (const auto &[number, seconds] : std::map<std::uint32_t, int>{{1, 30}, {2, 10}, {3, 20}})
        table.block(table.obtain(client(number), start), start + std::chrono::seconds(seconds), start);
    table.block(table.find(client(1)), start + 40s, start); // again: the last word counts
    auto blocked = table.blocked(start);
    QCOMPARE(blocked.size(), std::size_t{3});
    QVERIFY(blocked[0].key == client(2) && blocked[1].key == client(3) && blocked[2].key == client(1));
    QVERIFY(blocked[2].blockedUntil == start + 40s);
    blocked = table.blocked(start + 20s);
    QCOMPARE(blocked.size(), std::size_t{1});
    QVERIFY(blocked[0].key == client(1));
}

void tst_ClientTable::capacityChanges()
{
    ClientTable table(100);
    for (std::uint32_t i = 0; i < 100; ++i)
        table.obtain(client(i), start);
    table.enter(table.find(client(0)));
    table.enter(table.find(client(1)));
    table.setCapacity(1, start);
    QCOMPARE(table.size(), std::size_t{2}); // both have streams
    table.leave(table.find(client(0)));
    table.setCapacity(1, start);
    QCOMPARE(table.size(), std::size_t{1});
    QVERIFY(table.find(client(1)) != untrackedClient);
    table.setCapacity(3, start);
    QVERIFY(table.obtain(client(7), start) != untrackedClient);
    QVERIFY(table.obtain(client(8), start) != untrackedClient);
    QVERIFY(table.obtain(client(9), start) != untrackedClient);
    QCOMPARE(table.size(), std::size_t{3});
}

/** Random use against a plain map: streams and live blocks are always as they were left. */
void tst_ClientTable::agreesWithAModel()
{
    struct Known
    {
        std::uint32_t streams = 0;
        Instant blockedUntil;
        ClientRef ref = untrackedClient;
    };
    constexpr std::size_t capacity = 20;
    ClientTable table(capacity);
    std::map<std::uint32_t, Known> model; // of those with streams or a live block
    std::minstd_rand random(42);
    Instant now = start;
    const auto prune = [&] {
        std::erase_if(model, [now](const auto &item) {
            return item.second.streams == 0 && item.second.blockedUntil <= now;
        });
    };
    for (int step = 0; step < 50'000; ++step) {
        now += std::chrono::milliseconds(random() % 50);
        prune();
        const auto number = static_cast<std::uint32_t>(random() % 40);
        const bool wasKnown = model.contains(number);
        const ClientRef ref = table.obtain(client(number), now);
        {
            QVERIFY(table.at(ref).key == client(number));
            Known &known = model[number];
            QCOMPARE(table.at(ref).streams, known.streams);
            QVERIFY(std::max(table.at(ref).blockedUntil, now) == std::max(known.blockedUntil, now));
            if (wasKnown)
                QCOMPARE(ref, known.ref); // a place stays
            known.ref = ref;
            switch (random() % 4) {
            case 0:
            case 1:
                table.enter(ref);
                ++known.streams;
                break;
            case 2:
                known.blockedUntil = now + std::chrono::milliseconds(random() % 3 * 100);
                table.block(ref, known.blockedUntil, now);
                break;
            default:
                break;
            }
        }
        for (auto &[key, known] : model) {
            if (known.streams > 0 && random() % 8 == 0) {
                table.leave(known.ref);
                --known.streams;
            }
        }
        prune();
        // As many as must be remembered, or the bound; the one that was just looked for besides, and blocks
        // that have ended and not been looked at.
        QVERIFY(table.size() <= std::max(capacity, model.size() + table.blockCount()) + 1);
    }
}

QTEST_APPLESS_MAIN(tst_ClientTable)
#include "tst_clienttable.moc"
