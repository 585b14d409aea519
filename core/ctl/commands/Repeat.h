// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What every command with --watch does: ask once, or again and again until Ctrl-C, also while the engine is
// away for a while. Main thread.
#pragma once

#include "ctl/commands/Session.h"
#include "ctl/commands/SpanOption.h"

#include <functional>

namespace sluice {

/** Asks and calls @p show with the answer; with --watch every --every (default 2 s), on a cleared screen
 * where the output is a terminal. Returns how it went; Ctrl-C ends a watch well. */
ExitStatus showOnceOrRepeatedly(Session &session, const AdminRequest &request,
                                const std::function<void(const QJsonObject &answer)> &show);

} // namespace sluice
