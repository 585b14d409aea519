// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoAudience.h"

#include "DemoSeat.h"

namespace sluice {

namespace {

/** Those that are open and those that have just ended. */
constexpr std::size_t kMostPorts = 3 * DemoAudience::seats;

} // namespace

DemoAudience::DemoAudience(const QUrl &stream)
{
    m_thread.setObjectName(QStringLiteral("demo audience"));
    m_context.moveToThread(&m_thread);
    // Sockets and timers go in the thread that made them.
    QObject::connect(
        &m_thread, &QThread::finished, &m_context, [this] { m_seats.clear(); }, Qt::DirectConnection);
    m_thread.start(QThread::LowPriority);
    QMetaObject::invokeMethod(
        &m_context,
        [this, stream] {
            for (int i = 0; i < seats; ++i)
                m_seats.push_back(
                    std::make_unique<DemoSeat>(stream, [this](quint16 port) { remember(port); }));
        },
        Qt::QueuedConnection);
}

DemoAudience::~DemoAudience()
{
    m_thread.quit();
    m_thread.wait();
}

QSet<quint16> DemoAudience::ports() const
{
    const QMutexLocker lock(&m_mutex);
    return {m_ports.begin(), m_ports.end()};
}

void DemoAudience::remember(quint16 port)
{
    const QMutexLocker lock(&m_mutex);
    m_ports.push_back(port);
    if (m_ports.size() > kMostPorts)
        m_ports.pop_front();
}

} // namespace sluice
