// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers, times and foreign texts as sluicectl shows them to people: with units, short, and without anything
// that could garble a terminal. Pure functions; any thread.
#pragma once

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

/** In whose time a moment is shown. */
enum class TimeZone { Local, Utc };

/** What is unprintable (Unprintable.h) becomes \xNN or \uNNNN, and bytes that are no UTF-8 become U+FFFD;
 * everything else stays. */
std::string printable(std::string_view text);

/** The same for a text of several lines: LF and tab stay. */
std::string printableLines(std::string_view text);

/** A document with what is unprintable as \uNNNN, which means the same to whoever reads it. */
std::string printableJson(const QJsonObject &object,
                          QJsonDocument::JsonFormat format = QJsonDocument::Compact);

/** How many columns a text takes on a terminal, one for each code point. */
std::size_t textWidth(std::string_view text);

/** The text cut to @p width columns, with a '~' at the end where something is missing. */
std::string fitted(std::string_view text, std::size_t width);

/** A whole number with commas: 12,345. Not finite: "-". */
std::string countText(double number);

/** Bytes in the largest unit that leaves a digit: 512 B, 1.5 KiB, 20 MiB. Not finite or negative: "-". */
std::string bytesText(double bytes);

/** Something per second: 0.5/s, 12/s, 1,234/s. */
std::string rateText(double perSecond);

/** 38.4 %. */
std::string percentText(double percent);

/** A time span: 3ms, 0.4s, 12s, 3m 05s, 2h 13m, 4d 02h. Not finite or negative: "-". */
std::string spanText(double seconds);

inline std::string spanText(std::chrono::milliseconds time)
{
    return spanText(std::chrono::duration<double>(time).count());
}

/** One moment of the API, ISO 8601 in UTC; invalid when it is none. */
QDateTime momentIn(const QJsonValue &value);

/** A moment to the second, "2026-01-31 14:05:09" with a "Z" where it is UTC; "-" when it is none. */
std::string momentText(const QDateTime &moment, TimeZone zone);

/** The time of day of a moment, "14:05:09". */
std::string clockText(const QDateTime &moment, TimeZone zone);

/** A JSON value as a person reads it: texts without quotes, lists apart by commas, nothing as "-". */
std::string cellText(const QJsonValue &value);

} // namespace sluice
