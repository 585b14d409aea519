// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The command line of sluiced: which action, and the settings that defaults, file and options give together.
// Functions without state that neither print nor exit; app/daemon owns the result.
#pragma once

#include "base/Error.h"
#include "settings/Settings.h"
#include "settings/SettingsSource.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct DaemonOptions
{
    enum class Action { Run, CheckConfig, PrintConfig, PrintSettingsReference, PrintVersion, PrintHelp };

    Action action = Action::Run;
    Settings settings;     ///< defaults, then the file, then the options in their order; the rules hold
    SettingsSource source; ///< what they came from, for reload and save
    std::vector<SettingChange>
        changes;                       ///< where each value that was given came from; the last of a key holds
    std::vector<std::string> warnings; ///< about what works but is unwise, a line each
    bool isDemo = false;
};

/** Reads the arguments that follow the program's name, and the file that they name; see exitCode() for
 * errors. */
tl::expected<DaemonOptions, Error> parseDaemonOptions(std::span<const std::string> arguments);

/** One option of sluiced, as its help and its manual page show it. */
struct DaemonOptionHelp
{
    std::string_view name;      ///< with its dashes
    std::string_view valueName; ///< empty: the option takes no value
    std::string_view help;
};

/** Every option of sluiced, in the order of its help. */
std::vector<DaemonOptionHelp> daemonOptionHelp();

/** What an action other than Run prints to standard output, before it exits with 0. */
std::string answerText(const DaemonOptions &options);

} // namespace sluice
