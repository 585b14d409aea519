// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Figures.h"

#include "base/text/Unprintable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sluice {

namespace {

bool continuesCharacter(char c)
{
    constexpr unsigned mask = 0xC0;
    constexpr unsigned continuation = 0x80;
    return (static_cast<unsigned char>(c) & mask) == continuation;
}

/** \uNNNN, as JSON and most languages write it. */
QString codePoint(QChar character)
{
    return QStringLiteral("\\u%1").arg(static_cast<uint>(character.unicode()), 4, 16, QLatin1Char('0'));
}

enum class LineEnds { Escaped, AsTheyAre };

std::string shownText(std::string_view text, LineEnds lineEnds)
{
    constexpr char16_t firstBeyondAscii = 0x80;
    // Through QString, so that broken UTF-8 becomes U+FFFD: a lone byte of C1 is a control to some terminals.
    const QString wide = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QString shown;
    shown.reserve(wide.size());
    for (const QChar character : wide) {
        const char16_t unit = character.unicode();
        if (!isUnprintable(unit) || (lineEnds == LineEnds::AsTheyAre && (unit == u'\n' || unit == u'\t')))
            shown += character;
        else if (unit < firstBeyondAscii)
            shown += QStringLiteral("\\x%1").arg(static_cast<uint>(unit), 2, 16, QLatin1Char('0'));
        else
            shown += codePoint(character);
    }
    return shown.toStdString();
}

std::string decimal(double number, int decimals)
{
    return QByteArray::number(number, 'f', decimals).toStdString();
}

/** One decimal where the number has one digit before the point, so that two or three digits remain. */
std::string shortDecimal(double number)
{
    constexpr double oneDigit = 9.95;
    const bool isWhole = number == std::floor(number);
    return decimal(number, isWhole || number >= oneDigit ? 0 : 1);
}

std::string twoDigits(std::int64_t number)
{
    constexpr std::int64_t ten = 10;
    return (number < ten ? "0" : "") + std::to_string(number);
}

QString inZone(const QDateTime &moment, TimeZone zone, const QString &format)
{
    return (zone == TimeZone::Utc ? moment.toUTC() : moment.toLocalTime()).toString(format);
}

std::string arrayText(const QJsonArray &array)
{
    std::string text;
    for (const auto &value : array)
        text += (text.empty() ? "" : ",") + cellText(value);
    return text.empty() ? "-" : text;
}

} // namespace

std::string printable(std::string_view text)
{
    return shownText(text, LineEnds::Escaped);
}

std::string printableLines(std::string_view text)
{
    return shownText(text, LineEnds::AsTheyAre);
}

std::string printableJson(const QJsonObject &object, QJsonDocument::JsonFormat format)
{
    const QString text = QString::fromUtf8(QJsonDocument(object).toJson(format));
    QString shown;
    shown.reserve(text.size());
    // Between the strings there is nothing unprintable but the ends of lines, and in them those are escaped.
    for (const QChar character : text)
        if (isUnprintable(character.unicode()) && character != QLatin1Char('\n'))
            shown += codePoint(character);
        else
            shown += character;
    return shown.toStdString();
}

std::size_t textWidth(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continuesCharacter(c); }));
}

std::string fitted(std::string_view text, std::size_t width)
{
    if (textWidth(text) <= width)
        return std::string(text);
    if (width == 0)
        return {};
    std::size_t end = 0;
    for (std::size_t columns = 0; end < text.size(); ++end)
        if (!continuesCharacter(text[end]) && ++columns == width)
            break;
    return std::string(text.substr(0, end)) + "~";
}

std::string countText(double number)
{
    constexpr double largest = 9e18;
    if (!std::isfinite(number) || std::abs(number) > largest)
        return "-";
    std::string digits = std::to_string(static_cast<std::int64_t>(std::round(std::abs(number))));
    constexpr std::size_t group = 3;
    for (std::size_t at = digits.size(); at > group; at -= group)
        digits.insert(at - group, 1, ',');
    return number <= -0.5 ? "-" + digits : digits;
}

std::string bytesText(double bytes)
{
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    constexpr double step = 1024;
    if (!std::isfinite(bytes) || bytes < 0)
        return "-";
    std::size_t unit = 0;
    while (bytes >= step && unit + 1 < units.size()) {
        bytes /= step;
        ++unit;
    }
    return shortDecimal(bytes) + ' ' + units[unit];
}

std::string rateText(double perSecond)
{
    constexpr double fewEnoughForDecimals = 9.95;
    if (!std::isfinite(perSecond))
        return "-";
    return (perSecond < fewEnoughForDecimals ? shortDecimal(std::max(perSecond, 0.0))
                                             : countText(perSecond)) +
           "/s";
}

std::string percentText(double percent)
{
    return std::isfinite(percent) ? decimal(percent, 1) + " %" : "-";
}

std::string spanText(double seconds)
{
    constexpr double millisecondsPerSecond = 1000;
    constexpr double shortest = 0.1;
    constexpr double fewSeconds = 9.95;
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    constexpr double longest = 1e15;
    if (!std::isfinite(seconds) || seconds < 0 || seconds > longest)
        return "-";
    if (seconds == 0)
        return "0s";
    if (seconds < shortest)
        return shortDecimal(seconds * millisecondsPerSecond) + "ms";
    if (seconds < fewSeconds)
        return decimal(seconds, 1) + "s";
    const auto whole = static_cast<std::int64_t>(std::round(seconds));
    if (whole < minute)
        return std::to_string(whole) + "s";
    if (whole < hour)
        return std::to_string(whole / minute) + "m " + twoDigits(whole % minute) + "s";
    if (whole < day)
        return std::to_string(whole / hour) + "h " + twoDigits(whole % hour / minute) + "m";
    return std::to_string(whole / day) + "d " + twoDigits(whole % day / hour) + "h";
}

QDateTime momentIn(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

std::string momentText(const QDateTime &moment, TimeZone zone)
{
    if (!moment.isValid())
        return "-";
    return inZone(moment, zone, QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString() +
           (zone == TimeZone::Utc ? "Z" : "");
}

std::string clockText(const QDateTime &moment, TimeZone zone)
{
    return moment.isValid() ? inZone(moment, zone, QStringLiteral("HH:mm:ss")).toStdString() : "-";
}

std::string cellText(const QJsonValue &value)
{
    constexpr double exactIntegers = 9e15;
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? "true" : "false";
    case QJsonValue::Double: {
        const double number = value.toDouble();
        if (number == std::floor(number) && std::abs(number) < exactIntegers)
            return std::to_string(static_cast<std::int64_t>(number));
        return QByteArray::number(number, 'g', 6).toStdString();
    }
    case QJsonValue::String:
        return printable(value.toString().toStdString());
    case QJsonValue::Array:
        return arrayText(value.toArray());
    case QJsonValue::Object:
        return printable(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact).toStdString());
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return "-";
}

} // namespace sluice
