// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The items of a setting that lists things, separated by commas. Pure functions; any thread.
#pragma once

#include "base/Error.h"

#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** `text` without blanks and tabs around it. */
std::string_view trimmed(std::string_view text);

/** The items, trimmed; none for an empty text. An empty item among others is an error that says which. */
tl::expected<std::vector<std::string_view>, Error> listItems(std::string_view text);

} // namespace sluice
