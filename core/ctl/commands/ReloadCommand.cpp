// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl reload`: has the engine read its configuration file again, as SIGHUP does.
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SettingsAnswer.h"

namespace sluice {

namespace {

ExitStatus runReload(Session &session)
{
    return reportChange(session, session.change("POST", QStringLiteral("settings/reload"), QJsonObject()));
}

} // namespace

Command reloadCommand()
{
    return {
        {"reload",
         "reload [options]",
         "Has the engine read its configuration file again, as SIGHUP does; a broken file changes nothing.",
         {},
         0,
         0,
         engineOptions()},
        &askEngine<&runReload>};
}

} // namespace sluice
