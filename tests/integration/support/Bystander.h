// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The innocent neighbour of every hostile test: a few streams, spread over the workers, and a publisher that
// goes on publishing to them on a thread of its own. Whatever happens to others, each event must arrive,
// once, in order, and no stream may end. Owned by the test.

#include <QString>

#include <atomic>
#include <thread>

namespace sluice::integration {

class Bystander
{
public:
    /** Subscribes on channels of its own and begins to publish. */
    explicit Bystander(quint16 port);
    ~Bystander();
    Bystander(const Bystander &) = delete;
    Bystander &operator=(const Bystander &) = delete;

    /** Stops after a last round; what it noticed, empty when nothing. */
    QString complaint();
    int rounds() const { return m_rounds; }

private:
    void run(quint16 port);

    std::atomic<bool> m_ready = false;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_rounds = 0;
    QString m_complaint; // Of the thread until it is joined.
    std::thread m_thread;
};

} // namespace sluice::integration
