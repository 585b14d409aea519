// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The figures of a crowd on their way from one process of a load run to another: one line of JSON. Pure
// functions; any thread.
#pragma once

#include "load/clients/LoadCrowd.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/** What a process that reads streams says of them. */
struct CrowdStatus
{
    CrowdFigures figures;
    bool hasAll = false;  ///< everybody has everything, since it was asked to watch for that
    bool isFinal = false; ///< the streams are closed, the figures complete
};

/** One line, without its end. */
std::string toLine(const CrowdStatus &status);

/** Reads a line of toLine(), exactly; nothing when it is none. */
std::optional<CrowdStatus> readCrowdStatus(std::string_view line);

} // namespace sluice
