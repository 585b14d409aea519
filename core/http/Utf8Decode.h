// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// UTF-8 as the WHATWG encoding standard decodes it: what is invalid becomes U+FFFD, never an error.
// Pure function; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

/** Appends @p bytes to @p out, with U+FFFD for each maximal part of an invalid sequence. */
void appendUtf8Decoded(std::string &out, std::string_view bytes);

} // namespace sluice
