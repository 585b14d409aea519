// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One thing and many are told apart in every language, also where the desktop names none.
#include "Catalogue.h"

#include <QLocale>
#include <QSet>
#include <QTest>
#include <QTranslator>

using namespace sluice;

class TestCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneIsNoPlural_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("many");
        const QString one = QStringLiteral("Show the last minute");
        const QString many = QStringLiteral("Show the last 5 minutes");
        QTest::newRow("C") << QLocale::c() << one << many;
        QTest::newRow("en_GB") << QLocale(QLocale::English, QLocale::UnitedKingdom) << one << many;
        // Nobody has translated it: the words are English, so are their plurals.
        QTest::newRow("cs_CZ") << QLocale(QLocale::Czech) << one << many;
        QTest::newRow("de_DE") << QLocale(QLocale::German) << QStringLiteral("Die letzte Minute zeigen")
                               << QStringLiteral("Die letzten 5 Minuten zeigen");
    }

    void oneIsNoPlural()
    {
        QFETCH(QLocale, locale);
        QLocale::setDefault(locale);
        QVERIFY(installCatalogue(QStringLiteral("sluice"), QStringLiteral(":/i18n")));
        const auto words = [](int minutes) {
            return QCoreApplication::translate("ConsoleActions", "Show the last %n minute(s)", nullptr,
                                               minutes);
        };
        QTEST(words(1), "one");
        QTEST(words(5), "many");
        qDeleteAll(QCoreApplication::instance()->findChildren<QTranslator *>());
    }

    void noTwoColumnsOfATableAreCalledAlike_data()
    {
        QTest::addColumn<QByteArray>("context");
        QTest::addColumn<QList<QByteArray>>("titles");
        QTest::newRow("channels") << QByteArray("ChannelsPage")
                                  << QList<QByteArray>{"Channel",   "Streams", "Published", "Course",
                                                       "History",   "Slowest", "Policy",    "Dropped",
                                                       "Coalesced", "Pauses",  "State"};
        QTest::newRow("streams") << QByteArray("StreamsTable")
                                 << QList<QByteArray>{"Id",     "Client", "Channel",    "Age",    "Backlog",
                                                      "Events", "Rate",   "Last event", "Worker", "State"};
        QTest::newRow("ends") << QByteArray("StreamsEnded")
                              << QList<QByteArray>{"Ended", "Cause", "Client", "Channel", "Age",
                                                   "Sent",  "Id",    "Worker", "Why"};
    }

    void noTwoColumnsOfATableAreCalledAlike()
    {
        QFETCH(QByteArray, context);
        QFETCH(QList<QByteArray>, titles);
        QLocale::setDefault(QLocale(QLocale::German));
        QVERIFY(installCatalogue(QStringLiteral("sluice"), QStringLiteral(":/i18n")));
        QSet<QString> words;
        for (const QByteArray &title : std::as_const(titles))
            words.insert(QCoreApplication::translate(context.constData(), title.constData()));
        QCOMPARE(words.size(), titles.size());
        QVERIFY(!words.contains(QString::fromLatin1(titles.constFirst())));
        qDeleteAll(QCoreApplication::instance()->findChildren<QTranslator *>());
    }

    void whatIsNotThereIsNotInstalled()
    {
        QVERIFY(!installCatalogue(QStringLiteral("nothing"), QStringLiteral(":/i18n")));
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
