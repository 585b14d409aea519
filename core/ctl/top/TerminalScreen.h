// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole terminal, for as long as it lives: alternate screen, no echo, keys as they are pressed. Whatever
// ends the program, the terminal is as it was before; SIGKILL excepted. At most one; owned by the command,
// main thread.
#pragma once

#include "ctl/output/TerminalSize.h"

#include <string>
#include <vector>

#include <termios.h>

namespace sluice {

/** One line of a screen; its text holds no escape sequence, so that its width is known. */
struct ScreenLine
{
    enum class Style { Plain, Title, Good, Warning };

    std::string text;
    Style style = Style::Plain;
};

class TerminalScreen
{
public:
    enum class Colour { No, Yes };

    /** Takes the terminal; enter() must be called before anything is drawn. */
    explicit TerminalScreen(Colour colour);
    ~TerminalScreen();
    TerminalScreen(const TerminalScreen &) = delete;
    TerminalScreen &operator=(const TerminalScreen &) = delete;

    /** Switches to the alternate screen. */
    void enter();

    /** Gives the terminal back, until enter(): before the program stops, and at its end. */
    void leave();

    /** Puts the lines on the screen, all at once and over what was there. */
    void draw(const std::vector<ScreenLine> &lines);

    /** The bytes that draw() writes, cut to @p size. */
    static std::string frame(const std::vector<ScreenLine> &lines, TerminalSize size, Colour colour);

private:
    const Colour m_colour;
    termios m_before{};
    bool m_isEntered = false;
};

} // namespace sluice
