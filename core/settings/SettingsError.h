// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Why settings were not changed: an Error that also says so in parts that a program can use.
// A plain value; any thread.
#pragma once

#include "base/Error.h"
#include "settings/RuleViolation.h"

#include <cstdint>
#include <utility>

namespace sluice {

struct SettingsError : Error
{
    enum class Reason {
        Invalid,     ///< the violations say what is wrong (422)
        Conflict,    ///< somebody changed the settings meanwhile (409)
        NotFound,    ///< what was asked for is not known or not any more (404)
        Environment, ///< the machine refused: a file, a disk (503)
    };

    Reason reason = Reason::Invalid;
    std::vector<RuleViolation> violations; ///< of Invalid, and of an undo's Conflict
    std::uint64_t expectedRevision = 0;    ///< of a Conflict: the revision that the caller knows
    std::uint64_t revision = 0;            ///< of a Conflict: the revision in force

    SettingsError(Error error, Reason why)
        : Error(std::move(error))
        , reason(why)
    {
    }
};

/** Everything that is wrong, a line each; a long list is cut and says so. */
SettingsError invalidSettings(std::vector<RuleViolation> violations);

/** The same for an error that was found elsewhere: Input is Invalid without parts. */
SettingsError settingsError(Error error);

} // namespace sluice
