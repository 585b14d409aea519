// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

namespace sluice::doctor {

Outcome tokens(const Machine &machine)
{
    const DoctorSubject &subject = machine.subject;
    const Settings &settings = subject.settings;
    if (settings.auth_publish_token.empty() && settings.auth_admin_token.empty() &&
        settings.auth_viewer_token.empty())
        return NotObserved{};
    const auto count = subject.tokenWarnings.size();
    return state(count == 0 ? Severity::Ok : Severity::Warning,
                 count == 0   ? "as they should be"
                 : count == 1 ? "one is unsafe"
                              : std::to_string(count) + " are unsafe",
                 "16 characters, in no file that everybody reads",
                 "whoever has a token may do what it is for, from wherever the listener is reached",
                 subject.tokenWarnings);
}

} // namespace sluice::doctor
