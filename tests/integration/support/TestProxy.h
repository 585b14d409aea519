// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A proxy in front of an engine, with the vices that real ones have: it cuts every connection at one age, or
// holds what the engine sends back for a while. Threads of its own; owned by the test.

#include "PortLease.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace sluice::integration {

class TestProxy
{
public:
    struct Vices
    {
        /** Every connection is closed at this age; 0: never. */
        std::chrono::milliseconds cutAfter{0};
        /** Whatever follows the answer's head arrives so much later. */
        std::chrono::milliseconds holdBack{0};
    };

    /** Listens on port() and connects to `enginePort` of 127.0.0.1 for each connection. */
    TestProxy(quint16 enginePort, Vices vices);
    ~TestProxy();
    TestProxy(const TestProxy &) = delete;
    TestProxy &operator=(const TestProxy &) = delete;

    quint16 port() const { return m_lease.port(); }

private:
    void accept();
    void relay(int client) const;

    PortLease m_lease;
    quint16 m_enginePort;
    Vices m_vices;
    std::atomic<bool> m_stop = false;
    int m_listener = -1;
    std::vector<std::thread> m_relays; // Of the accepting thread until that is joined.
    std::thread m_accepting;
};

} // namespace sluice::integration
