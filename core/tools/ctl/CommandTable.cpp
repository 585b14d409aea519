// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ctl/CommandTable.h"

#include "tools/ctl/CheckCommand.h"
#include "tools/ctl/DoctorCommand.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/LoadCommand.h"
#include "tools/ctl/PublishCommand.h"
#include "tools/ctl/WatchCommand.h"

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
