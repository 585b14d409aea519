// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text and macro arguments in mdoc(7), the language of manual pages, so that nothing in them is taken for a
// macro, a request or an escape. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sluice::mdoc {

/** One or more lines of running text, each sentence on a line of its own; ends with a line end. */
std::string text(std::string_view prose);

/** One argument of a macro. */
std::string argument(std::string_view word);

/** The lines of `block` as they are, in a fixed font. */
std::string literal(std::string_view block);

} // namespace sluice::mdoc
