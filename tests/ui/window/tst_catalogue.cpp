// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One thing and many are told apart in every language, also where the desktop names none.
#include "Catalogue.h"

#include <QLocale>
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
        const auto translators = QCoreApplication::instance()->findChildren<QTranslator *>();
        qDeleteAll(translators);
    }

    void whatIsNotThereIsNotInstalled()
    {
        QVERIFY(!installCatalogue(QStringLiteral("nothing"), QStringLiteral(":/i18n")));
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
