// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/ChannelPolicies.h"

#include "settings/Rules.h"

#include <QTest>

using namespace sluice;

class tst_ChannelPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndBack()
    {
        for (const SlowPolicy policy :
             {SlowPolicy::Disconnect, SlowPolicy::DropOldest, SlowPolicy::Coalesce, SlowPolicy::Pause})
            QVERIFY(policyNamed(policyName(policy)) == policy);
        QVERIFY(!policyNamed(""));
        QVERIFY(!policyNamed("Pause"));
    }

    void anEmptyListLeavesTheFallback()
    {
        for (const char *empty : {"", "  ", "\t"})
            QCOMPARE(ChannelPolicies::parse(empty, SlowPolicy::Coalesce)->of("any"), SlowPolicy::Coalesce);
    }

    void theFirstThatFitsHolds()
    {
        const auto policies = ChannelPolicies::parse(
            " prices=coalesce ,chat.vip=pause, chat.*=drop-oldest,*=disconnect", SlowPolicy::Pause);
        QVERIFY(policies);
        QCOMPARE(policies->of("prices"), SlowPolicy::Coalesce);
        QCOMPARE(policies->of("prices2"), SlowPolicy::Disconnect);
        QCOMPARE(policies->of("chat.vip"), SlowPolicy::Pause);
        QCOMPARE(policies->of("chat.vip2"), SlowPolicy::DropOldest);
        QCOMPARE(policies->of("chat."), SlowPolicy::DropOldest);
        QCOMPARE(policies->of("chat"), SlowPolicy::Disconnect);
    }

    void namesWithinBoundsOnly()
    {
        const std::string longest(128, 'n');
        QCOMPARE(ChannelPolicies::parse(longest + "=pause", SlowPolicy::Disconnect)->of(longest),
                 SlowPolicy::Pause);
        QVERIFY(!ChannelPolicies::parse(longest + "n=pause", SlowPolicy::Disconnect));
    }

    void errorsNameTheItem_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("item");
        QTest::newRow("no policy") << "a=pause, b"
                                   << "'b'";
        QTest::newRow("unknown policy") << "a=pause,b=drop"
                                        << "'b=drop'";
        QTest::newRow("policy missing") << "b="
                                        << "'b='";
        QTest::newRow("channel missing") << "=pause"
                                         << "'=pause'";
        QTest::newRow("bad character") << "a b=pause"
                                       << "'a b=pause'";
        QTest::newRow("leading dot") << ".a=pause"
                                     << "'.a=pause'";
        QTest::newRow("star in the middle") << "a*b=pause"
                                            << "'a*b=pause'";
        QTest::newRow("two stars") << "a**=pause"
                                   << "'a**=pause'";
        QTest::newRow("trailing comma") << "a=pause,"
                                        << "''";
        QTest::newRow("empty item") << "a=pause,,b=pause"
                                    << "''";
        QTest::newRow("twice") << "a=pause,a=coalesce"
                               << "'a=coalesce'";
        QTest::newRow("other separator") << "a=pause;b=pause"
                                         << "'a=pause;b=pause'";
    }

    void errorsNameTheItem()
    {
        QFETCH(QString, list);
        QFETCH(QString, item);
        const auto policies = ChannelPolicies::parse(list.toStdString(), SlowPolicy::Disconnect);
        QVERIFY(!policies);
        const QString message = QString::fromStdString(policies.error().message);
        QVERIFY2(message.contains(item), qPrintable(message));
        QVERIFY2(message.contains(QStringLiteral("backpressure.channel_policies")), qPrintable(message));
    }

    void aRuleRefusesABadList()
    {
        Settings settings;
        settings.backpressure_channel_policies = "prices=coalesce";
        QVERIFY(checkRules(settings).empty());
        settings.backpressure_channel_policies = "prices=merge";
        const auto violations = checkRules(settings);
        QCOMPARE(violations.size(), std::size_t{1});
        QVERIFY(violations.front().rule == "channel-policies");
        QVERIFY(violations.front().keys.front() == "backpressure.channel_policies");
        QVERIFY(violations.front().message.find("'prices=merge'") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(tst_ChannelPolicies)
#include "tst_channelpolicies.moc"
