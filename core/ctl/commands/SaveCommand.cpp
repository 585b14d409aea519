// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl save`: writes what was changed at run time to the engine's saved settings or its configuration.
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SettingsAnswer.h"

namespace sluice {

namespace {

constexpr std::array kSaveOptions{
    CommandOption{"--to-file", "",
                  "into the configuration file, also where the engine has saved settings of its own"},
};

ExitStatus runSave(Session &session)
{
    QJsonObject body;
    if (session.line().has("--to-file"))
        body.insert(QStringLiteral("to_file"), true);
    const auto answer = session.change("POST", QStringLiteral("settings/save"), body);
    if (!answer)
        return session.fail(answer.error());
    if (session.format() == Session::Format::Json)
        session.print(answer->json);
    else
        session.print("saved to " + cellText(answer->json.value(QLatin1String("file"))));
    noteWarnings(session, answer->json);
    return ExitStatus::Done;
}

} // namespace

Command saveCommand()
{
    return {
        {"save", "save [--to-file] [options]",
         "Writes what was changed at run time, so that it holds at the next start: as a service to\n"
         "saved-settings.toml in its state directory, which is read after the configuration; else, or with\n"
         "--to-file, to the configuration file, whose comments stay.",
         kSaveOptions, 0, 0, engineOptions()},
        &askEngine<&runSave>};
}

} // namespace sluice
