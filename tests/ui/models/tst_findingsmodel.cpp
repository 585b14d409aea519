// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Findings as rows: their order, their words, and that a row which is read stays where it is.
#include "FindingsModel.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;

namespace {

Finding finding(const char *rule, Severity severity, const char *summary = "",
                std::vector<Evidence> evidence = {})
{
    return {rule,    severity,
            summary, std::move(evidence),
            "why",   {{"nginx", "gzip off;"}, {{}, "sluicectl set a=b"}}};
}

QVariant cell(const FindingsModel &model, int row, FindingsModel::Role role)
{
    return model.data(model.index(row), role);
}

} // namespace

class tst_FindingsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGravestIsFirst()
    {
        FindingsModel model;
        model.show({finding("a", Severity::Ok), finding("b", Severity::Warning),
                    finding("c", Severity::Notice), finding("d", Severity::Warning)});
        QStringList rules;
        for (int row = 0; row < model.count(); ++row)
            rules.append(cell(model, row, FindingsModel::RuleRole).toString());
        QCOMPARE(rules.join(QString()), QStringLiteral("bdca"));
        QCOMPARE(model.tone(), QStringLiteral("warning"));
        model.append(finding("e", Severity::Critical));
        model.append(finding("f", Severity::Warning));
        model.append(finding("g", Severity::Ok));
        rules.clear();
        for (int row = 0; row < model.count(); ++row)
            rules.append(cell(model, row, FindingsModel::RuleRole).toString());
        QCOMPARE(rules.join(QString()), QStringLiteral("ebdfcag"));
        QCOMPARE(model.tone(), QStringLiteral("critical"));
    }

    void oneSettingIsAdvisedWithOneValue()
    {
        const auto advising = [](const char *rule, const char *line) {
            Finding one = finding(rule, Severity::Warning);
            one.remedies = {{{}, line}};
            return one;
        };
        FindingsModel model;
        model.append(advising("a", "sluicectl set timeouts.heartbeat=15s"));
        model.append(advising("b", "behind a CDN: sluicectl set timeouts.heartbeat=1666ms"));
        model.append(advising("c", "sluicectl set timeouts.heartbeat=3s"));
        model.append(advising("d", "sluicectl set timeouts.max_age=3s"));
        QStringList lines;
        for (int row = 0; row < model.count(); ++row)
            lines += cell(model, row, FindingsModel::RemediesRole).toStringList();
        QCOMPARE(lines, (QStringList{QStringLiteral("sluicectl set timeouts.heartbeat=1666ms"),
                                     QStringLiteral("behind a CDN: sluicectl set timeouts.heartbeat=1666ms"),
                                     QStringLiteral("sluicectl set timeouts.heartbeat=1666ms"),
                                     QStringLiteral("sluicectl set timeouts.max_age=3s")}));
        QVERIFY(model.text().contains(QStringLiteral("warning: b: ")));
        QCOMPARE(model.text().count(QStringLiteral("1666ms")), 3);
    }

    void aNoticeIsWellEnough()
    {
        FindingsModel model;
        model.show({finding("a", Severity::Notice)});
        QCOMPARE(model.tone(), QStringLiteral("ok"));
        QCOMPARE(cell(model, 0, FindingsModel::ToneRole).toString(), QStringLiteral("info"));
    }

    void saysWhatTheSummaryDoesNot()
    {
        const Finding one =
            finding("a", Severity::Warning, "Connection is close",
                    {{"Connection", "close"}, {"Server", "nginx"}, {"wait_seconds", 2.0}, {"n", 3.0, 60}});
        const QStringList evidence = FindingsModel::evidenceOf(one);
        QCOMPARE(evidence.size(), 3);
        QCOMPARE(evidence[0], QStringLiteral("Server = nginx"));
        QVERIFY2(evidence[1].startsWith(QStringLiteral("wait_seconds = 2")), qPrintable(evidence[1]));
        QVERIFY2(evidence[2].startsWith(QStringLiteral("n +3 in ")), qPrintable(evidence[2]));
        QCOMPARE(FindingsModel::remediesOf(one),
                 (QStringList{QStringLiteral("nginx: gzip off;"), QStringLiteral("sluicectl set a=b")}));
        QVERIFY(FindingsModel::evidenceOf(finding("a", Severity::Ok, "", {{"n", 3.0}})).isEmpty());
    }

    void aRowThatStaysChangesInPlace()
    {
        FindingsModel model;
        model.show({finding("a", Severity::Warning, "1 of 2"), finding("b", Severity::Warning)});
        QSignalSpy reset(&model, &FindingsModel::modelReset);
        QSignalSpy changed(&model, &FindingsModel::dataChanged);
        model.show({finding("a", Severity::Warning, "2 of 2"), finding("b", Severity::Warning)});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(2).value<QList<int>>(), QList<int>{FindingsModel::SummaryRole});
        QCOMPARE(cell(model, 0, FindingsModel::SummaryRole).toString(), QStringLiteral("2 of 2"));
        model.show({finding("b", Severity::Warning)});
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.count(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_FindingsModel)
#include "tst_findingsmodel.moc"
