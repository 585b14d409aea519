// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A plan as sluicectl prints it: tables and sentences for people, JSON for scripts, whose keys are a
// contract. Pure functions; any thread.
#pragma once

#include "findings/plan/Plan.h"
#include "findings/plan/PlanLoad.h"

#include <QJsonObject>

#include <string>

namespace sluice {

/** The load in one sentence. */
std::string loadText(const PlanLoad &load);

/** A value with its unit, such as "11,112", "41 MiB" or "1.2 cores". */
std::string planValueText(double value, PlanUnit unit);

/** Figures, what does not fit with what mends it, advice, and the setting to make. */
std::string planText(const Plan &plan, const PlanLoad &load);

/** The same; sizes in bytes, times in seconds. */
QJsonObject planJson(const Plan &plan, const PlanLoad &load);

} // namespace sluice
