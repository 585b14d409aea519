// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of one member of a JSON object as they were written, so that data passes through unchanged: Qt
// would sort its keys and round its numbers. Pure function, any thread.
#pragma once

#include <string_view>

namespace sluice {

/** The value of the last member @p name of @p object, which must be valid JSON; empty if there is none. */
std::string_view rawJsonMember(std::string_view object, std::string_view name);

} // namespace sluice
