// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the doctor finds in a machine, as JSON: what sluicectl prints and GET /api/v1/doctor answers. Its keys
// are a contract. Pure function; any thread.
#pragma once

#include "findings/doctor/DoctorFacts.h"
#include "findings/doctor/DoctorSubject.h"

#include <QJsonObject>

namespace sluice {

QJsonObject doctorJson(const DoctorFacts &facts, const DoctorSubject &subject);

} // namespace sluice
