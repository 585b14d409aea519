// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl undo`: takes the last change of settings back, or a given one.
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SettingsAnswer.h"

namespace sluice {

namespace {

constexpr std::array kUndoOptions{
    CommandOption{"--revision", "N", "take this change back instead of the last one; see `sluicectl audit`"},
    CommandOption{"--why", "TEXT", "the reason, for the audit"},
};

ExitStatus runUndo(Session &session)
{
    const CommandLine &line = session.line();
    QJsonObject body;
    if (line.has("--revision")) {
        const auto revision = parseCount(line.value("--revision"));
        if (!revision)
            return session.usage("--revision: " + revision.error().message);
        body.insert(QStringLiteral("revision"), qint64{*revision});
    }
    if (line.has("--why"))
        body.insert(QStringLiteral("why"), QString::fromStdString(line.value("--why")));
    return reportChange(session, session.change("POST", QStringLiteral("settings/undo"), body));
}

} // namespace

Command undoCommand()
{
    return {{"undo", "undo [--revision N] [--why TEXT] [options]", "Takes the last change of settings back.",
             kUndoOptions, 0, 0, engineOptions()},
            &askEngine<&runUndo>};
}

} // namespace sluice
