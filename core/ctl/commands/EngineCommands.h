// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The commands that ask an engine, one file each: what the table of commands is made of. Pure functions.
#pragma once

#include "ctl/Command.h"

namespace sluice {

Command auditCommand();
Command channelsCommand();
Command configCommand();
Command diagnoseCommand();
Command disconnectsCommand();
Command drainCommand();
Command exportCommand();
Command getCommand();
Command kickCommand();
Command planCommand();
Command reloadCommand();
Command saveCommand();
Command schemaCommand();
Command setCommand();
Command snapshotCommand();
Command streamsCommand();
Command topCommand();
Command undoCommand();

} // namespace sluice
