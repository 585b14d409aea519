// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/top/TerminalScreen.h"

#include "base/text/Figures.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include <poll.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J";
constexpr std::string_view kLeave = "\x1b[0m\x1b[?25h\x1b[?1049l";
constexpr std::array kCrashes{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/** What a crash must put back; written before the handler can run. */
termios &savedTerminal()
{
    static termios saved{};
    return saved;
}

void writeAll(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t size = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (size > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(size));
        } else if (errno == EAGAIN) {
            // The terminal may share a non-blocking description with the shell's other programs.
            pollfd ready{STDOUT_FILENO, POLLOUT, 0};
            (void)::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return; // the terminal is gone, SIGHUP follows
        }
    }
}

/** Only what is safe in a signal handler; then the signal does what it does without us. */
void onCrash(int number)
{
    (void)!::write(STDOUT_FILENO, kLeave.data(), kLeave.size());
    ::tcsetattr(STDIN_FILENO, TCSANOW, &savedTerminal());
    ::raise(number);
}

void catchCrashes()
{
    for (const int number : kCrashes) {
        struct sigaction action
        {
        };
        action.sa_handler = &onCrash;
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
        ::sigaction(number, &action, nullptr);
    }
}

void ignoreCrashes()
{
    for (const int number : kCrashes)
        ::signal(number, SIG_DFL);
}

std::string_view colourOf(ScreenLine::Style style)
{
    switch (style) {
    case ScreenLine::Style::Title:
        return "\x1b[1;36m";
    case ScreenLine::Style::Good:
        return "\x1b[32m";
    case ScreenLine::Style::Warning:
        return "\x1b[1;33m";
    case ScreenLine::Style::Plain:
        break;
    }
    return {};
}

} // namespace

TerminalScreen::TerminalScreen(Colour colour)
    : m_colour(colour)
{
    ::tcgetattr(STDIN_FILENO, &m_before);
    savedTerminal() = m_before;
    catchCrashes();
}

TerminalScreen::~TerminalScreen()
{
    leave();
    ignoreCrashes();
}

void TerminalScreen::enter()
{
    if (m_isEntered)
        return;
    termios keys = m_before;
    // Signals stay on: Ctrl-C and Ctrl-Z mean what they mean everywhere.
    keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    keys.c_cc[VMIN] = 0;
    keys.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
    writeAll(kEnter);
    m_isEntered = true;
}

void TerminalScreen::leave()
{
    if (!m_isEntered)
        return;
    writeAll(kLeave);
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
    m_isEntered = false;
}

void TerminalScreen::draw(const std::vector<ScreenLine> &lines)
{
    if (m_isEntered)
        writeAll(frame(lines, terminalSize(), m_colour));
}

std::string TerminalScreen::frame(const std::vector<ScreenLine> &lines, TerminalSize size, Colour colour)
{
    std::string bytes = "\x1b[H";
    std::size_t row = 0;
    for (const ScreenLine &line : lines) {
        if (row == size.rows)
            break;
        if (row++ > 0)
            bytes += "\r\n";
        const std::string_view escape = colour == Colour::Yes ? colourOf(line.style) : std::string_view();
        bytes.append(escape).append(fitted(line.text, size.columns));
        if (!escape.empty())
            bytes += "\x1b[0m";
        // A line of the full width leaves the cursor on its last column, and erasing would take that away.
        if (textWidth(line.text) < size.columns)
            bytes += "\x1b[K";
    }
    return row < size.rows ? bytes + "\x1b[J" : bytes;
}

} // namespace sluice
