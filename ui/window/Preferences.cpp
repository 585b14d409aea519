// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Preferences.h"

namespace sluice {

std::unique_ptr<QSettings> Preferences::file()
{
    return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("sluice"),
                                       QStringLiteral("console"));
}

QString Preferences::text(const QString &key, const QString &fallback) const
{
    return m_isEnabled ? file()->value(key, fallback).toString() : fallback;
}

double Preferences::number(const QString &key, double least, double most, double fallback) const
{
    if (!m_isEnabled)
        return fallback;
    bool isNumber = false;
    const double value = file()->value(key).toDouble(&isNumber);
    return isNumber && value >= least && value <= most ? value : fallback;
}

void Preferences::remember(const QString &key, const QVariant &value)
{
    if (m_isEnabled)
        file()->setValue(key, value);
}

} // namespace sluice
