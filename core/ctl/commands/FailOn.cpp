// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/FailOn.h"

#include "base/text/QuotedText.h"
#include "findings/rules/FindingJson.h"

namespace sluice {

tl::expected<Severity, Error> readFailOn(const CommandLine &line)
{
    if (!line.has(kFailOnOption.name))
        return Severity::Warning;
    const std::string word = line.value(kFailOnOption.name);
    for (const Severity severity : {Severity::Notice, Severity::Warning, Severity::Critical})
        if (word == severityName(severity, FindingSet::Check))
            return severity;
    return tl::unexpected(
        inputError("--fail-on is " + quotedText(word) + ", but must be notice, warning or error"));
}

} // namespace sluice
