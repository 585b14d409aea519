// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The console from its command line to its exit code: the renderer, the language, the window, and what is
// done with it besides looking. Owned by main; GUI thread only.
#pragma once

#include "client/ConsoleOptions.h"

#include <QObject>
#include <QQmlApplicationEngine>

class QQuickWindow;

namespace sluice {

class ConsoleProgram : public QObject
{
    Q_OBJECT

public:
    explicit ConsoleProgram(ConsoleOptions options);

    /** What has to be known before the application is made: a picture needs no display. The error says that
     * there is none. */
    static tl::expected<void, Error> prepare(const ConsoleOptions &options);

    /** Shows the window and answers the program's exit code when it is closed; needs a QApplication. */
    int run();

private:
    bool show();
    void takePicture();
    void awaitFirstChart();
    void leave();
    static void drawInSoftware(const QString &message);

    const ConsoleOptions m_options;
    QQmlApplicationEngine m_engine;
    QQuickWindow *m_window = nullptr;
    int m_framesToCome = -1; // until the first live chart is on the screen
};

} // namespace sluice
