// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The manual pages: prose that somebody wrote, with the tables of options, settings and commands that the
// programs themselves go by, so that no page can be out of date. Used at build time by sluice-manual; pure
// functions, any thread.
#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

/**
 * The mdoc(7) source `page` with each line that is @OPTIONS@ (of sluiced), @CONSOLE_OPTIONS@ (of
 * sluice), @SETTINGS@ or @COMMANDS@ (of
 * sluicectl) replaced by its table; an error names another @WORD@.
 */
tl::expected<std::string, Error> manualPage(std::string_view page);

} // namespace sluice
