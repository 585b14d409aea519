// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An engine that somebody has started by hand on a terminal, and SIGHUP: one that is sent asks for a reload,
// one that says that the terminal is gone ends the engine, and who wanted it to stay (nohup, disown) has it
// stay.

#include "support/EngineTest.h"
#include "support/FileContent.h"

#include <csignal>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

/** A terminal, a program in its foreground, and an engine that the program is or starts. */
class Terminal
{
public:
    Terminal()
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (m_master >= 0 && (::grantpt(m_master) != 0 || ::unlockpt(m_master) != 0))
            close();
    }
    ~Terminal()
    {
        close();
        const pid_t engine = enginePid();
        if (engine > 0)
            ::kill(engine, SIGKILL);
        if (m_program > 0) {
            ::kill(m_program, SIGKILL);
            ::waitpid(m_program, nullptr, 0);
        }
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    bool isOpen() const { return m_master >= 0; }

    /** Runs bash there, without anybody's settings. */
    void start(const QByteArray &script, const char *mode)
    {
        const QByteArray slave = ::ptsname(m_master);
        const QByteArray file = m_folder.filePath(QStringLiteral("script")).toLocal8Bit();
        writeScript(script);
        m_program = ::fork();
        if (m_program != 0)
            return;
        ::setsid();
        const int terminal = ::open(slave.constData(), O_RDWR); // becomes the session's
        for (const int standard : {0, 1, 2})
            ::dup2(terminal, standard);
        sigset_t none;
        sigemptyset(&none);
        ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
        if (*mode != '\0')
            ::execlp("bash", "bash", "--norc", "--noprofile", mode, nullptr);
        else
            ::execlp("bash", "bash", file.constData(), nullptr);
        ::_exit(127);
    }

    /** As if somebody typed it. */
    void type(const QByteArray &line)
    {
        [[maybe_unused]] const auto written = ::write(m_master, line.constData(), std::size_t(line.size()));
    }

    /** The window is closed, or the connection lost. */
    void close()
    {
        if (m_master >= 0)
            ::close(m_master);
        m_master = -1;
    }

    enum class Log { File, Terminal };
    /** What starts the engine and leaves its pid and its log behind; @p words go in front of it. */
    QByteArray command(const QByteArray &words = {}, Log log = Log::File) const
    {
        const auto at = [this](const char *name) {
            return '\'' + m_folder.filePath(QString::fromLatin1(name)).toLocal8Bit() + '\'';
        };
        const auto loopback = [](const PortLease &lease) {
            return "127.0.0.1:" + QByteArray::number(lease.port());
        };
        return words + " sh -c 'echo $$ > \"$0\"; exec \"$@\"' " + at("pid") + " '" +
               SluicedProcess::program().toLocal8Bit() + "' --listen " + loopback(m_public) + " --admin " +
               loopback(m_admin) + " --set drain.grace=0" +
               (log == Log::File ? " > /dev/null 2> " + at("log") : QByteArray());
    }

    bool isReady() const
    {
        return eventually([this] { return statusOf(m_admin.port(), "/readyz") == 200; });
    }
    pid_t enginePid() const { return contentOf(m_folder.filePath(QStringLiteral("pid"))).trimmed().toInt(); }
    QByteArray log() const { return contentOf(m_folder.filePath(QStringLiteral("log"))); }
    bool answers() const { return statusOf(m_admin.port(), "/readyz") == 200; }

    bool logs(const char *text, int times = 1) const
    {
        return eventually([&] { return log().count(text) >= times; });
    }

private:
    void writeScript(const QByteArray &script) const
    {
        QFile file(m_folder.filePath(QStringLiteral("script")));
        if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
            qFatal("the script cannot be written");
    }

    int m_master = -1;
    pid_t m_program = -1;
    PortLease m_public;
    PortLease m_admin;
    QTemporaryDir m_folder;
};

constexpr const char *interactive = "-i";
constexpr const char *login = "-il";
constexpr const char *reloaded = "sluiced: reload:";
constexpr const char *stops = "the terminal that it was started on is gone";

} // namespace

class tst_terminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClosedTerminalEndsTheEngine_data();
    void aClosedTerminalEndsTheEngine();
    void aShellThatExitsMayTakeItAlong();
    void theLogMayBeOnTheTerminal();
    void whoShallStayStays_data();
    void whoShallStayStays();
};

