// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The listening sockets that a service manager opened for us and passed when it started the process (socket
// activation: LISTEN_FDS, LISTEN_FDNAMES). Read once, by main, before any thread; whoever takes the
// descriptors owns them.
#pragma once

#include "base/Error.h"

#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct PassedSockets
{
    std::vector<int> publicFds; ///< named "public"; empty: open listen.public ourselves
    std::vector<int> adminFds;  ///< named "admin", at most one; empty: open listen.admin ourselves

    /** Takes what was passed; an error names the descriptor, what it is, and what it must be. */
    static tl::expected<PassedSockets, Error> take();
};

} // namespace sluice
