// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stops one thread of a running engine, by its name, and lets it go again: a worker that is truly blocked,
// with nothing in the product that helps. ptrace(2), so at most one test thread may hold it. Owned by the
// test.

#include <QByteArray>

#include <sys/types.h>

namespace sluice::integration {

class FrozenThread
{
public:
    /** Stops the thread called `name`, such as "worker-0"; see isFrozen(). */
    FrozenThread(qint64 process, const QByteArray &name);
    ~FrozenThread();
    FrozenThread(const FrozenThread &) = delete;
    FrozenThread &operator=(const FrozenThread &) = delete;

    /** False when there is no such thread, or where the kernel lets nobody trace its child. */
    bool isFrozen() const { return m_thread > 0; }

    /** Lets the thread go on. */
    void thaw();

private:
    pid_t m_thread = 0;
};

} // namespace sluice::integration
