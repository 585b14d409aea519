// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// sluice, the console.
#include "ConsoleProgram.h"

#include "base/system/StandardOutput.h"
#include "base/text/Figures.h"

#include <QApplication>

#include <csignal>
#include <cstdio>

namespace {

int exitWith(const sluice::Error &error)
{
    std::fprintf(stderr, "sluice: %s\n", sluice::printable(error.message).c_str());
    return sluice::exitCode(error);
}

} // namespace

int main(int argc, char *argv[])
{
    sluice::holdStandardDescriptors();
    std::signal(SIGPIPE, SIG_IGN);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto options = sluice::parseConsoleOptions(arguments);
    if (!options)
        return exitWith(options.error());
    if (options->action != sluice::ConsoleOptions::Action::Run) {
        const auto written = sluice::writeStandardOutput(sluice::answerText(*options));
        return written ? 0 : exitWith(written.error());
    }
    if (!options->warning.empty())
        std::fprintf(stderr, "sluice: warning: %s\n", sluice::printable(options->warning).c_str());
    if (const auto prepared = sluice::ConsoleProgram::prepare(*options); !prepared)
        return exitWith(prepared.error());
    // QtCharts draws through the graphics view framework, which needs the widgets' application.
    const QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sluice"));
    QApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    sluice::ConsoleProgram program(*options);
    return program.run();
}
