// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/ValueText.h"

#include "base/text/Unprintable.h"

#include <array>
#include <charconv>
#include <cmath>
#include <ctime>

#include <QString>

namespace sluice::valuetext {

namespace {

// Enough for a monotonic clock in microseconds after a year, and short of the noise of binary fractions.
constexpr int digits = 12;

enum class Marks { AsTheyAre, Escaped };

std::string escaped(std::string_view text, Marks marks)
{
    const QString utf16 = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QString out;
    out.reserve(utf16.size());
    for (const QChar character : utf16) {
        const char16_t unit = character.unicode();
        if (unit == u'\n')
            out += QStringLiteral("\\n");
        else if (isUnprintable(unit))
            out += QStringLiteral("\\u%1").arg(static_cast<uint>(unit), 4, 16, QLatin1Char('0'));
        else if (marks == Marks::Escaped && (unit == u'"' || unit == u'\\'))
            out += QLatin1Char('\\') + character;
        else
            out += character;
    }
    return out.toStdString();
}

bool isPlain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("._:@/+,-[]%*").find(c) != std::string_view::npos;
}

/** Reads digits at a fixed place. */
std::optional<int> digitsAt(std::string_view text, std::size_t at, std::size_t count)
{
    int value = 0;
    const char *first = text.data() + at;
    const auto [end, error] = std::from_chars(first, first + count, value);
    if (error != std::errc() || end != first + count || value < 0 || *first == '-')
        return std::nullopt;
    return value;
}

} // namespace

std::string number(double value)
{
    if (!std::isfinite(value))
        return "0";
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      std::chars_format::general, digits);
    return {buffer.data(), result.ptr};
}

std::string utc(UtcTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t whole = std::chrono::system_clock::to_time_t(seconds);
    std::tm parts{};
    ::gmtime_r(&whole, &parts);
    std::array<char, 32> buffer{};
    const std::size_t length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string fraction = std::to_string(1000 + (time - seconds).count());
    return std::string(buffer.data(), length) + '.' + fraction.substr(1) + 'Z';
}

std::optional<UtcTime> parseUtc(std::string_view text)
{
    constexpr std::size_t whole = 20;  // 2026-11-22T21:14:56Z
    constexpr std::size_t withMs = 24; // 2026-11-22T21:14:56.123Z
    if ((text.size() != whole && text.size() != withMs) || text.back() != 'Z' || text[4] != '-' ||
        text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        (text.size() == withMs && text[19] != '.'))
        return std::nullopt;
    const auto year = digitsAt(text, 0, 4);
    const auto month = digitsAt(text, 5, 2);
    const auto day = digitsAt(text, 8, 2);
    const auto hour = digitsAt(text, 11, 2);
    const auto minute = digitsAt(text, 14, 2);
    const auto second = digitsAt(text, 17, 2);
    const auto ms = text.size() == withMs ? digitsAt(text, 20, 3) : std::optional(0);
    if (!year || !month || !day || !hour || !minute || !second || !ms)
        return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + Milliseconds(*ms);
}

std::string quoted(std::string_view text)
{
    return '"' + escaped(text, Marks::Escaped) + '"';
}

std::string harmless(std::string_view text)
{
    return escaped(text, Marks::AsTheyAre);
}

std::string word(std::string_view text)
{
    for (const char c : text)
        if (!isPlain(c))
            return quoted(text);
    return text.empty() ? "\"\"" : std::string(text);
}

} // namespace sluice::valuetext
