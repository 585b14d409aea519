// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The translation catalogues: nothing unfinished, nothing empty, and no place for a number lost on the way.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

namespace {

/** The %1, %2, %n and L-forms of a text, sorted. */
QStringList placesIn(const QString &text)
{
    static const QRegularExpression place(QStringLiteral("%L?(?:[1-9]|n)"));
    QStringList places;
    auto matches = place.globalMatch(text);
    while (matches.hasNext())
        places.append(matches.next().captured());
    places.removeDuplicates();
    places.sort();
    return places;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWordIsTranslated_data()
    {
        QTest::addColumn<QString>("path");
        const QStringList catalogues =
            QDir(QStringLiteral(SLUICE_CATALOGUES)).entryList({QStringLiteral("*.ts")});
        QVERIFY(catalogues.contains(QStringLiteral("sluice_de.ts")));
        for (const QString &name : catalogues)
            QTest::newRow(qPrintable(name)) << QStringLiteral(SLUICE_CATALOGUES "/") + name;
    }

    void everyWordIsTranslated()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        bool isPlural = false;
        int messages = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("message")) {
                ++messages;
                isPlural = xml.attributes().hasAttribute(QStringLiteral("numerus"));
            } else if (xml.name() == QLatin1String("source")) {
                source = xml.readElementText();
            } else if (xml.name() == QLatin1String("translation")) {
                QVERIFY2(!xml.attributes().hasAttribute(QStringLiteral("type")), qPrintable(source));
                const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
                QVERIFY2(!text.isEmpty(), qPrintable(source));
                // The form for one may do without its number.
                QVERIFY2(placesIn(text) == placesIn(source) || (isPlural && placesIn(text).isEmpty()),
                         qPrintable(source + QStringLiteral(" -> ") + text));
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 0);
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
