// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Suggests what somebody may have meant by an unknown word: a setting's key, a table, an option.
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/** How many characters must be inserted, removed or replaced to make `right` of `left`. */
std::size_t editDistance(std::string_view left, std::string_view right);

/** The candidate with the least edit distance from `word`, the first one of equals; empty without candidates.
 */
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/** "; did you mean 'x'?" with the nearest candidate, or "; the nearest is 'x'" where that is far off. */
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

} // namespace sluice
