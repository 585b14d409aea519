// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the operating system gives an engine: the machine's side of a plan. A plain value that anybody may
// fill in; read() asks this machine. What is not known is absent, and then judges nothing. Any thread.
#pragma once

#include <cstdint>
#include <optional>

namespace sluice {

struct DoctorFacts;

struct MachineFacts
{
    std::optional<std::int64_t> descriptors;       ///< most that one process may have (the hard limit)
    std::optional<std::int64_t> descriptorCeiling; ///< most that the hard limit can be raised to (fs.nr_open)
    std::optional<std::int64_t> systemDescriptors; ///< of all processes together (fs.file-max)
    std::optional<std::int64_t> memory;            ///< bytes; of the control group where that has less
    std::optional<std::int64_t> tcpMemory;         ///< bytes of all sockets' buffers (net.ipv4.tcp_mem)
    std::optional<std::int64_t> cores;             ///< that the process may use, by affinity and by quota
    std::optional<std::int64_t> acceptQueue;       ///< longest accept queue (net.core.somaxconn)
    std::optional<std::int64_t> localPorts; ///< of one address to one other (net.ipv4.ip_local_port_range)

    /** What the doctor has read: control groups of both versions, the tightest up to the root. */
    static MachineFacts of(const DoctorFacts &seen);

    /** This machine, and the limits of this process's user. */
    static MachineFacts read();

    bool operator==(const MachineFacts &) const = default;
};

} // namespace sluice
