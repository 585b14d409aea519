// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl save`: writes the settings in force to the engine's configuration file.
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SettingsAnswer.h"

namespace sluice {

namespace {

ExitStatus runSave(Session &session)
{
    const auto answer = session.change("POST", QStringLiteral("settings/save"), QJsonObject());
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
    return {{"save",
             "save [options]",
             "Writes the settings in force to the engine's configuration file.",
             {},
             0,
             0,
             engineOptions()},
            &askEngine<&runSave>};
}

} // namespace sluice
