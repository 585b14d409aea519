// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which changes of settings can hurt clients that are connected now, and how: those are kept only if somebody
// says so within a few seconds. The one table of it. Pure functions; any thread.
#pragma once

#include "SettingSpec.h"

#include <QStringList>

namespace sluice {

/** Why a change from @p before to @p after, both in their shortest form, is risky; empty: it is not. */
QString riskOf(const SettingSpec &spec, const QString &before, const QString &after);

/** The keys that the table knows, to hold it to the schema. */
QStringList riskyKeys();

} // namespace sluice
