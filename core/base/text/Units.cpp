// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Units.h"

#include "base/text/QuotedText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace sluice {

namespace {

struct Unit
{
    std::string_view suffix;
    std::int64_t factor;
};

/** One family of units, largest first, and how its messages call it. */
struct Measure
{
    std::string_view noun;
    std::string_view suffixes;
    std::string_view example;
    std::span<const Unit> units;
};

constexpr std::array<Unit, 5> durationUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> sizeUnits{{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}};

constexpr Measure durations{"a duration", "ms, s, min, h, d", "15s", durationUnits};
constexpr Measure sizes{"a size", "B, KiB, MiB, GiB", "64KiB", sizeUnits};

Error notA(std::string_view noun, std::string_view text, const std::string &rule)
{
    return inputError(quotedText(text) + " is not " + std::string(noun) + ": " + rule);
}

/** Digits only: from_chars alone would take a minus sign. */
std::string_view leadingDigits(std::string_view text)
{
    const auto end = text.find_first_not_of("0123456789");
    return text.substr(0, end);
}

enum class Overflow { No, Yes };

Overflow readDigits(std::string_view digits, std::int64_t &number)
{
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return result.ec == std::errc() ? Overflow::No : Overflow::Yes;
}

tl::expected<std::int64_t, Error> parseMeasure(const Measure &measure, std::string_view text)
{
    const std::string form = "a whole number with one of the units " + std::string(measure.suffixes) +
                             ", as in " + std::string(measure.example);
    const std::string_view digits = leadingDigits(text);
    const std::string_view suffix = text.substr(digits.size());
    if (digits.empty())
        return tl::unexpected(notA(measure.noun, text, "it must be " + form));

    std::int64_t number = 0;
    if (readDigits(digits, number) == Overflow::Yes)
        return tl::unexpected(notA(measure.noun, text, "the number is too large"));
    if (suffix.empty()) {
        if (number == 0)
            return 0;
        return tl::unexpected(notA(measure.noun, text, "the unit is missing; it must be " + form));
    }
    const auto unit = std::find_if(measure.units.begin(), measure.units.end(),
                                   [suffix](const Unit &candidate) { return candidate.suffix == suffix; });
    if (unit == measure.units.end())
        return tl::unexpected(notA(measure.noun, text, "the unit is unknown; it must be " + form));
    std::int64_t product = 0;
    if (__builtin_mul_overflow(number, unit->factor, &product))
        return tl::unexpected(notA(measure.noun, text, "the number is too large"));
    return product;
}

std::string formatMeasure(const Measure &measure, std::int64_t value)
{
    if (value == 0)
        return "0";
    const auto unit = std::find_if(measure.units.begin(), measure.units.end(),
                                   [value](const Unit &candidate) { return value % candidate.factor == 0; });
    return std::to_string(value / unit->factor) + std::string(unit->suffix);
}

} // namespace

tl::expected<std::chrono::milliseconds, Error> parseDuration(std::string_view text)
{
    return parseMeasure(durations, text).map([](std::int64_t value) {
        return std::chrono::milliseconds(value);
    });
}

std::string formatDuration(std::chrono::milliseconds duration)
{
    return formatMeasure(durations, duration.count());
}

tl::expected<std::int64_t, Error> parseSize(std::string_view text)
{
    return parseMeasure(sizes, text);
}

std::string formatSize(std::int64_t bytes)
{
    return formatMeasure(sizes, bytes);
}

tl::expected<std::int64_t, Error> parseCount(std::string_view text)
{
    constexpr std::string_view noun = "a count";
    if (text.empty() || leadingDigits(text).size() != text.size())
        return tl::unexpected(notA(noun, text, "it must be a whole number, 0 or more, without a unit"));
    std::int64_t number = 0;
    if (readDigits(text, number) == Overflow::Yes)
        return tl::unexpected(notA(noun, text, "the number is too large"));
    return number;
}

std::string formatCount(std::int64_t count)
{
    return std::to_string(count);
}

tl::expected<double, Error> parseRate(std::string_view text)
{
    constexpr std::string_view noun = "a rate";
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range)
        return tl::unexpected(notA(noun, text, "the number is out of a double's range"));
    if (result.ec != std::errc() || result.ptr != text.data() + text.size() || std::signbit(number) ||
        !std::isfinite(number))
        return tl::unexpected(
            notA(noun, text, "it must be a number per second, 0 or more, as in 1000 or 0.5"));
    return number;
}

std::string formatRate(double perSecond)
{
    std::array<char, 32> buffer{}; // the longest shortest double has 24 characters
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), perSecond);
    return {buffer.data(), result.ptr};
}

tl::expected<bool, Error> parseFlag(std::string_view text)
{
    if (text == "true")
        return true;
    if (text == "false")
        return false;
    return tl::unexpected(notA("a flag", text, "it must be true or false"));
}

std::string formatFlag(bool flag)
{
    return flag ? "true" : "false";
}

} // namespace sluice
