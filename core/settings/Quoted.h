// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The former name of quotedText(), for callers that have not moved: std::quoted hides it where <iomanip> is
// included. Pure function; any thread.
#pragma once

#include "settings/QuotedText.h"

namespace sluice {

/** Say quotedText() in new code. */
inline std::string quoted(std::string_view text)
{
    return quotedText(text);
}

} // namespace sluice
