// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What every program here does with the descriptors that it was started with. For main(); one thread.
#pragma once

#include "base/Error.h"

#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

/**
 * Puts something in the place of standard descriptors that came closed: else the next socket or file would
 * get the number 1 or 2, and what is meant for a person would be sent to it. Writing to such a one fails.
 * Call it first of all.
 */
void holdStandardDescriptors();

/** Writes all of @p text to standard output, or says why that could not be. */
tl::expected<void, Error> writeStandardOutput(std::string_view text);

} // namespace sluice
