// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// sluiced, the headless engine.
#include "base/system/SignalWatcher.h"
#include "base/system/StandardOutput.h"
#include "base/text/Figures.h"
#include "server/Server.h"
#include "server/service/ServiceReporter.h"
#include "server/service/SettingsReloader.h"
#include "settings/DaemonOptions.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <csignal>
#include <cstdio>

namespace {

int exitWith(const sluice::Error &error)
{
    std::fprintf(stderr, "sluiced: %s\n", sluice::printable(error.message).c_str());
    return sluice::exitCode(error);
}

} // namespace

int main(int argc, char *argv[])
{
    sluice::holdStandardDescriptors();
    // Whoever reads the log may go away; that must not end the engine.
    std::signal(SIGPIPE, SIG_IGN);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto options = sluice::parseDaemonOptions(arguments);
    if (!options)
        return exitWith(options.error());
    if (options->action != sluice::DaemonOptions::Action::Run) {
        for (const std::string &warning : options->warnings)
            std::fprintf(stderr, "sluiced: warning: %s\n", sluice::printable(warning).c_str());
        const auto written = sluice::writeStandardOutput(sluice::answerText(*options));
        return written ? 0 : exitWith(written.error());
    }

    QCoreApplication app(argc, argv);
    // No plugins: QtHttpServer would have one load OpenSSL, which is megabytes for an engine that speaks
    // no TLS. That none is found is then no news.
    QCoreApplication::setLibraryPaths({});
    QLoggingCategory::setFilterRules(QStringLiteral("qt.network.ssl.warning=false"));
    sluice::SignalWatcher signals;
    auto passed = sluice::PassedSockets::take();
    if (!passed)
        return exitWith(passed.error());
    const auto demo = options->isDemo ? sluice::Demo::Yes : sluice::Demo::No;
    const auto server = sluice::Server::start(options->settings, demo, std::move(*passed), options->source);
    if (!server)
        return exitWith(server.error());
    sluice::ServiceReporter reporter(**server);
    QObject::connect(&signals, &sluice::SignalWatcher::terminalClosed, server->get(), [&] {
        (*server)->logger().log(
            sluice::LogLevel::Warning,
            "sluiced: the terminal that it was started on is gone: it stops, as at SIGTERM");
    });
    QObject::connect(&signals, &sluice::SignalWatcher::stopRequested, &reporter,
                     &sluice::ServiceReporter::reportStopping);
    // A manager that has heard of the stop, or asked for it, waits for the end and kills when it is late.
    QObject::connect(&signals, &sluice::SignalWatcher::stopRequested, server->get(), [&] {
        (*server)->stop(reporter.hasManager() ? sluice::StopKind::Final : sluice::StopKind::Revocable);
    });
    QObject::connect(&signals, &sluice::SignalWatcher::reloadRequested, &reporter, [&] {
        reporter.reportReloading();
        sluice::reloadOnHangup((*server)->engine().settings(), (*server)->logger());
        reporter.reportReloaded();
    });
    QObject::connect(&(*server)->engine(), &sluice::Engine::reopened, &reporter,
                     &sluice::ServiceReporter::reportReady);
    QObject::connect(&(*server)->engine(), &sluice::Engine::reopened, &signals,
                     &sluice::SignalWatcher::forgetStop);
    QObject::connect(server->get(), &sluice::Server::stopped, &app, &QCoreApplication::quit);
    for (const std::string &warning : options->warnings)
        (*server)->logger().log(sluice::LogLevel::Warning, warning);
    (*server)->logger().log(sluice::LogLevel::Info,
                            "sluiced: streams on http://" + (*server)->publicAddress().text() +
                                ", admin on http://" + (*server)->adminAddress().text() + ", " +
                                std::to_string((*server)->engine().workerCount()) + " workers, up to " +
                                std::to_string((*server)->engine().admission().maxStreams()) + " streams");
    reporter.reportReady();
    return QCoreApplication::exec();
}
