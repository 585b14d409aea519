// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/FailOn.h"

#include "base/text/QuotedText.h"

namespace sluice {

tl::expected<FindingSeverity, Error> readFailOn(const CommandLine &line)
{
    if (!line.has(kFailOnOption.name))
        return FindingSeverity::Warning;
    const std::string word = line.value(kFailOnOption.name);
    const auto severity = findingSeverityNamed(word);
    if (severity && *severity != FindingSeverity::Ok)
        return *severity;
    return tl::unexpected(
        inputError("--fail-on is " + quotedText(word) + ", but must be notice, warning or error"));
}

} // namespace sluice
