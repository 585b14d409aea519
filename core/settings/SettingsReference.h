// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// docs/settings.md: every setting and every rule between them, from the schema. A test holds the committed
// file to it. Pure function; any thread.
#pragma once

#include <string>

namespace sluice {

/** Markdown, a table for each group and one for the rules. */
std::string settingsReferenceText();

} // namespace sluice
