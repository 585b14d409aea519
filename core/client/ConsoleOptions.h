// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The command line of sluice, the console: which engine to look at, and how. Functions without state that
// neither print nor exit; any thread. Here and not in ui/, because the manual page is made of the same table.
#pragma once

#include "base/Error.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** The pages of the console by the names that --page knows, in the order of the navigation. */
std::span<const std::string_view> consolePages();

/** The words that --theme knows. */
std::span<const std::string_view> consoleThemes();

struct ConsoleOptions
{
    enum class Action { Run, PrintVersion, PrintHelp };

    struct Size
    {
        int width;  ///< pixels
        int height; ///< pixels
    };

    static constexpr Size smallestSize{960, 600};
    static constexpr Size largestSize{16'384, 16'384};
    static constexpr double smallestText = 0.8;
    static constexpr double largestText = 2.0;

    Action action = Action::Run;
    std::string engine;  ///< URL of an admin listener; empty: the engine that was shown last, or one's own
    std::string token;   ///< for that engine
    std::string warning; ///< of how the token is kept; empty: none
    std::string page;    ///< empty: the one that was shown last
    std::string theme;   ///< empty: the one that was chosen last
    std::optional<double> textScale; ///< 1 is 100 %
    std::optional<Size> size;
    std::string screenshot;             ///< file to write; empty: the window stays
    std::chrono::milliseconds after{0}; ///< before the screenshot
    bool printsStartTime = false;       ///< prints when the first live chart was drawn, and ends
};

/** Reads the arguments that follow the program's name, and the token's file; errors name option, value and
 * rule, never a token. */
tl::expected<ConsoleOptions, Error> parseConsoleOptions(std::span<const std::string> arguments);

/** One option, as the help and the manual page show it. */
struct ConsoleOptionHelp
{
    std::string_view name;      ///< with its dashes
    std::string_view valueName; ///< empty: the option takes no value
    std::string_view help;
};

/** Every option of sluice, in the order of its help. */
std::span<const ConsoleOptionHelp> consoleOptionHelp();

/** What an action other than Run prints to standard output, before it exits with 0. */
std::string answerText(const ConsoleOptions &options);

} // namespace sluice
