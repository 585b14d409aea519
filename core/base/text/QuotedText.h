// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a message shows text that came from outside: quoted, cut to a readable length, no control bytes.
// Pure function; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

/** `text` in single quotes; control bytes become \xNN, and more than 100 bytes are cut with "...". */
std::string quotedText(std::string_view text);

} // namespace sluice
