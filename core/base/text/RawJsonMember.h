// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON object as it was written, where Qt would sort its keys, round its numbers and keep the last of
// doubled names. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace sluice {

/** The value of the last member @p name of @p object, which must be valid JSON; empty if there is none. */
std::string_view rawJsonMember(std::string_view object, std::string_view name);

/** How many members @p object has, which must be valid JSON, doubled names included. */
std::ptrdiff_t jsonMemberCount(std::string_view object);

} // namespace sluice
