// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the doctor found, as JSON: what sluicectl prints and GET /api/v1/doctor answers. Its keys are a
// contract. Pure function; any thread.
#pragma once

#include "findings/doctor/DoctorFinding.h"
#include "findings/doctor/DoctorSubject.h"

#include <QJsonObject>

namespace sluice {

QJsonObject doctorJson(const std::vector<DoctorFinding> &findings, const DoctorSubject &subject);

} // namespace sluice
