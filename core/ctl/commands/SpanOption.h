// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Time spans on the command line. Pure functions; any thread.
#pragma once

#include "ctl/CommandLine.h"

#include <chrono>

namespace sluice {

/** A time span as people type one: as in the settings, or with m for minutes, such as 10m. */
tl::expected<std::chrono::milliseconds, Error> parseSpan(std::string_view text);

/** Reads an option that is a time span above 0; @p usual where it is not given. */
tl::expected<std::chrono::milliseconds, Error> readSpan(const CommandLine &line, std::string_view option,
                                                        std::chrono::milliseconds usual);

} // namespace sluice
