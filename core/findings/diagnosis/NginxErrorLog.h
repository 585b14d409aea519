// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one line of nginx's error log, as nginx 1.22 words it. Pure function; any thread.
#pragma once

#include "model/ProxyLogFigures.h"

#include <optional>
#include <string_view>

namespace sluice {

/** What went wrong; nothing for every other line, whatever a client managed to put into it. */
std::optional<ProxyFault> nginxFaultOf(std::string_view line);

} // namespace sluice
