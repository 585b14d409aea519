// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConsoleProgram.h"

#include "Catalogue.h"
#include "ConsoleSession.h"
#include "RendererChoice.h"

#include "base/system/SignalWatcher.h"
#include "base/system/StandardOutput.h"
#include "base/text/QuotedText.h"

#include <QApplication>
#include <QFile>
#include <QIcon>
#include <QLibraryInfo>
#include <QQuickWindow>
#include <QTimer>

#include <array>
#include <csignal>
#include <cstdio>

#include <time.h>
#include <unistd.h>

namespace sluice {

namespace {

/** Seconds since the process began, by the kernel's own account. */
double secondsSinceStart()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    // The program's name, in parentheses, may hold anything; the start time is the 20th field behind it.
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startTime = 19;
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    const double ticks = fields.size() > startTime ? fields[startTime].toDouble() : 0;
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) -
           ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void say(const QString &text)
{
    std::fprintf(stderr, "sluice: %s\n", qUtf8Printable(text));
}

} // namespace

ConsoleProgram::ConsoleProgram(ConsoleOptions options)
    : m_options(std::move(options))
{
}

tl::expected<void, Error> ConsoleProgram::prepare(const ConsoleOptions &options)
{
    // Before the first thread, which inherits it: else a signal would end the process instead of being read.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, number);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
        qEnvironmentVariableIsSet("WAYLAND_DISPLAY"))
        return {};
    if (options.screenshot.empty() && !options.printsStartTime)
        return tl::unexpected(environmentError(
            "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); sluiced runs without one, and "
            "sluicectl top shows an engine in a terminal"));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return {};
}

int ConsoleProgram::run()
{
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/io.github.sluice.Sluice.svg")));
    QApplication::setDesktopFileName(QStringLiteral("io.github.sluice.Sluice"));
    installCatalogue(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    installCatalogue(QStringLiteral("sluice"), QStringLiteral(":/i18n"));
    if (const QString why = chooseRenderer(); !why.isEmpty())
        say(why);
    const SignalWatcher signals;
    // Who sends a signal is not there to answer a question.
    connect(&signals, &SignalWatcher::stopRequested, this, &ConsoleProgram::leave);
    connect(&signals, &SignalWatcher::reloadRequested, this, &ConsoleProgram::leave);
    if (!show())
        return 1;
    if (!m_options.screenshot.empty())
        QTimer::singleShot(m_options.after, this, &ConsoleProgram::takePicture);
    if (m_options.printsStartTime)
        awaitFirstChart();
    return QApplication::exec();
}

bool ConsoleProgram::show()
{
    QVariantMap given{
        {QStringLiteral("givenUrl"), QUrl(QString::fromStdString(m_options.engine))},
        {QStringLiteral("givenToken"), QString::fromStdString(m_options.token)},
        {QStringLiteral("givenPage"), QString::fromStdString(m_options.page)},
        {QStringLiteral("givenTheme"), QString::fromStdString(m_options.theme)},
        {QStringLiteral("givenTextScale"), m_options.textScale.value_or(0)},
        {QStringLiteral("remembers"), m_options.screenshot.empty() && !m_options.printsStartTime},
    };
    if (m_options.size) {
        given.insert(QStringLiteral("givenWidth"), m_options.size->width);
        given.insert(QStringLiteral("givenHeight"), m_options.size->height);
    }
    m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine.setInitialProperties(given);
    m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Sluice/Window/Main.qml")));
    if (m_engine.rootObjects().isEmpty()) {
        say(QStringLiteral("the window could not be made"));
        return false;
    }
    m_window = qobject_cast<QQuickWindow *>(m_engine.rootObjects().constFirst());
    connect(m_window, &QQuickWindow::sceneGraphError, this,
            [](QQuickWindow::SceneGraphError /*error*/, const QString &message) { drawInSoftware(message); });
    return true;
}

void ConsoleProgram::takePicture()
{
    const QString file = QString::fromStdString(m_options.screenshot);
    if (!m_window->grabWindow().save(file, "PNG")) {
        say(QStringLiteral("--screenshot: %1 cannot be written")
                .arg(QString::fromStdString(quotedText(m_options.screenshot))));
        QApplication::exit(1);
        return;
    }
    QApplication::exit(0);
}

void ConsoleProgram::awaitFirstChart()
{
    auto *session = m_window->property("session").value<ConsoleSession *>();
    connect(session->view(), &TimeView::spanChanged, this, [this, session] {
        // The charts are filled within the frames that follow; then one more has to be drawn.
        if (m_framesToCome < 0 && session->link()->isLive())
            m_framesToCome = 2;
    });
    connect(m_window, &QQuickWindow::frameSwapped, this, [this] {
        if (m_framesToCome < 0 || --m_framesToCome > 0) {
            m_window->update();
            return;
        }
        const QString text =
            QStringLiteral("first live chart after %1 s\n").arg(secondsSinceStart(), 0, 'f', 2);
        const auto written = writeStandardOutput(text.toStdString());
        if (!written)
            say(QString::fromStdString(written.error().message));
        QApplication::exit(written ? 0 : 1);
    });
}

void ConsoleProgram::leave()
{
    auto *session = m_window ? m_window->property("session").value<ConsoleSession *>() : nullptr;
    if (!session) {
        QApplication::exit(0);
        return;
    }
    // A risky setting that nobody has kept does not outlive the window that asked about it.
    connect(session, &ConsoleSession::readyToLeave, qApp, [] { QCoreApplication::exit(0); });
    session->prepareToLeave();
}

void ConsoleProgram::drawInSoftware(const QString &message)
{
    if (qEnvironmentVariable("QT_QUICK_BACKEND") == QLatin1String("software")) {
        say(message);
        QApplication::exit(1);
        return;
    }
    say(QStringLiteral("drawing in software from now on: %1").arg(message));
    qputenv("QT_QUICK_BACKEND", "software");
    QList<QByteArray> words;
    const QStringList arguments = QApplication::arguments();
    for (const QString &argument : arguments)
        words.append(argument.toLocal8Bit());
    std::vector<char *> argv;
    argv.reserve(static_cast<std::size_t>(words.size()) + 1);
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv("/proc/self/exe", argv.data());
    say(QStringLiteral("it could not be started again"));
    QApplication::exit(1);
}

} // namespace sluice
