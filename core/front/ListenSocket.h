// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Listening sockets for the workers: one SO_REUSEPORT socket each, on one address. Plain functions, any
// thread.
#pragma once

#include "settings/Error.h"
#include "settings/ListenAddress.h"
#include "settings/Settings.h"

#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct ListenSockets
{
    std::vector<int> fds;  ///< owned by whoever takes them
    ListenAddress address; ///< with the port that was chosen, if 0 was asked
};

/**
 * Opens @p count listening sockets on @p address, with the buffers and limits of @p settings, which accepted
 * sockets inherit. SO_REUSEPORT would let a second engine of the same user share the port in silence, so the
 * address is first probed without it. @p purpose names the listener in errors.
 */
tl::expected<ListenSockets, Error> openListenSockets(const ListenAddress &address, std::size_t count,
                                                     const Settings &settings, std::string_view purpose);

/** Sets what accepted sockets inherit and a running engine may change: TCP_USER_TIMEOUT. */
void setWriteStall(int fd, std::chrono::milliseconds writeStall);

} // namespace sluice
