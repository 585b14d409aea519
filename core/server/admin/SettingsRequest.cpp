// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/SettingsRequest.h"

#include "base/text/QuotedText.h"
#include "base/text/RawJsonMember.h"
#include "base/text/Units.h"
#include "server/admin/AdminJson.h"
#include "server/admin/SettingsJson.h"

namespace sluice::settingsrequest {

namespace {

using Revision = SettingsStore::Revision;

tl::expected<QJsonObject, Answer> boundedObject(const AdminCall &call)
{
    if (call.body().size() > largestBody)
        return tl::unexpected(Answer::problem(413, "the body has " + std::to_string(call.body().size()) +
                                                       " bytes; at most " + std::to_string(largestBody) +
                                                       " are read here"));
    auto object = adminjson::object(call.body());
    if (object && jsonMemberCount(call.body()) != object->size())
        return tl::unexpected(Answer::problem(400, "a name stands twice in the body's object"));
    return object;
}

/** Takes the member out of the object. */
tl::expected<std::string, Answer> takeWhy(QJsonObject &object)
{
    const QJsonValue value = object.take(QStringLiteral("why"));
    if (value.isUndefined())
        return std::string();
    if (!value.isString())
        return tl::unexpected(Answer::problem(400, "why must be text"));
    return value.toString().toStdString();
}

tl::expected<Revision, Answer> takeRevision(QJsonObject &object)
{
    const QJsonValue value = object.take(QStringLiteral("revision"));
    if (value.isUndefined())
        return Revision();
    const qint64 number = value.toInteger(-1);
    if (number < 1)
        return tl::unexpected(Answer::problem(400, "revision must be a whole number from 1"));
    return Revision(static_cast<std::uint64_t>(number));
}

/** If-Match: "7" or *, or nothing. */
tl::expected<Revision, Answer> ifMatch(const AdminCall &call)
{
    std::string_view field = call.exchange.head().value("if-match");
    if (field.empty() || field == "*")
        return Revision();
    constexpr std::size_t quotes = 2;
    const bool isQuoted = field.size() > quotes && field.front() == '"' && field.back() == '"';
    const auto revision = parseCount(isQuoted ? field.substr(1, field.size() - quotes) : std::string_view());
    if (!revision)
        return tl::unexpected(Answer::problem(
            400, "If-Match must be one revision in quotes, as in \"7\", or *; it is " + quotedText(field)));
    return Revision(static_cast<std::uint64_t>(*revision));
}

/** One of two ways to say the revision, or both if they agree. */
tl::expected<Revision, Answer> agreed(Revision inBody, Revision inField)
{
    if (inBody && inField && *inBody != *inField)
        return tl::unexpected(Answer::problem(400, "If-Match says revision " + std::to_string(*inField) +
                                                       ", the body says " + std::to_string(*inBody)));
    return inBody ? inBody : inField;
}

/** An unknown key goes on: the store's answer suggests the right one. */
tl::expected<std::vector<SettingChange>, Answer> changesIn(const QJsonObject &object)
{
    std::vector<SettingChange> changes;
    std::vector<RuleViolation> violations;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const std::string key = member.key().toStdString();
        const auto info = findSetting(key);
        if (!info) {
            changes.push_back({key, {}, {}});
            continue;
        }
        auto text = settingsjson::text(**info, member.value());
        if (text)
            changes.push_back({key, std::move(*text), {}});
        else
            violations.push_back(std::move(text.error()));
    }
    if (!violations.empty())
        return tl::unexpected(settingsjson::problem(invalidSettings(std::move(violations))));
    return changes;
}

/** The error of any of the parts, or nothing. */
template <typename... Parts>
std::optional<Answer> firstError(const Parts &...parts)
{
    std::optional<Answer> error;
    ((!parts && !error ? void(error = parts.error()) : void()), ...);
    return error;
}

/** An object of nothing but what was taken out of it already. */
tl::expected<void, Answer> nothingLeft(const QJsonObject &object)
{
    if (object.isEmpty())
        return {};
    return tl::unexpected(Answer::problem(400, "the body has an unknown member " +
                                                   quotedText(object.begin().key().toStdString())));
}

} // namespace

tl::expected<Change, Answer> change(const AdminCall &call)
{
    auto object = boundedObject(call);
    if (!object)
        return tl::unexpected(object.error());
    auto note = takeWhy(*object);
    const auto inBody = takeRevision(*object);
    const auto inField = ifMatch(call);
    if (auto error = firstError(note, inBody, inField))
        return tl::unexpected(*std::move(error));
    const auto expected = agreed(*inBody, *inField);
    if (!expected)
        return tl::unexpected(expected.error());
    auto changes = changesIn(*object);
    if (!changes)
        return tl::unexpected(changes.error());
    return Change{std::move(*changes), *expected, std::move(*note)};
}

tl::expected<Undo, Answer> undo(const AdminCall &call)
{
    auto object = boundedObject(call);
    if (!object)
        return tl::unexpected(object.error());
    auto note = takeWhy(*object);
    const auto revision = takeRevision(*object);
    const auto expected = ifMatch(call);
    const auto rest = nothingLeft(*object);
    if (auto error = firstError(note, revision, expected, rest))
        return tl::unexpected(*std::move(error));
    return Undo{*revision, *expected, std::move(*note)};
}

tl::expected<bool, Answer> toFile(const AdminCall &call)
{
    auto object = boundedObject(call);
    if (!object)
        return tl::unexpected(object.error());
    const auto note = takeWhy(*object);
    const QJsonValue value = object->take(QStringLiteral("to_file"));
    if (!value.isUndefined() && !value.isBool())
        return tl::unexpected(Answer::problem(400, "to_file must be true or false"));
    const auto rest = nothingLeft(*object);
    if (auto error = firstError(note, rest))
        return tl::unexpected(*std::move(error));
    return value.toBool();
}

tl::expected<std::string, Answer> why(const AdminCall &call)
{
    auto object = boundedObject(call);
    if (!object)
        return tl::unexpected(object.error());
    auto note = takeWhy(*object);
    const auto rest = nothingLeft(*object);
    if (auto error = firstError(note, rest))
        return tl::unexpected(*std::move(error));
    return note;
}

} // namespace sluice::settingsrequest
