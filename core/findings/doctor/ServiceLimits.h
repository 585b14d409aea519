// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What systemd gives the engine's service, whether it runs or not: as systemd says it, or as the installed
// unit says it where no systemd runs. A plain value; the functions read files or wait for systemctl, so they
// are for command line programs, not for an engine's threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

struct ServiceLimits
{
    using Number = std::optional<std::int64_t>; ///< DoctorFacts::unlimited for "infinity"

    std::string unit;       ///< "sluiced.service"
    std::string source;     ///< "systemd", or the path of the unit
    Number softDescriptors; ///< LimitNOFILESoft; absent: systemd's own default
    Number hardDescriptors; ///< LimitNOFILE; absent: systemd's own default
    Number tasks;           ///< TasksMax; absent: systemd's own default, or a share of the machine

    /** The answer of `systemctl show`, one NAME=VALUE a line; nothing when no such unit is loaded. */
    static std::optional<ServiceLimits> fromShow(const std::string &unit, const std::string &answer);

    /** The unit's file below @p root and what is beside it in unit.d, as systemd reads them; nothing without.
     */
    static std::optional<ServiceLimits> fromFiles(const std::string &root, const std::string &unit);

    /** Of this machine's sluiced.service: asks systemd where it runs, at most for some seconds. */
    static std::optional<ServiceLimits> ofThisMachine();
};

} // namespace sluice
