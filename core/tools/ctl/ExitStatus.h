// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What sluicectl tells the shell. Every command returns one.
#pragma once

namespace sluice {

enum class ExitStatus {
    Done = 0,
    Failed = 1, ///< the server, the network, or what was measured
    Usage = 2,  ///< what was typed
};

} // namespace sluice
