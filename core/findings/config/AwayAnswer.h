// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a generated proxy answers browsers while the engine is away: as the engine does while it is full, to
// the same origins, each proxy in its own words. A pure function for the ConfigWriter; any thread.
#pragma once

#include "findings/config/ConfigTemplate.h"
#include "settings/Settings.h"

namespace sluice {

/** Sets the values and conditions of that answer in a template. */
void setAwayAnswer(ConfigTemplate &page, const Settings &settings);

} // namespace sluice
