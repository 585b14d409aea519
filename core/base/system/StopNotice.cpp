// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/StopNotice.h"

#include <QEventLoop>
#include <QTimer>

#include <sys/eventfd.h>

namespace sluice {

StopNotice::StopNotice()
    : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_notifier(m_event.get(), QSocketNotifier::Read)
    , m_signals([this] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_event.get(), &one, sizeof one);
    })
{
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier.setEnabled(false);
        m_isStopped = true;
        Q_EMIT stopped();
    });
}

bool StopNotice::sleep(std::chrono::milliseconds duration)
{
    if (m_isStopped)
        return false;
    QEventLoop loop;
    connect(this, &StopNotice::stopped, &loop, &QEventLoop::quit);
    QTimer::singleShot(duration, &loop, &QEventLoop::quit);
    loop.exec();
    return !m_isStopped;
}

} // namespace sluice
