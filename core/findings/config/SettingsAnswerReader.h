// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The settings of a running engine, read back from the answer of GET /api/v1/settings. A pure function; any
// thread.
#pragma once

#include "base/Error.h"
#include "settings/Settings.h"

#include <QJsonObject>

#include <tl/expected.hpp>

namespace sluice {

/**
 * The settings that an engine answered; a token that is set has some text that is not it. Settings that only
 * a newer engine knows are left out, those that only an older one lacks are at their defaults. An error when
 * it is no such answer.
 */
tl::expected<Settings, Error> settingsOfAnswer(const QJsonObject &answer);

} // namespace sluice
