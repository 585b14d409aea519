// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the doctor found, as a person reads it: the same for this machine and for an engine's, which answers
// in JSON. Pure function; any thread.
#pragma once

#include <QJsonObject>

#include <string>

namespace sluice {

/** Each finding with its value, what is needed, why, and what sets it; then how it is on the whole. */
std::string doctorText(const QJsonObject &doctor);

} // namespace sluice
