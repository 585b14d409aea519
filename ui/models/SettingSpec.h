// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One setting as the engine's schema describes it, and what may be typed for it: the engine may be of another
// release than the console, so its own words count. A plain value; GUI thread only.
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <optional>

#include <tl/expected.hpp>

namespace sluice {

struct SettingSpec
{
    enum class Type { Duration, Size, Count, AutoCount, Rate, Flag, Choice, Text, Secret, Unknown };

    QString key; ///< "group.name"
    QString group;
    QString name;
    QString typeName; ///< as the schema has it, such as "auto-count"
    Type type = Type::Unknown;
    QString unit; ///< the units that a value is written with, or what a bare number means; may be empty
    QString defaultText; ///< in its shortest form
    QString minimum;     ///< empty: no range
    QString maximum;     ///< empty: no range
    QStringList choices; ///< of a Choice
    QStringList rules;   ///< the names of the rules that it takes part in
    QString help;
    bool isLive = false; ///< else it takes effect at the next start

    /** Reads one entry of GET settings/schema. */
    static SettingSpec fromJson(const QJsonObject &description);

    /** A value of the API as a user writes it. */
    static QString textOf(const QJsonValue &value);

    /** @p text in its shortest form, or in words what is wrong with it: its unit, its range. What only rules
     * can judge is left to the engine. */
    tl::expected<QString, QString> normalized(const QString &text) const;

    /** The figure that a text stands for, to compare: milliseconds, bytes, a count; nothing for words and
     * auto. */
    std::optional<double> figure(const QString &text) const;

    /** The range in words: "100ms to 1h", "1 to 10,000,000, or auto"; empty when there is none. */
    QString rangeText() const;
};

} // namespace sluice
