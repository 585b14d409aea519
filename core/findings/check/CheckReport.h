// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check came to: its findings, and all that they rest on; also as JSON, whose keys are a contract. A
// plain value and pure functions; any thread.
#pragma once

#include "base/Error.h"
#include "findings/check/CheckRecord.h"
#include "findings/rules/Finding.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <vector>

namespace sluice {

struct CheckReport
{
    std::optional<Error> error; ///< why nothing was checked; then there are no findings
    CheckRecord record;
    std::vector<Finding> findings; ///< in the order of the rules

    /** True when somebody accepted the connection. */
    bool isReached() const;
};

/** The whole report as JSON; its findings as FindingJson has them. */
QJsonObject checkJson(const CheckReport &report);

} // namespace sluice
