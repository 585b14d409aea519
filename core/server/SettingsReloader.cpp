// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/SettingsReloader.h"

#include "settings/QuotedText.h"
#include "settings/SettingsPersistence.h"

#include <algorithm>
#include <cstdio>

namespace sluice {

namespace {

void say(const std::string &text)
{
    std::fprintf(stderr, "sluiced: reload: %s\n", text.c_str());
}

/** An error of several lines stays one for each line of the log. */
void sayLines(std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        say(std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

void reloadOnHangup(SettingsStore &store)
{
    const auto file = store.source().configFile;
    const std::string what = file ? quotedText(*file) : "what the token files hold";
    const auto reloaded = reloadSettings(store, {"SIGHUP", "reload"});
    if (!reloaded) {
        sayLines(reloaded.error().message);
        return say("the old settings stay");
    }
    const auto lines = reloaded->lines();
    say(what + (lines.empty() ? " changed nothing" : " was read again"));
    for (const std::string &line : lines)
        say(line);
}

} // namespace sluice
