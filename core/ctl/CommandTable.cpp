// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/CommandTable.h"

#include "ctl/commands/CheckCommand.h"
#include "ctl/commands/DoctorCommand.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/LoadCommand.h"
#include "ctl/commands/PublishCommand.h"
#include "ctl/commands/WatchCommand.h"

namespace sluice {

const std::vector<Command> &allCommands()
{
    static const std::vector<Command> commands{
        // the engine at a glance
        topCommand(), diagnoseCommand(), doctorCommand(), snapshotCommand(), exportCommand(),
        // its streams
        streamsCommand(), channelsCommand(), disconnectsCommand(), kickCommand(), drainCommand(),
        // its settings
        getCommand(), setCommand(), undoCommand(), saveCommand(), reloadCommand(), auditCommand(),
        schemaCommand(),
        // what it needs, and what stands around it
        planCommand(), configCommand(),
        // any server of events
        publishCommand(), watchCommand(), checkCommand(), loadCommand()};
    return commands;
}

} // namespace sluice
