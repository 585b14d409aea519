// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A table of rules over a number: each outcome under its rule's name, in the table's order.
#include "findings/rules/Rule.h"

#include <QTest>

using namespace sluice;

namespace {

Outcome large(const int &number)
{
    if (number < 0)
        return NotObserved{"there is no number"};
    if (number < 10)
        return Clear();
    return found(number < 100 ? Severity::Warning : Severity::Critical, "it is large",
                 {{"number", double(number)}}, "why", {{"here", "take less"}});
}

Outcome even(const int &number)
{
    return number % 2 == 0 ? Outcome(found(Severity::Ok, "it is even", {}, {}, {{"here", "leave it"}}))
                           : Clear();
}

constexpr Rule<int> rules[] = {{"large-number", "is it large?", large}, {"even-number", "is it even?", even}};

std::vector<Verdict> verdictsOf(int number)
{
    return judge(std::span<const Rule<int>>(rules), number);
}

} // namespace

class tst_Rule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcomes_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QByteArray>("large");
        QTest::addColumn<QByteArray>("even");
        QTest::newRow("unseen") << -1 << QByteArray("not-observed") << QByteArray("clear");
        QTest::newRow("clear") << 3 << QByteArray("clear") << QByteArray("clear");
        QTest::newRow("warning") << 11 << QByteArray("found") << QByteArray("clear");
        QTest::newRow("both") << 100 << QByteArray("found") << QByteArray("found");
    }

    void outcomes()
    {
        QFETCH(const int, number);
        QFETCH(const QByteArray, large);
        QFETCH(const QByteArray, even);
        const auto verdicts = verdictsOf(number);
        QCOMPARE(verdicts.size(), std::size(rules));
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            QCOMPARE(verdicts[i].rule, rules[i].name);
            QCOMPARE(verdicts[i].question, rules[i].question);
        }
        const auto word = [](const Verdict &verdict) {
            return QByteArray(verdict.finding() ? "found" : verdict.notObserved() ? "not-observed" : "clear");
        };
        QCOMPARE(word(verdicts[0]), large);
        QCOMPARE(word(verdicts[1]), even);
    }

    void aFindingIsNamedAsItsRule()
    {
        QCOMPARE(verdictsOf(11).front().finding()->rule, std::string("large-number"));
        QCOMPARE(verdictsOf(-1).front().notObserved()->reason, std::string("there is no number"));
    }

    void findingsAreInTheTablesOrder()
    {
        const auto findings = findingsOf(std::span<const Rule<int>>(rules), 100);
        QCOMPARE(findings.size(), std::size_t(2));
        QCOMPARE(findings[0].rule, std::string("large-number"));
        QCOMPARE(findings[1].rule, std::string("even-number"));
        QVERIFY(worstOf(findings) == Severity::Critical);
        QVERIFY(worstOf(findingsOf(std::span<const Rule<int>>(rules), 2)) == Severity::Ok);
        QVERIFY(worstOf({}) == Severity::Ok);
    }

    void whatIsAsItShouldBeNeedsNoRemedy()
    {
        const auto findings = findingsOf(std::span<const Rule<int>>(rules), 100);
        QCOMPARE(findings[0].remedies.size(), std::size_t(1));
        QVERIFY(findings[1].remedies.empty());
    }
};

QTEST_APPLESS_MAIN(tst_Rule)
#include "tst_rule.moc"
