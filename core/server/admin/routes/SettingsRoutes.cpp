// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/SettingsRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"
#include "server/admin/SettingsJson.h"
#include "server/admin/SettingsRequest.h"
#include "settings/SettingsPersistence.h"

#include <limits>

namespace sluice {

namespace {

using adminjson::text;

/** The settings' revision goes with each answer that names it, ready for the next If-Match. */
Answer tagged(Answer answer, std::uint64_t revision)
{
    return std::move(answer).with("ETag", settingsjson::entityTag(revision));
}

Answer changedAnswer(const tl::expected<SettingsStore::Update, SettingsError> &update,
                     std::span<const SettingChange> changes = {})
{
    if (!update)
        return settingsjson::problem(update.error(), changes);
    return tagged(adminjson::answer(200, settingsjson::update(*update)), update->after.revision);
}

QJsonArray lines(const std::vector<std::string> &warnings)
{
    QJsonArray array;
    for (const std::string &warning : warnings)
        array.append(text(warning));
    return array;
}

} // namespace

void SettingsRoutes::addTo(AdminRouter &router)
{
    const auto bound = [this](auto member) {
        return [this, member](const AdminCall &call) { return (this->*member)(call); };
    };
    router.add("GET", "/api/v1/settings", Role::Viewer, bound(&SettingsRoutes::read));
    router.add("PATCH", "/api/v1/settings", Role::Operator, bound(&SettingsRoutes::change));
    router.add("GET", "/api/v1/settings/schema", Role::Viewer, bound(&SettingsRoutes::describe));
    router.add("POST", "/api/v1/settings/undo", Role::Operator, bound(&SettingsRoutes::undo));
    router.add("POST", "/api/v1/settings/save", Role::Operator, bound(&SettingsRoutes::save));
    router.add("POST", "/api/v1/settings/reload", Role::Operator, bound(&SettingsRoutes::reload));
    router.add("GET", "/api/v1/audit", Role::Viewer, bound(&SettingsRoutes::audit));
}

Answer SettingsRoutes::read(const AdminCall &call) const
{
    if (auto wrong = AdminQuery(call.target()).check())
        return *std::move(wrong);
    const auto version = m_store.version();
    return tagged(
        adminjson::answer(200, {{QStringLiteral("revision"), static_cast<qint64>(version.revision)},
                                {QStringLiteral("settings"), settingsjson::all(*version.settings)}}),
        version.revision);
}

Answer SettingsRoutes::describe(const AdminCall &call) const
{
    if (auto wrong = AdminQuery(call.target()).check())
        return *std::move(wrong);
    QJsonArray settings;
    for (const SettingInfo &info : schema())
        settings.append(settingsjson::description(info));
    return adminjson::answer(200, {{QStringLiteral("settings"), settings}});
}

Answer SettingsRoutes::change(const AdminCall &call)
{
    auto change = settingsrequest::change(call);
    if (!change)
        return change.error();
    return changedAnswer(m_store.apply(change->changes, {call.caller.who, change->why}, change->expected),
                         change->changes);
}

Answer SettingsRoutes::undo(const AdminCall &call)
{
    auto undo = settingsrequest::undo(call);
    if (!undo)
        return undo.error();
    return changedAnswer(m_store.undo({call.caller.who, undo->why}, undo->revision, undo->expected));
}

Answer SettingsRoutes::save(const AdminCall &call)
{
    const auto toFile = settingsrequest::toFile(call);
    if (!toFile)
        return toFile.error();
    const auto saved = saveSettings(m_store, *toFile ? SaveTo::ConfigFile : SaveTo::Usual);
    if (!saved)
        return settingsjson::problem(saved.error());
    QJsonObject values;
    for (const SettingChange &change : saved->values)
        values.insert(text(change.key), settingsjson::value(*findSetting(change.key).value(), change.text));
    return adminjson::answer(200, {{QStringLiteral("file"), text(saved->file)},
                                   {QStringLiteral("saved"), values},
                                   {QStringLiteral("warnings"), lines(saved->warnings)}});
}

Answer SettingsRoutes::reload(const AdminCall &call)
{
    auto why = settingsrequest::why(call);
    if (!why)
        return why.error();
    const auto reloaded =
        reloadSettings(m_store, {call.caller.who, why->empty() ? "reload" : std::move(*why)});
    if (!reloaded)
        return settingsjson::problem(reloaded.error());
    QJsonArray atRestart;
    for (const SettingInfo *info : reloaded->adopted.atRestart)
        atRestart.append(text(info->key));
    QJsonObject body = settingsjson::update(reloaded->adopted.update);
    body.insert(QStringLiteral("at_restart"), atRestart);
    body.insert(QStringLiteral("warnings"), lines(reloaded->warnings));
    return tagged(adminjson::answer(200, body), reloaded->adopted.update.after.revision);
}

Answer SettingsRoutes::audit(const AdminCall &call) const
{
    constexpr std::int64_t mostRevisions = std::numeric_limits<std::int64_t>::max();
    constexpr auto mostEntries = static_cast<std::int64_t>(AuditLog::mostEntries);
    AdminQuery query(call.target());
    const auto since = query.count("since", 0, mostRevisions);
    const auto limit =
        static_cast<std::size_t>(query.count("limit", 1, mostEntries).value_or(Page::defaultLimit));
    if (auto wrong = query.check())
        return *std::move(wrong);
    const auto entries =
        since ? m_store.auditSince(static_cast<std::uint64_t>(*since), limit) : m_store.newestAudit(limit);
    QJsonArray array;
    for (const AuditEntry &entry : entries)
        array.append(settingsjson::auditEntry(entry));
    return adminjson::answer(200,
                             {{QStringLiteral("revision"), static_cast<qint64>(m_store.version().revision)},
                              {QStringLiteral("entries"), array}});
}

} // namespace sluice
