// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The engine's own end of a connection, borrowed by pidfd_getfd(2), to read the options that the wire does
// not show. Owned by the test.

#include "SluicedProcess.h"

namespace sluice::integration {

class EngineSocket
{
public:
    /** Finds the descriptor whose peer is 127.0.0.1:`peerPort`. */
    EngineSocket(const SluicedProcess &engine, quint16 peerPort);
    ~EngineSocket();
    EngineSocket(const EngineSocket &) = delete;
    EngineSocket &operator=(const EngineSocket &) = delete;

    enum class Result { Found, NotFound, Forbidden };
    /** Forbidden where the kernel lets a parent not look into its child. */
    Result result() const { return m_result; }
    /** getsockopt(2) of an int option. */
    int option(int level, int name) const;
    /** How many of the engine's descriptors have that peer. */
    int matches() const { return m_matches; }
    bool isNonBlocking() const;
    bool isCloseOnExec() const { return m_closeOnExec; }

private:
    Result m_result = Result::NotFound;
    int m_descriptor = -1;
    int m_matches = 0;
    bool m_closeOnExec = false;
};

} // namespace sluice::integration
