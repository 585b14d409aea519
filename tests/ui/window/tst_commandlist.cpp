// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette's list: what fits a few letters, the best first, and nothing that cannot be done.
#include "CommandList.h"

#include <QTest>

using namespace sluice;

namespace {

/** As a QML Action looks from outside. */
class FakeAction : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString text MEMBER m_text CONSTANT)
    Q_PROPERTY(QString iconName MEMBER m_icon CONSTANT)
    Q_PROPERTY(QString keys MEMBER m_keys CONSTANT)
    Q_PROPERTY(bool enabled MEMBER m_enabled CONSTANT)
    Q_PROPERTY(bool changesEngine MEMBER changes CONSTANT)

public:
    FakeAction(const QString &text, bool enabled, QObject *parent)
        : QObject(parent)
        , m_text(text)
        , m_enabled(enabled)
    {
    }

    Q_INVOKABLE void trigger() { ++triggered; }

    int triggered = 0;
    bool changes = false;

private:
    QString m_text;
    QString m_icon = QStringLiteral("plus");
    QString m_keys = QStringLiteral("Ctrl+K");
    bool m_enabled;
};

} // namespace

class TestCommandList : public QObject
{
    Q_OBJECT

    QObject m_owner;
    QList<QObject *> m_actions;
    FakeAction *m_journal = nullptr;

    static QStringList words(const CommandList &list)
    {
        QStringList words;
        for (int row = 0; row < list.count(); ++row)
            words.append(list.data(list.index(row), CommandList::TextRole).toString());
        return words;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *text :
             {"Go to Overview", "Go to Drain", "Pause the view", "Light theme", "Export …"})
            m_actions.append(new FakeAction(QString::fromUtf8(text), true, &m_owner));
        m_actions.append(new FakeAction(QStringLiteral("Undo the last change"), false, &m_owner));
        m_journal = new FakeAction(QStringLiteral("Go to Journal"), true, &m_owner);
        m_actions.append(m_journal);
    }

    void lettersMustComeInTheirOrder()
    {
        QVERIFY(fuzzyScore(u"gtd", u"Go to Drain") > 0);
        QCOMPARE(fuzzyScore(u"dtg", u"Go to Drain"), 0);
        QCOMPARE(fuzzyScore(u"drains", u"Go to Drain"), 0);
        QVERIFY(fuzzyScore(u"DRAIN", u"Go to Drain") > 0);
        QVERIFY(fuzzyScore(u"go drain", u"Go to Drain") > 0);
        QVERIFY(fuzzyScore(u"ÜBER", u"Gehe zu Übersicht: über alles") > 0);
    }

    void wordStartsAndRunsCountMore()
    {
        QVERIFY(fuzzyScore(u"pa", u"Pause the view") > fuzzyScore(u"pa", u"Open all"));
        QVERIFY(fuzzyScore(u"dr", u"Go to Drain") > fuzzyScore(u"dr", u"Keyboard"));
    }

    void everythingThatCanBeDoneIsListedInItsOrder()
    {
        CommandList list;
        list.setActions(m_actions);
        QCOMPARE(list.count(), 6);
        QCOMPARE(words(list).first(), QStringLiteral("Go to Overview"));
        QVERIFY(!words(list).contains(QStringLiteral("Undo the last change")));
        list.setTyped(QStringLiteral("   "));
        QCOMPARE(list.count(), 6);
    }

    void theBestComesFirst()
    {
        CommandList list;
        list.setActions(m_actions);
        list.setTyped(QStringLiteral("drain"));
        QCOMPARE(words(list), QStringList{QStringLiteral("Go to Drain")});
        list.setTyped(QStringLiteral("the"));
        QVERIFY(words(list).contains(QStringLiteral("Light theme")));
        list.setTyped(QStringLiteral("zzz"));
        QCOMPARE(list.count(), 0);
    }

    void whatChangesAnEngineComesLastAndIsAskedAbout()
    {
        QObject owner;
        auto *change = new FakeAction(QStringLiteral("Drain 300 streams"), true, &owner);
        change->changes = true;
        auto *strewn =
            new FakeAction(QStringLiteral("Undo pool.client_rate, advised by the team"), true, &owner);
        strewn->changes = true;
        auto *go = new FakeAction(QStringLiteral("Go to Drain"), true, &owner);
        CommandList list;
        list.setActions({strewn, change, go});
        list.setTyped(QStringLiteral("dra"));
        // The one that only goes somewhere is first, though the others fit better or stand before it.
        QCOMPARE(words(list).first(), QStringLiteral("Go to Drain"));
        QCOMPARE(list.count(), 3);
        for (int row = 0; row < list.count(); ++row)
            QCOMPARE(list.isGuess(row), words(list)[row].startsWith(QStringLiteral("Undo")));
        // What nobody has typed for is chosen from the list.
        list.setTyped({});
        QVERIFY(!list.isGuess(0));
        QCOMPARE(words(list).first(), QStringLiteral("Undo pool.client_rate, advised by the team"));
        // Whoever hears of the typing finds the rows that it brought.
        int rows = -1;
        connect(&list, &CommandList::typedChanged, &list, [&] { rows = list.count(); });
        list.setTyped(QStringLiteral("zzz"));
        QCOMPARE(rows, 0);
    }

    void runsWhatIsShown()
    {
        CommandList list;
        list.setActions(m_actions);
        list.setTyped(QStringLiteral("jou"));
        QCOMPARE(list.count(), 1);
        list.run(0);
        QCOMPARE(m_journal->triggered, 1);
        list.run(1);
        list.run(-1);
        QCOMPARE(m_journal->triggered, 1);
    }

    void anActionThatIsGoneIsPassedOver()
    {
        CommandList list;
        auto gone = std::make_unique<FakeAction>(QStringLiteral("Gone"), true, nullptr);
        list.setActions({gone.get()});
        gone.reset();
        list.run(0);
        QVERIFY(!list.data(list.index(0), CommandList::TextRole).isValid());
    }
};

QTEST_GUILESS_MAIN(TestCommandList)
#include "tst_commandlist.moc"
