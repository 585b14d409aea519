// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How grave something is that a tool finds, from best to worst. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

enum class FindingSeverity : std::uint8_t {
    Ok,      ///< as it should be
    Notice,  ///< works, but could be better, or could not be seen
    Warning, ///< some clients will feel it
    Error,   ///< it does not work for clients
};

inline constexpr std::array<std::string_view, 4> kFindingSeverityNames{"ok", "notice", "warning", "error"};

constexpr std::string_view findingSeverityName(FindingSeverity severity)
{
    return kFindingSeverityNames[static_cast<std::size_t>(severity)];
}

/** The severity of that name; nothing when there is none. */
constexpr std::optional<FindingSeverity> findingSeverityNamed(std::string_view name)
{
    for (std::size_t i = 0; i < kFindingSeverityNames.size(); ++i)
        if (kFindingSeverityNames[i] == name)
            return static_cast<FindingSeverity>(i);
    return std::nullopt;
}

} // namespace sluice
