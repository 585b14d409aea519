// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, their changes and what is wrong with them, as the admin API writes them. A value looks as in the
// TOML file: a number, true or false, or text such as "15s"; a secret that is set is "***".
// Pure functions, any thread.
#pragma once

#include "http/Answer.h"
#include "settings/AuditLog.h"
#include "settings/Schema.h"
#include "settings/SettingsStore.h"

#include <QJsonArray>
#include <QJsonObject>

#include <tl/expected.hpp>

namespace sluice::settingsjson {

/** @p text, which valueText() gave, with the type that its setting has. */
QJsonValue value(const SettingInfo &info, std::string_view text);

/** The text that @p value stands for; an error when a setting of this type cannot be written so. */
tl::expected<std::string, RuleViolation> text(const SettingInfo &info, const QJsonValue &value);

/** Every setting: {"timeouts.heartbeat": "15s", ...}. */
QJsonObject all(const Settings &settings);

/** Everything that the schema knows of one setting. */
QJsonObject description(const SettingInfo &info);

/** One entry of the audit, as GET audit lists it. */
QJsonObject auditEntry(const AuditEntry &entry);

/** The same as a line of JSON, as events streams it. */
std::string auditText(const AuditEntry &entry);

/** What a change did: {"revision", "settings": {key: new}, "changed": [{"key", "old", "new"}]}. */
QJsonObject update(const SettingsStore::Update &update);

/**
 * The problem that answers @p error: 422 with the rule, the fields and their values, 409 with both revisions,
 * 404 or 503. Its "field" is the first of the rule's that @p changes touch: the one that the caller may mend.
 */
Answer problem(const SettingsError &error, std::span<const SettingChange> changes = {});

/** The revision as an entity tag: "7", quotes included. */
std::string entityTag(std::uint64_t revision);

} // namespace sluice::settingsjson
