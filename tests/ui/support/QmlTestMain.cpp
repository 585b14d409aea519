// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the Qt Quick Test file that -input names, with the console's modules at hand.
#include <QApplication>
#include <QQmlEngine>
#include <QtQuickTest>

class Setup : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    static void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    }
};

int main(int argc, char *argv[])
{
    // QtCharts needs the widgets' application, which Qt Quick Test would not make.
    const QApplication app(argc, argv);
    Setup setup;
    return quick_test_main_with_setup(argc, argv, "sluice", nullptr, &setup);
}

#include "QmlTestMain.moc"
