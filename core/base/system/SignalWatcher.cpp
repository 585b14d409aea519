// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/SignalWatcher.h"

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

namespace sluice {

SignalWatcher::SignalWatcher()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    // Blocked here, before any thread is made, so that all threads inherit it and only the descriptor hears
    // them.
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::onReadable);
}

SignalWatcher::~SignalWatcher()
{
    m_notifier.reset();
    ::close(m_fd);
}

void SignalWatcher::onReadable()
{
    signalfd_siginfo info{};
    while (::read(m_fd, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo == SIGHUP) {
            Q_EMIT reloadRequested();
            continue;
        }
        if (m_requested)
            ::_exit(128 + static_cast<int>(info.ssi_signo));
        m_requested = true;
        Q_EMIT stopRequested();
    }
}

} // namespace sluice