void tst_terminal::aClosedTerminalEndsTheEngine_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("behind");
    QTest::addColumn<bool>("isInteractive");
    QTest::newRow("the terminal's own program") << QByteArray("exec") << QByteArray() << false;
    QTest::newRow("in a script") << QByteArray() << QByteArray() << false;
    QTest::newRow("in the foreground of a shell") << QByteArray() << QByteArray() << true;
    QTest::newRow("in the background of a shell") << QByteArray() << QByteArray(" &") << true;
}

/** And while it is open, SIGHUP is what it is everywhere. */
void tst_terminal::aClosedTerminalEndsTheEngine()
{
    QFETCH(const QByteArray, words);
    QFETCH(const QByteArray, behind);
    QFETCH(const bool, isInteractive);
    Terminal terminal;
    QVERIFY(terminal.isOpen());
    const QByteArray line = terminal.command(words) + behind + '\n';
    terminal.start(line, isInteractive ? interactive : "");
    if (isInteractive)
        terminal.type(line);
    QVERIFY2(terminal.isReady(), terminal.log().constData());
    for (int times = 1; times <= 2; ++times) {
        QCOMPARE(::kill(terminal.enginePid(), SIGHUP), 0);
        QVERIFY2(terminal.logs(reloaded, times), terminal.log().constData());
    }
    QVERIFY(terminal.answers());
    if (isInteractive && !behind.isEmpty()) { // the shell that would pass the terminal's end on may ask too
        terminal.type("kill -HUP %1\n");
        QVERIFY2(terminal.logs(reloaded, 3), terminal.log().constData());
        QVERIFY(terminal.answers());
    }
    terminal.close();
    QVERIFY2(terminal.logs(stops), terminal.log().constData());
    QVERIFY2(eventually([&] { return !terminal.answers(); }), terminal.log().constData());
}

/** bash as zsh is by itself: it tells its jobs first, while its terminal is still there. */
void tst_terminal::aShellThatExitsMayTakeItAlong()
{
    Terminal terminal;
    QVERIFY(terminal.isOpen());
    terminal.start({}, login);
    terminal.type("shopt -s huponexit\n" + terminal.command() + " &\n");
    QVERIFY2(terminal.isReady(), terminal.log().constData());
    terminal.type("exit\n");
    QVERIFY2(terminal.logs(stops), terminal.log().constData());
    QVERIFY2(eventually([&] { return !terminal.answers(); }), terminal.log().constData());
}

/** Where nothing can be written any more. */
void tst_terminal::theLogMayBeOnTheTerminal()
{
    Terminal terminal;
    QVERIFY(terminal.isOpen());
    terminal.start({}, interactive);
    terminal.type(terminal.command({}, Terminal::Log::Terminal) + " &\n");
    QVERIFY(terminal.isReady());
    terminal.close();
    QVERIFY(eventually([&] { return !terminal.answers(); }));
}

void tst_terminal::whoShallStayStays_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("behind");
    QTest::newRow("nohup") << QByteArray("nohup") << QByteArray(" &");
    QTest::newRow("disown") << QByteArray() << QByteArray(" & disown; exit");
    QTest::newRow("setsid") << QByteArray("setsid") << QByteArray(" &");
}

/** Its terminal goes, and a SIGHUP afterwards is a reload. */
void tst_terminal::whoShallStayStays()
{
    QFETCH(const QByteArray, words);
    QFETCH(const QByteArray, behind);
    Terminal terminal;
    QVERIFY(terminal.isOpen());
    terminal.start({}, interactive);
    terminal.type(terminal.command(words) + behind + '\n');
    QVERIFY2(terminal.isReady(), terminal.log().constData());
    terminal.close();
    QThread::msleep(2000);
    QVERIFY2(terminal.answers(), terminal.log().constData());
    const int before = int(terminal.log().count(reloaded));
    QCOMPARE(::kill(terminal.enginePid(), SIGHUP), 0);
    QVERIFY2(terminal.logs(reloaded, before + 1), terminal.log().constData());
    QVERIFY(terminal.answers());
    QVERIFY(!terminal.log().contains(stops));
}

QTEST_GUILESS_MAIN(tst_terminal)
#include "tst_terminal.moc"
