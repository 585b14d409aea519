// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/system/SignalReader.h"

#include <pthread.h>
#include <sys/signalfd.h>

namespace sluice {

SignalReader::SignalReader(std::initializer_list<int> numbers)
{
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int number : numbers)
        ::sigaddset(&wanted, number);
    ::pthread_sigmask(SIG_BLOCK, &wanted, &m_before);
    m_descriptor = Descriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalReader::read);
}

SignalReader::~SignalReader()
{
    m_notifier.reset();
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void SignalReader::read()
{
    signalfd_siginfo info{};
    while (::read(m_descriptor.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info))
        Q_EMIT received(static_cast<int>(info.ssi_signo));
}

} // namespace sluice
