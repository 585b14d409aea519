// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Signals as Qt signals, so that whoever handles them may do anything: blocks them in this thread and reads
// them from a descriptor. Owned by the command that has the whole terminal; main thread, one at a time.
#pragma once

#include "base/files/Descriptor.h"

#include <QObject>
#include <QSocketNotifier>

#include <initializer_list>
#include <memory>

#include <csignal>

namespace sluice {

class SignalReader : public QObject
{
    Q_OBJECT

public:
    explicit SignalReader(std::initializer_list<int> numbers);
    ~SignalReader() override;

Q_SIGNALS:
    void received(int number);

private:
    void read();

    sigset_t m_before{};
    Descriptor m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sluice
