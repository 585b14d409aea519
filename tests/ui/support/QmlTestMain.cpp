// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the Qt Quick Test file that -input names, with the console's modules at hand. What QML warns of (a
// binding that loops, a property of null) is a fault that a user may see, and fails the program.
#include <QApplication>
#include <QQmlEngine>
#include <QtQuickTest>

namespace {
int warnings = 0;
}

class Setup : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    static void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        connect(engine, &QQmlEngine::warnings, engine,
                [](const QList<QQmlError> &met) { warnings += static_cast<int>(met.size()); });
    }
};

int main(int argc, char *argv[])
{
    // QtCharts needs the widgets' application, which Qt Quick Test would not make.
    const QApplication app(argc, argv);
    Setup setup;
    const int failed = quick_test_main_with_setup(argc, argv, "sluice", nullptr, &setup);
    if (warnings > 0)
        qCritical("%d warnings of QML above: each is a fault of the page or of its test", warnings);
    return failed != 0 ? failed : warnings > 0 ? 1 : 0;
}

#include "QmlTestMain.moc"
