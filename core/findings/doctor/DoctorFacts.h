// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the operating system gives an engine: limits, sizes and states, as they are now. Plain values that a
// test may fill in; what is not known is absent, and then judges nothing. read() takes any tree that looks
// like /; any thread.
#pragma once

#include "findings/doctor/ClockState.h"
#include "findings/doctor/ServiceLimits.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

struct DoctorFacts
{
    using Number = std::optional<std::int64_t>;
    using Triple = std::optional<std::array<std::int64_t, 3>>; ///< least, usual, most

    struct Range
    {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };

    /** More than any limit: what "unlimited" and "max" stand for. */
    static constexpr std::int64_t unlimited = INT64_MAX;

    // Descriptors
    Number openDescriptors;       ///< of the process, now
    Number softDescriptors;       ///< of the process
    Number hardDescriptors;       ///< of the process
    Number descriptorCeiling;     ///< fs.nr_open
    Number systemDescriptors;     ///< fs.file-max
    Number systemDescriptorsUsed; ///< fs.file-nr

    // The service
    std::string unit; ///< the systemd service that the process is in, such as "sluiced.service"; empty: none
    std::optional<ServiceLimits> service; ///< of the installed service; read() does not look for it
    Number mostTasks;                     ///< pids.max of its control group, the smallest up to the root

    // The network
    Number acceptQueue;               ///< net.core.somaxconn
    Number synBacklog;                ///< net.ipv4.tcp_max_syn_backlog
    Number synCookies;                ///< net.ipv4.tcp_syncookies
    std::optional<Range> localPorts;  ///< net.ipv4.ip_local_port_range
    std::vector<Range> reservedPorts; ///< net.ipv4.ip_local_reserved_ports
    Number mostSendBuffer;            ///< net.core.wmem_max, bytes
    Triple tcpSendBuffer;             ///< net.ipv4.tcp_wmem, bytes
    Triple tcpMemory;                 ///< net.ipv4.tcp_mem, bytes
    Number tcpMemoryUsed;             ///< bytes
    Number keepAliveTime;             ///< net.ipv4.tcp_keepalive_time, seconds
    Number slowStartAfterIdle;
    Number mostTracked;    ///< nf_conntrack_max; absent: connections are not tracked
    Number tracked;        ///< nf_conntrack_count
    Number trackedTimeout; ///< nf_conntrack_tcp_timeout_established, seconds

    // Memory, bytes
    Number memory;
    Number availableMemory;
    Number groupMemory;     ///< memory.max of its control group, the smallest up to the root
    Number groupMemoryUsed; ///< of the same group
    Number swap;
    Number swappiness;
    Number residentMemory; ///< of the process
    Number swappedMemory;  ///< of the process

    // Processors and time
    Number cores;                ///< that the process may use
    std::optional<double> quota; ///< cores' worth of time that its control group may use
    ClockState clock = ClockState::Unknown;
    std::string clockSource; ///< such as "tsc"

    /** What the files under @p root say of process @p process ("self", or an id); the clock is not among
     * them. */
    static DoctorFacts read(const std::string &root, const std::string &process);

    /** This machine and this process. */
    static DoctorFacts ofThisProcess();
};

} // namespace sluice
