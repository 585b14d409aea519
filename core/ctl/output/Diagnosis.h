// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a diagnosis of the engine says, as a person reads it. Pure functions; any thread.
#pragma once

#include <QJsonObject>

#include <string>

namespace sluice {

/** True when nothing is wrong. */
bool isHealthyDiagnosis(const QJsonObject &diagnosis);

/** Each finding with its evidence and the first thing to do, several lines. */
std::string diagnosisText(const QJsonObject &diagnosis);

} // namespace sluice
