// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the log as text or JSON, in which nothing that somebody sent can forge another. Pure functions;
// any thread.
#pragma once

#include "base/Clock.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace sluice {

/** How much a line matters; the numbers are syslog's, which the journal reads. */
enum class LogLevel : std::uint8_t { Error = 3, Warning = 4, Info = 6 };

constexpr std::string_view levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Error:
        return "error";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Info:
        break;
    }
    return "info";
}

/** What a line says beside its message, as key=value. */
struct LogField
{
    std::string_view key;
    std::variant<std::string, std::int64_t, double> value;
};

enum class LogFormat { Text, Json };

/** Who reads the lines: the journal stamps them itself and takes their level from a prefix. */
enum class LogReader { Anybody, Journal };

/** The longest line: what a pipe takes in one piece. */
inline constexpr std::size_t longestLogLine = 4096;

/** The line with its end. @p message is a sentence; whatever is in it and in @p fields stays in this line. */
std::string logLine(LogFormat format, LogReader reader, UtcTime at, LogLevel level, std::string_view message,
                    std::span<const LogField> fields);

} // namespace sluice
