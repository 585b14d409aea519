// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsReference.h"

#include "settings/Schema.h"

#include <QFile>
#include <QTest>

using namespace sluice;

class tst_SettingsReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesEverySetting();
    void committedFileIsUpToDate();
};

void tst_SettingsReference::namesEverySetting()
{
    const std::string text = settingsReferenceText();
    for (const SettingInfo &info : schema()) {
        const std::string row = "\n| `" + std::string(info.key) + "` |";
        QVERIFY2(text.find(row) != std::string::npos, row.c_str());
    }
}

void tst_SettingsReference::committedFileIsUpToDate()
{
    QFile file(QStringLiteral(SLUICE_SOURCE_DIR "/docs/settings.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    QVERIFY2(file.readAll().toStdString() == settingsReferenceText(),
             "run: sluiced --print-settings-reference > docs/settings.md");
}

QTEST_APPLESS_MAIN(tst_SettingsReference)
#include "tst_settingsreference.moc"
