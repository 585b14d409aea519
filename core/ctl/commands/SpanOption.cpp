// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/SpanOption.h"

#include "base/text/Units.h"

#include <cctype>

namespace sluice {

tl::expected<std::chrono::milliseconds, Error> parseSpan(std::string_view text)
{
    const bool isMinutes = text.size() > 1 && text.back() == 'm' && std::isdigit(text[text.size() - 2]) != 0;
    return parseDuration(isMinutes ? std::string(text) + "in" : std::string(text));
}

tl::expected<std::chrono::milliseconds, Error> readSpan(const CommandLine &line, std::string_view option,
                                                        std::chrono::milliseconds usual)
{
    if (!line.has(option))
        return usual;
    const auto span = parseSpan(line.value(option));
    if (!span)
        return tl::unexpected(inputError(std::string(option) + ": " + span.error().message));
    if (span->count() == 0)
        return tl::unexpected(inputError(std::string(option) + " is 0, but must be longer"));
    return *span;
}

} // namespace sluice
