// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What SIGHUP asks for: the settings are read again, and what became of it is logged. Function without state;
// main thread, because it reads files.
#pragma once

#include "server/log/Logger.h"
#include "settings/SettingsStore.h"

namespace sluice {

/** Reloads and logs what changed, what waits for a restart, or why nothing changed. */
void reloadOnHangup(SettingsStore &store, Logger &logger);

} // namespace sluice
