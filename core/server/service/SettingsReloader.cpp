// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/service/SettingsReloader.h"

#include "base/text/QuotedText.h"
#include "settings/SettingsPersistence.h"

#include <algorithm>

namespace sluice {

namespace {

void say(Logger &logger, LogLevel level, const std::string &text)
{
    logger.log(level, "sluiced: reload: " + text);
}

/** An error of several lines stays one for each line of the log. */
void sayLines(Logger &logger, std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        say(logger, LogLevel::Error, std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

void reloadOnHangup(SettingsStore &store, Logger &logger)
{
    const auto &file = store.source().configFile;
    const std::string what = file ? quotedText(*file) : "what the token files hold";
    const auto reloaded = reloadSettings(store, {"SIGHUP", "reload"});
    if (!reloaded) {
        sayLines(logger, reloaded.error().message);
        return say(logger, LogLevel::Error, "the old settings stay");
    }
    const auto lines = reloaded->lines();
    say(logger, LogLevel::Info, what + (lines.empty() ? " changed nothing" : " was read again"));
    for (const std::string &line : lines)
        say(logger, LogLevel::Info, line);
}

} // namespace sluice
