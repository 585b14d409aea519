// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The value of an event stream's retry: field, as every client here reads it. Pure function; any thread.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace sluice {

/** Longer times are as good as never, and this many milliseconds fit every timer and any arithmetic on them.
 */
inline constexpr auto kLongestRetry = std::chrono::milliseconds(std::numeric_limits<std::int32_t>::max());

/** The time, at most kLongestRetry; nothing unless the value is digits only, as the standard has it. */
inline std::optional<std::chrono::milliseconds> parseRetry(std::string_view value)
{
    const bool isNumber = !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
    if (!isNumber)
        return std::nullopt;
    std::int64_t milliseconds = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), milliseconds);
    if (read.ec != std::errc())
        return kLongestRetry;
    return std::min(kLongestRetry, std::chrono::milliseconds(milliseconds));
}

} // namespace sluice
