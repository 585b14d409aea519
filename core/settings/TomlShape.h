// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether TOML may be given to toml++, which makes a table of each part of a dotted key and takes them apart
// by recursion: a key of 100,000 parts, in a file of 200 kB, ends the process by its stack. A configuration
// is two levels deep. Pure function, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/** Levels that keys and brackets may be deep, one within the other. */
inline constexpr std::size_t deepestToml = 32;

struct TomlShapeFault
{
    std::size_t line = 1;   ///< from 1
    std::size_t column = 1; ///< in bytes, from 1
    std::string message;
};

/** Where @p toml goes deeper than deepestToml; nothing where it does not. What stands behind the first thing
 * that is no TOML is not judged: no parser reads on behind it. */
std::optional<TomlShapeFault> tomlShapeFault(std::string_view toml);

} // namespace sluice
