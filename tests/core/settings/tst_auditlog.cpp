// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/AuditLog.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using Revisions = std::vector<std::uint64_t>;

class tst_AuditLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsEmpty();
    void sinceNeverSplitsARevision();
    void newestNeverSplitsARevision();
    void forgetsTheOldestRevisions();
    void isBoundedByBytes();
    void keepsTheNewestWhateverItsSize();
    void undoWalksBack();
    void undoOfAnUndoCountsAgain();
};

namespace {

AuditEntry entry(std::uint64_t revision, const std::string &key = "k", std::uint64_t undoes = 0)
{
    return {revision, {}, {}, {"who", "why"}, key, "old", "new", undoes};
}

Revisions revisions(const std::vector<AuditEntry> &entries)
{
    Revisions numbers;
    for (const AuditEntry &one : entries)
        numbers.push_back(one.revision);
    return numbers;
}

} // namespace

void tst_AuditLog::beginsEmpty()
{
    AuditLog log;
    log.append({});
    QVERIFY(log.since(0, 10).empty());
    QVERIFY(log.newest(10).empty());
    QVERIFY(log.of(1).empty());
    QVERIFY(!log.lastUndoable());
    QCOMPARE(log.forgotten(), std::uint64_t{0});
}

void tst_AuditLog::sinceNeverSplitsARevision()
{
    AuditLog log;
    log.append({entry(2, "a"), entry(2, "b"), entry(2, "c")});
    log.append({entry(3)});
    log.append({entry(4)});
    QCOMPARE(revisions(log.since(0, 2)), (Revisions{2, 2, 2}));
    QCOMPARE(revisions(log.since(0, 4)), (Revisions{2, 2, 2, 3}));
    QCOMPARE(revisions(log.since(2, 10)), (Revisions{3, 4}));
    QVERIFY(log.since(4, 10).empty());
    QVERIFY(log.since(0, 0).empty());
    QCOMPARE(log.of(2).size(), std::size_t{3});
    QCOMPARE(log.of(2)[1].key, "b"s);
}

void tst_AuditLog::newestNeverSplitsARevision()
{
    AuditLog log;
    log.append({entry(2)});
    log.append({entry(3, "a"), entry(3, "b")});
    log.append({entry(4)});
    QCOMPARE(revisions(log.newest(1)), (Revisions{4}));
    QCOMPARE(revisions(log.newest(2)), (Revisions{3, 3, 4}));
    QCOMPARE(revisions(log.newest(100)), (Revisions{2, 3, 3, 4}));
    QVERIFY(log.newest(0).empty());
}

void tst_AuditLog::forgetsTheOldestRevisions()
{
    AuditLog log;
    log.append({entry(2, "a"), entry(2, "b")});
    for (std::uint64_t revision = 3; revision <= AuditLog::mostEntries; ++revision)
        log.append({entry(revision)});
    QCOMPARE(log.newest(AuditLog::mostEntries).size(), AuditLog::mostEntries);
    QCOMPARE(log.forgotten(), std::uint64_t{0});
    log.append({entry(AuditLog::mostEntries + 1)});
    QVERIFY(log.of(2).empty()); // both of its entries, never one alone
    QCOMPARE(log.forgotten(), std::uint64_t{2});
    QCOMPARE(log.newest(AuditLog::mostEntries).size(), AuditLog::mostEntries - 1);
}

void tst_AuditLog::isBoundedByBytes()
{
    AuditLog log;
    constexpr std::size_t large = 4096;
    for (std::uint64_t revision = 2; revision < 900; ++revision) {
        AuditEntry one = entry(revision);
        one.newText.assign(large, 'x');
        log.append({one});
    }
    QVERIFY(log.newest(AuditLog::mostEntries).size() <= AuditLog::mostBytes / large);
    QVERIFY(log.newest(AuditLog::mostEntries).size() > AuditLog::mostBytes / large / 2);
}

void tst_AuditLog::keepsTheNewestWhateverItsSize()
{
    AuditLog log;
    log.append({entry(2)});
    AuditEntry huge = entry(3);
    huge.newText.assign(AuditLog::mostBytes * 2, 'x');
    log.append({huge});
    QCOMPARE(revisions(log.newest(10)), (Revisions{3}));
}

void tst_AuditLog::undoWalksBack()
{
    AuditLog log;
    log.append({entry(2)});
    log.append({entry(3)});
    QCOMPARE(log.lastUndoable().value(), std::uint64_t{3});
    log.append({entry(4, "k", 3)});
    QCOMPARE(log.lastUndoable().value(), std::uint64_t{2});
    log.append({entry(5, "k", 2)});
    QVERIFY(!log.lastUndoable());
    log.append({entry(6)});
    QCOMPARE(log.lastUndoable().value(), std::uint64_t{6});
}

void tst_AuditLog::undoOfAnUndoCountsAgain()
{
    AuditLog log;
    log.append({entry(2)});
    log.append({entry(3)});
    log.append({entry(4, "k", 3)});
    log.append({entry(5, "k", 4)}); // 3 is in effect again
    QCOMPARE(log.lastUndoable().value(), std::uint64_t{3});
}

QTEST_APPLESS_MAIN(tst_AuditLog)
#include "tst_auditlog.moc"
