// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Datagrams to the service manager (NOTIFY_SOCKET, the protocol of sd_notify(3)) that never wait:
// libsystemd's sd_notify() blocks while the manager does not read, and the thread that would block paces the
// drain. Owned by the ServiceReporter; its thread only.
#pragma once

#include <string>

namespace sluice {

class NotifySender
{
public:
    /** Finds the socket that the environment names, if it names one. */
    NotifySender();
    ~NotifySender();
    NotifySender(const NotifySender &) = delete;
    NotifySender &operator=(const NotifySender &) = delete;

    /** Whether a service manager wants to hear anything. */
    bool hasManager() const { return m_fd >= 0; }

    /** Sends lines of NAME=value; what the manager had no room for goes out first with the next call. */
    void send(const std::string &lines);

private:
    int m_fd = -1;
    std::string m_owed;
};

} // namespace sluice
