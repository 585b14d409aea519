// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a program shows on a terminal: the program on one end of a pseudo terminal, and on the other just
// enough of a terminal to know what stands where. Owned by one test function.
#pragma once

#include <QByteArray>
#include <QList>
#include <QSocketNotifier>
#include <QStringList>

#include <memory>

#include <sys/types.h>
#include <termios.h>

namespace sluice::test {

class PseudoTerminal
{
public:
    PseudoTerminal(int columns, int rows);
    ~PseudoTerminal();
    PseudoTerminal(const PseudoTerminal &) = delete;
    PseudoTerminal &operator=(const PseudoTerminal &) = delete;

    /** Starts the program in a session of its own on the terminal. */
    bool start(const QString &program, const QStringList &arguments, const QStringList &environment = {});

    /** What the person types. */
    void type(const QByteArray &keys);

    /** Changes the size, as a window that is dragged. */
    void resize(int columns, int rows);

    /** Closes the window. */
    void hangUp();

    void signal(int number) const;

    /** True when the program has stopped (as by Ctrl-Z) or ended; reaps it at its end. */
    bool isStopped();
    bool isEnded();

    /** The exit code, or 128 and the number of the signal that killed it; valid after its end. */
    int exitStatus() const { return m_exitStatus; }

    /** Everything that the program has written. */
    const QByteArray &output() const { return m_output; }

    /** The lines of the screen as they stand, without blanks at their ends. */
    QList<QByteArray> screen() const;

    /** True while the alternate screen is on. */
    bool isAlternate() const
    {
        return m_output.lastIndexOf("\x1b[?1049h") > m_output.lastIndexOf("\x1b[?1049l");
    }

    /** True while the cursor is hidden. */
    bool isCursorHidden() const
    {
        return m_output.lastIndexOf("\x1b[?25l") > m_output.lastIndexOf("\x1b[?25h");
    }

    /** True when the terminal echoes and gives whole lines, as a shell leaves it. */
    bool isAsBefore() const;

private:
    void reap(int options);
    void read();

    int m_columns;
    int m_rows;
    int m_master = -1;
    int m_slave = -1; // kept open, so that the settings outlive the program
    termios m_before{};
    pid_t m_pid = -1;
    bool m_isStopped = false;
    bool m_isEnded = false;
    int m_exitStatus = -1;
    QByteArray m_output;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sluice::test
