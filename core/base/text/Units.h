// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The text forms of values: durations (15s, 250ms, 5min), sizes (64KiB, 512B), counts, rates and flags.
// Pure functions, used by the settings, the command lines and the APIs; any thread.
#pragma once

#include "base/Error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

/** A whole number with ms, s, min, h or d, or 0; errors: no or unknown unit, sign, fraction, overflow. */
tl::expected<std::chrono::milliseconds, Error> parseDuration(std::string_view text);

/** The shortest exact text, which parseDuration() reads back; `duration` must not be negative. */
std::string formatDuration(std::chrono::milliseconds duration);

/** Bytes: a whole number with B, KiB, MiB or GiB, or 0; errors: no or unknown unit, sign, fraction, overflow.
 */
tl::expected<std::int64_t, Error> parseSize(std::string_view text);

/** The shortest exact text, which parseSize() reads back; `bytes` must not be negative. */
std::string formatSize(std::int64_t bytes);

/** A whole number, 0 or more; errors: a sign, a fraction, anything but digits, overflow. */
tl::expected<std::int64_t, Error> parseCount(std::string_view text);

/** The number in digits. */
std::string formatCount(std::int64_t count);

/** A number per second, 0 or more, such as 1000 or 0.5; errors: a sign, no number, not finite. */
tl::expected<double, Error> parseRate(std::string_view text);

/** The shortest text that parseRate() reads back as the same number. */
std::string formatRate(double perSecond);

/** "true" or "false"; anything else is an error. */
tl::expected<bool, Error> parseFlag(std::string_view text);

/** "true" or "false". */
std::string formatFlag(bool flag);

} // namespace sluice
