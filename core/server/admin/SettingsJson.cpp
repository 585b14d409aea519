// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/SettingsJson.h"

#include "base/text/Units.h"
#include "server/admin/AdminJson.h"
#include "settings/Rules.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace sluice::settingsjson {

namespace {

using adminjson::text;

QJsonArray texts(const std::vector<std::string> &values)
{
    QJsonArray array;
    for (const std::string &value : values)
        array.append(adminjson::text(value));
    return array;
}

QJsonArray texts(const std::vector<std::string_view> &values)
{
    QJsonArray array;
    for (const std::string_view value : values)
        array.append(adminjson::text(value));
    return array;
}

std::string_view typeName(SettingType type)
{
    switch (type) {
    case SettingType::Duration:
        return "duration";
    case SettingType::Size:
        return "size";
    case SettingType::Count:
        return "count";
    case SettingType::AutoCount:
        return "auto-count";
    case SettingType::Rate:
        return "rate";
    case SettingType::Flag:
        return "flag";
    case SettingType::Text:
        return "text";
    case SettingType::Secret:
        return "secret";
    case SettingType::Choice:
        return "choice";
    }
    return {};
}

/** The units that a value is written with, or what a bare number means. */
std::string_view unitText(SettingType type)
{
    switch (type) {
    case SettingType::Duration:
        return "ms, s, min, h, d";
    case SettingType::Size:
        return "B, KiB, MiB, GiB";
    case SettingType::Rate:
        return "per second";
    default:
        return {};
    }
}

std::string numberText(const QJsonValue &value)
{
    constexpr double exactUpTo = 9007199254740992.0; // 2^53
    const double number = value.toDouble();
    if (std::trunc(number) == number && std::abs(number) <= exactUpTo)
        return std::to_string(value.toInteger());
    return formatRate(number);
}

RuleViolation wrongType(const SettingInfo &info, const QJsonValue &value)
{
    const std::string_view given = value.isBool()     ? "true or false"
                                   : value.isDouble() ? "a number"
                                   : value.isNull()   ? "null"
                                   : value.isArray()  ? "an array"
                                                      : "an object";
    return {"setting-type",
            {std::string(info.key)},
            {std::string(given)},
            std::string(info.key) + " must be " + std::string(typeText(info.type)) + ", but it is " +
                std::string(given)};
}

bool mayBeNumber(SettingType type)
{
    switch (type) {
    case SettingType::Count:
    case SettingType::AutoCount:
    case SettingType::Rate:
    case SettingType::Duration: // 0 needs no unit; any other number gets the message about units
    case SettingType::Size:
        return true;
    case SettingType::Flag:
    case SettingType::Text:
    case SettingType::Secret:
    case SettingType::Choice:
        return false;
    }
    return false;
}

QJsonObject violation(const RuleViolation &broken)
{
    return {{QStringLiteral("rule"), text(broken.rule)},
            {QStringLiteral("fields"), texts(broken.keys)},
            {QStringLiteral("values"), texts(broken.values)},
            {QStringLiteral("message"), text(broken.message)}};
}

std::string fieldOf(const RuleViolation &broken, std::span<const SettingChange> changes)
{
    for (const std::string &key : broken.keys) {
        if (std::any_of(changes.begin(), changes.end(),
                        [&key](const SettingChange &change) { return change.key == key; }))
            return key;
    }
    return broken.keys.empty() ? std::string() : broken.keys.front();
}

/** The violations, at most about a screenful, and the first of them at the top for who shows only one. */
QJsonObject violationMembers(const std::vector<RuleViolation> &violations,
                             std::span<const SettingChange> changes)
{
    constexpr qsizetype mostShown = 20;
    QJsonObject members;
    if (violations.empty())
        return members;
    members = violation(violations.front());
    members.remove(QStringLiteral("message"));
    members.insert(QStringLiteral("field"), text(fieldOf(violations.front(), changes)));
    QJsonArray all;
    for (const RuleViolation &broken : violations) {
        if (all.size() < mostShown)
            all.append(violation(broken));
    }
    members.insert(QStringLiteral("violations"), all);
    members.insert(QStringLiteral("violations_total"), static_cast<qint64>(violations.size()));
    return members;
}

int statusOf(SettingsError::Reason reason)
{
    switch (reason) {
    case SettingsError::Reason::Invalid:
        return 422;
    case SettingsError::Reason::Conflict:
        return 409;
    case SettingsError::Reason::NotFound:
        return 404;
    case SettingsError::Reason::Environment:
        return 503;
    }
    return 500;
}

QString utcText(std::chrono::system_clock::time_point when)
{
    const auto sinceEpoch = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count()).toUTC().toString(Qt::ISODateWithMs);
}

} // namespace

