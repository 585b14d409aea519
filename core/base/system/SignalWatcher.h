// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns SIGTERM, SIGINT and SIGHUP into Qt signals; a second SIGTERM or SIGINT ends the process at once, with
// 128 + its number. One per process, made before any thread; owned by main, main thread only.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace sluice {

class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    SignalWatcher();
    ~SignalWatcher() override;

    /** The stop was cancelled: the next SIGTERM or SIGINT is a first one again. */
    void forgetStop() { m_requested = false; }

Q_SIGNALS:
    /** The first SIGTERM or SIGINT. */
    void stopRequested();
    /** A SIGHUP. */
    void reloadRequested();

private:
    void onReadable();

    int m_fd = -1;
    bool m_requested = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sluice
