// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A TCP port of 127.0.0.1 that no other test process and nobody else on the machine uses. Below the range
// that the kernel gives to outgoing connections, and held by a lock file, so tests can run in parallel and an
// engine can come back on the port it had. Owned by the test.

#include <QtGlobal>

namespace sluice::integration {

class PortLease
{
public:
    /** Finds and locks a free port; aborts the test program when the machine has none. */
    PortLease();
    ~PortLease();
    PortLease(const PortLease &) = delete;
    PortLease &operator=(const PortLease &) = delete;

    quint16 port() const { return m_port; }

private:
    quint16 m_port = 0;
    int m_lock = -1;
};

} // namespace sluice::integration
