// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "PseudoTerminal.h"

#include <csignal>
#include <vector>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sluice::test {

PseudoTerminal::PseudoTerminal(int columns, int rows)
    : m_columns(columns)
    , m_rows(rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    if (::openpty(&m_master, &m_slave, nullptr, nullptr, &size) != 0)
        return;
    ::fcntl(m_master, F_SETFD, FD_CLOEXEC);
    ::fcntl(m_master, F_SETFL, O_NONBLOCK);
    ::tcgetattr(m_slave, &m_before);
    m_notifier = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [this] { read(); });
}

PseudoTerminal::~PseudoTerminal()
{
    if (m_pid > 0 && !m_isEnded) {
        ::kill(m_pid, SIGKILL);
        reap(0);
    }
    hangUp();
}

bool PseudoTerminal::start(const QString &program, const QStringList &arguments,
                           const QStringList &environment)
{
    QList<QByteArray> words{program.toUtf8()};
    for (const QString &argument : arguments)
        words.append(argument.toUtf8());
    std::vector<char *> pointers;
    for (QByteArray &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    m_pid = ::fork();
    if (m_pid != 0)
        return m_pid > 0;
    ::setsid();
    ::ioctl(m_slave, TIOCSCTTY, 0);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(m_slave, descriptor);
    ::close(m_slave);
    for (const QString &variable : environment)
        ::putenv(qstrdup(variable.toUtf8().constData()));
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
}

void PseudoTerminal::type(const QByteArray &keys)
{
    [[maybe_unused]] const ssize_t written =
        ::write(m_master, keys.constData(), static_cast<std::size_t>(keys.size()));
}

void PseudoTerminal::resize(int columns, int rows)
{
    m_columns = columns;
    m_rows = rows;
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ::ioctl(m_master, TIOCSWINSZ, &size);
}

void PseudoTerminal::hangUp()
{
    m_notifier.reset();
    for (int *descriptor : {&m_master, &m_slave})
        if (*descriptor >= 0) {
            ::close(*descriptor);
            *descriptor = -1;
        }
}

void PseudoTerminal::signal(int number) const
{
    ::kill(m_pid, number);
}

void PseudoTerminal::reap(int options)
{
    int status = 0;
    if (m_isEnded || ::waitpid(m_pid, &status, options) != m_pid)
        return;
    m_isStopped = WIFSTOPPED(status);
    m_isEnded = WIFEXITED(status) || WIFSIGNALED(status);
    if (m_isEnded)
        m_exitStatus = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool PseudoTerminal::isStopped()
{
    reap(WNOHANG | WUNTRACED | WCONTINUED);
    return m_isStopped;
}

bool PseudoTerminal::isEnded()
{
    reap(WNOHANG);
    if (m_isEnded && m_master >= 0)
        read();
    return m_isEnded;
}

void PseudoTerminal::read()
{
    char bytes[4096];
    ssize_t size = 0;
    while ((size = ::read(m_master, bytes, sizeof bytes)) > 0)
        m_output.append(bytes, size);
}

bool PseudoTerminal::isAsBefore() const
{
    termios now{};
    return ::tcgetattr(m_slave, &now) == 0 && now.c_lflag == m_before.c_lflag &&
           now.c_iflag == m_before.c_iflag && now.c_oflag == m_before.c_oflag;
}

/** Plays the output since the last clearing: cursor home, erasures, line ends and text; anything else that
 * begins with ESC must be a colour. */
QList<QByteArray> PseudoTerminal::screen() const
{
    QList<QByteArray> lines(m_rows, QByteArray(m_columns, ' '));
    int row = 0;
    int column = 0;
    const auto begin = std::max<qsizetype>(0, m_output.lastIndexOf("\x1b[H"));
    for (qsizetype i = begin; i < m_output.size(); ++i) {
        const char c = m_output.at(i);
        if (c == '\r') {
            column = 0;
        } else if (c == '\n') {
            ++row;
        } else if (c == '\x1b') {
            qsizetype end = i + 2;
            while (end < m_output.size() && (m_output.at(end) < '@' || m_output.at(end) > '~'))
                ++end;
            const char command = end < m_output.size() ? m_output.at(end) : 'm';
            if (command == 'K' && row < m_rows)
                lines[row].replace(column, m_columns - column, QByteArray(m_columns - column, ' '));
            i = end;
        } else if (row < m_rows && column < m_columns) {
            lines[row][column++] = c;
        } else {
            return {"(beyond the edge of the screen)"};
        }
    }
    for (QByteArray &line : lines)
        while (line.endsWith(' '))
            line.chop(1);
    return lines;
}

} // namespace sluice::test
