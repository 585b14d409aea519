// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/LogLine.h"

#include "base/text/ValueText.h"

namespace sluice {

namespace {

constexpr std::size_t longestValue = 512;

/** @p text, cut where it would fill the line alone; not within a character. */
std::string_view shortened(std::string_view text)
{
    if (text.size() <= longestValue)
        return text;
    std::size_t end = longestValue;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

std::string valueText(const LogField &field, LogFormat format)
{
    if (const auto *whole = std::get_if<std::int64_t>(&field.value))
        return std::to_string(*whole);
    if (const auto *real = std::get_if<double>(&field.value))
        return valuetext::number(*real);
    const std::string_view text = shortened(std::get<std::string>(field.value));
    return format == LogFormat::Json ? valuetext::quoted(text) : valuetext::word(text);
}

std::string jsonBody(LogReader reader, UtcTime at, LogLevel level, std::string_view message,
                     std::span<const LogField> fields)
{
    std::string body = "{";
    if (reader != LogReader::Journal)
        body += "\"time\":" + valuetext::quoted(valuetext::utc(at)) + ',';
    body.append("\"level\":\"").append(levelName(level)).append("\",\"message\":");
    body += valuetext::quoted(message);
    for (const LogField &field : fields)
        body += ',' + valuetext::quoted(field.key) + ':' + valueText(field, LogFormat::Json);
    return body += '}';
}

std::string textBody(LogReader reader, UtcTime at, LogLevel level, std::string_view message,
                     std::span<const LogField> fields)
{
    std::string body;
    if (reader != LogReader::Journal) {
        body = valuetext::utc(at) + ' ';
        body.append(levelName(level)).append(" ");
    }
    body += valuetext::harmless(message);
    for (const LogField &field : fields)
        body += ' ' + std::string(field.key) + '=' + valueText(field, LogFormat::Text);
    return body;
}

} // namespace

std::string logLine(LogFormat format, LogReader reader, UtcTime at, LogLevel level, std::string_view message,
                    std::span<const LogField> fields)
{
    const auto make = [&](std::string_view said, std::span<const LogField> beside) {
        const std::string body = format == LogFormat::Json ? jsonBody(reader, at, level, said, beside)
                                                           : textBody(reader, at, level, said, beside);
        const std::string prefix = reader == LogReader::Journal
                                       ? '<' + std::to_string(static_cast<int>(level)) + '>'
                                       : std::string();
        return prefix + body + '\n';
    };
    std::string line = make(message, fields);
    // Cutting the line itself would break JSON and characters; the fields of a line of our own are short.
    if (line.size() > longestLogLine)
        line = make(shortened(message), {});
    return line;
}

} // namespace sluice
