// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The report of a load run as one HTML page that needs nothing else: no script, no font, no picture from
// elsewhere; dark where the reader's system is. Pure function; any thread.
#pragma once

#include "load/report/LoadReport.h"

#include <string>

namespace sluice {

/** The whole page; @p when says when the run ended. */
std::string loadPage(const LoadReport &report, const std::string &when);

} // namespace sluice
