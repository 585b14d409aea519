// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the tools write what may be missing, and what JSON has no type for. Values in, values out; any thread.
#pragma once

#include <QJsonValue>
#include <QString>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

/** null where there is no number. */
inline QJsonValue jsonNumber(std::optional<double> number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

inline QJsonValue jsonNumber(std::uint64_t number)
{
    return QJsonValue(static_cast<qint64>(number));
}

/** @p words are UTF-8. */
inline QString jsonText(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

inline std::optional<double> inMilliseconds(std::optional<std::chrono::nanoseconds> duration)
{
    if (!duration)
        return std::nullopt;
    return std::chrono::duration<double, std::milli>(*duration).count();
}

} // namespace sluice
