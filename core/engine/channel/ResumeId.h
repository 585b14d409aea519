// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a client says it has seen last: one event id for each of its channels, joined by '.'. Pure function,
// any thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sluice {

/**
 * The part of @p id for each of @p channels channels; all empty if @p id is. An id with another number of
 * parts, or an empty part among them, becomes a text that no event has for its id.
 */
std::vector<std::string_view> resumeIds(std::string_view id, std::size_t channels);

} // namespace sluice
