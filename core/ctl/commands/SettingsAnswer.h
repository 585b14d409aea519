// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the commands that change settings print of the engine's answer. Main thread.
#pragma once

#include "ctl/commands/Session.h"

namespace sluice {

/** Prints the changed settings and the new revision, or says why nothing changed. */
ExitStatus reportChange(const Session &session, const AdminClient::Result &answer);

/** Says what the engine warns of beside its answer. */
void noteWarnings(const Session &session, const QJsonObject &answer);

} // namespace sluice
