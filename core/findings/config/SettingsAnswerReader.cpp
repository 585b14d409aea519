// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/config/SettingsAnswerReader.h"

#include "base/text/Units.h"
#include "settings/Schema.h"
#include "settings/SettingChanges.h"

namespace sluice {

namespace {

/** A value as a user would write it. Of a token that is set the engine says no more than that. */
std::string textOf(const SettingInfo &info, const QJsonValue &value)
{
    if (info.type == SettingType::Secret)
        return value.toString().isEmpty() ? "" : "kept-by-the-engine";
    if (value.isBool())
        return formatFlag(value.toBool());
    if (value.isDouble())
        return formatRate(value.toDouble());
    return value.toString().toStdString();
}

} // namespace

tl::expected<Settings, Error> settingsOfAnswer(const QJsonObject &answer)
{
    const QJsonObject values = answer.value(QLatin1String("settings")).toObject();
    if (values.isEmpty())
        return tl::unexpected(environmentError("the engine's answer has no settings"));
    std::vector<SettingChange> changes;
    for (const SettingInfo &info : schema()) {
        const auto value =
            values.constFind(QLatin1String(info.key.data(), static_cast<qsizetype>(info.key.size())));
        if (value != values.constEnd())
            changes.push_back({std::string(info.key), textOf(info, *value), "the engine's answer"});
    }
    auto settings = withValues(Settings(), changes);
    if (!settings)
        return tl::unexpected(environmentError(settings.error().message));
    return std::move(*settings);
}

} // namespace sluice
