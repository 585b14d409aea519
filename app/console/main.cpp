// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// sluice, the console.
#include "server/ServerThread.h"

#include <QApplication>
#include <QQmlApplicationEngine>
#include <QUrl>

#include <csignal>
#include <cstdio>

int main(int argc, char *argv[])
{
    std::signal(SIGPIPE, SIG_IGN);
    // QtCharts draws through the graphics view framework, which needs the widgets' application.
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sluice"));
    QApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));

    sluice::Settings settings;
    settings.listen_public = "127.0.0.1:0";
    settings.listen_admin = "127.0.0.1:0";
    sluice::ServerThread embedded;
    const auto addresses = embedded.start(settings, sluice::Demo::Yes);
    if (!addresses) {
        std::fprintf(stderr, "sluice: %s\n", addresses.error().message.c_str());
        return sluice::exitCode(addresses.error());
    }
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.setInitialProperties(
        {{QStringLiteral("engineUrl"),
          QUrl(QStringLiteral("http://") + QString::fromStdString(addresses->adminAddress.text()))},
         {QStringLiteral("engineName"), QCoreApplication::translate("main", "This computer")}});
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Sluice/Console/Main.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QApplication::exec();
}
