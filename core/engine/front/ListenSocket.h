// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Listening sockets for the workers: one SO_REUSEPORT socket each, on one address, or what a service manager
// passed. Plain functions, any thread.
#pragma once

#include "base/Error.h"
#include "settings/ListenAddress.h"
#include "settings/Settings.h"

#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** Whose a listening socket is: it decides what happens to the connections that wait there at the end. */
enum class SocketOrigin {
    Opened, ///< ours: it closes with us, so who waits gets an answer
    Passed, ///< the service manager keeps it open: who waits is for the process that it starts next
};

struct ListenSockets
{
    std::vector<int> fds;  ///< owned by whoever takes them
    ListenAddress address; ///< with the port that was chosen, if 0 was asked
    SocketOrigin origin = SocketOrigin::Opened;
};

/**
 * Opens @p count listening sockets on @p address, with the buffers and limits of @p settings, which accepted
 * sockets inherit. SO_REUSEPORT would let a second engine of the same user share the port in silence, so the
 * address is first probed without it. @p purpose names the listener in errors.
 */
tl::expected<ListenSockets, Error> openListenSockets(const ListenAddress &address, std::size_t count,
                                                     const Settings &settings, std::string_view purpose);

/**
 * Makes the listening sockets @p passed serve @p count workers: with fewer sockets than workers some share
 * one, through descriptors of their own; with more it is an error, because nobody would serve the rest.
 * The descriptors are taken over, also by an error.
 */
tl::expected<ListenSockets, Error> adoptListenSockets(std::vector<int> passed, std::size_t count,
                                                      const Settings &settings, std::string_view purpose);

/** Where a listening socket is bound. */
ListenAddress boundAddress(int fd);

/** From where @p sockets can be connected to, all of them together: as passed ones they may have several
 * addresses.
 */
Reach reachOf(const ListenSockets &sockets);

/** Sets what accepted sockets inherit and a running engine may change: TCP_USER_TIMEOUT. */
void setWriteStall(int fd, std::chrono::milliseconds writeStall);

} // namespace sluice
