// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where plan and config take an engine's settings from: the engine itself, a configuration file or the
// defaults, with
// --set on top. Main thread.
#pragma once

#include "ctl/commands/Session.h"
#include "settings/Settings.h"

#include <QJsonObject>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace sluice {

struct SettingsOrigin
{
    Settings settings;
    std::string name;                        ///< such as "http://127.0.0.1:9180, revision 3"
    std::optional<std::int64_t> revision;    ///< of an engine's settings
    std::optional<std::int64_t> maxStreams;  ///< the cap as an engine has it in force
    std::optional<std::int64_t> descriptors; ///< an engine's limit

    enum class From { Engine, FileOrDefaults };

    /** Reads --config, --set and, with From::Engine and no --config, the engine. On an error says it, and
     * returns the status that goes with it. */
    static tl::expected<SettingsOrigin, ExitStatus> read(Session &session, From from);
};

/** The options that it reads; a command adds them to its own. */
inline constexpr CommandOption kConfigOption{"--config", "FILE",
                                             "settings of this sluice.toml, instead of a running engine's"};
inline constexpr CommandOption kSetOption{"--set", "SETTING=VALUE",
                                          "what if: this setting otherwise; may be repeated"};

} // namespace sluice