QJsonValue value(const SettingInfo &info, std::string_view valueText)
{
    switch (info.type) {
    case SettingType::Count:
    case SettingType::AutoCount:
        if (const auto count = parseCount(valueText))
            return static_cast<qint64>(*count);
        break;
    case SettingType::Rate:
        if (const auto rate = parseRate(valueText))
            return *rate;
        break;
    case SettingType::Flag:
        return valueText == formatFlag(true);
    case SettingType::Duration:
    case SettingType::Size:
    case SettingType::Text:
    case SettingType::Secret:
    case SettingType::Choice:
        break;
    }
    return text(valueText);
}

tl::expected<std::string, RuleViolation> text(const SettingInfo &info, const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toStdString();
    if (value.isBool() && info.type == SettingType::Flag)
        return formatFlag(value.toBool());
    if (value.isDouble() && mayBeNumber(info.type))
        return numberText(value);
    return tl::unexpected(wrongType(info, value));
}

QJsonObject all(const Settings &settings)
{
    QJsonObject values;
    for (const SettingInfo &info : schema())
        values.insert(text(info.key), value(info, valueText(settings, info)));
    return values;
}

QJsonObject description(const SettingInfo &info)
{
    QJsonObject members{
        {QStringLiteral("key"), text(info.key)},
        {QStringLiteral("group"), text(info.group)},
        {QStringLiteral("name"), text(info.name)},
        {QStringLiteral("type"), text(typeName(info.type))},
        {QStringLiteral("default"), value(info, info.defaultText)},
        {QStringLiteral("apply"),
         info.apply == SettingApply::Live ? QStringLiteral("live") : QStringLiteral("restart")},
        {QStringLiteral("help"), text(info.help)},
        {QStringLiteral("rules"), texts(rulesOf(info.key))},
    };
    if (const auto unit = unitText(info.type); !unit.empty())
        members.insert(QStringLiteral("unit"), text(unit));
    if (const auto choices = choicesOf(info); !choices.empty()) {
        members.insert(QStringLiteral("choices"), texts(choices));
    } else if (!info.minimumText.empty()) {
        members.insert(QStringLiteral("min"), value(info, info.minimumText));
        members.insert(QStringLiteral("max"), value(info, info.maximumText));
    }
    return members;
}

QJsonObject auditEntry(const AuditEntry &entry)
{
    const SettingInfo &info = *findSetting(entry.key).value();
    const std::chrono::duration<double> monotonic = entry.instant.time_since_epoch();
    QJsonObject members{
        {QStringLiteral("revision"), static_cast<qint64>(entry.revision)},
        {QStringLiteral("when"), utcText(entry.when)},
        {QStringLiteral("monotonic_seconds"), monotonic.count()},
        {QStringLiteral("who"), text(entry.note.who)},
        {QStringLiteral("why"), text(entry.note.why)},
        {QStringLiteral("key"), text(entry.key)},
        {QStringLiteral("old"), value(info, entry.oldText)},
        {QStringLiteral("new"), value(info, entry.newText)},
    };
    if (entry.undoes != 0)
        members.insert(QStringLiteral("undoes"), static_cast<qint64>(entry.undoes));
    return members;
}

std::string auditText(const AuditEntry &entry)
{
    return QJsonDocument(auditEntry(entry)).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject update(const SettingsStore::Update &update)
{
    QJsonObject now;
    QJsonArray changed;
    for (const AuditEntry &entry : update.entries) {
        const SettingInfo &info = *findSetting(entry.key).value();
        now.insert(text(entry.key), value(info, entry.newText));
        changed.append(QJsonObject{{QStringLiteral("key"), text(entry.key)},
                                   {QStringLiteral("old"), value(info, entry.oldText)},
                                   {QStringLiteral("new"), value(info, entry.newText)}});
    }
    return {{QStringLiteral("revision"), static_cast<qint64>(update.after.revision)},
            {QStringLiteral("settings"), now},
            {QStringLiteral("changed"), changed}};
}

Answer problem(const SettingsError &error, std::span<const SettingChange> changes)
{
    QJsonObject members = violationMembers(error.violations, changes);
    if (error.revision != 0) {
        members.insert(QStringLiteral("revision"), static_cast<qint64>(error.revision));
        members.insert(QStringLiteral("expected_revision"), static_cast<qint64>(error.expectedRevision));
    }
    return adminjson::problem(statusOf(error.reason), error.message, std::move(members));
}

std::string entityTag(std::uint64_t revision)
{
    return "\"" + std::to_string(revision) + "\"";
}

} // namespace sluice::settingsjson
