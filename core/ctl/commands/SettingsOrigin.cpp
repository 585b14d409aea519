// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/SettingsOrigin.h"

#include "base/text/QuotedText.h"
#include "findings/config/SettingsAnswerReader.h"
#include "settings/Rules.h"
#include "settings/SettingChanges.h"
#include "settings/SettingsFile.h"
#include "settings/TokenWarnings.h"

namespace sluice {

namespace {

tl::expected<std::vector<SettingChange>, Error> readOverrides(const CommandLine &line)
{
    std::vector<SettingChange> changes;
    for (const std::string &word : line.values(kSetOption.name)) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return tl::unexpected(
                inputError("--set " + quotedText(word) + " is not of the form SETTING=VALUE"));
        changes.push_back({word.substr(0, equals), word.substr(equals + 1), "--set"});
    }
    return changes;
}

/** A token that a file of its own holds is there, whatever it is; root alone may read it. */
void assumeTokens(Settings &settings)
{
    const auto assume = [](std::string &token, const std::string &file) {
        if (token.empty() && !file.empty())
            token = std::string(leastTokenLength, '*') + file;
    };
    assume(settings.auth_publish_token, settings.auth_publish_token_file);
    assume(settings.auth_admin_token, settings.auth_admin_token_file);
    assume(settings.auth_viewer_token, settings.auth_viewer_token_file);
}

tl::expected<Settings, Error> readFile(const std::string &path)
{
    const auto changes = readSettingsFile(path);
    if (!changes)
        return tl::unexpected(changes.error());
    auto settings = withValues(Settings(), *changes);
    if (!settings)
        return tl::unexpected(settings.error());
    return std::move(*settings);
}

std::optional<std::int64_t> numberIn(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    return value.isDouble() ? std::optional(static_cast<std::int64_t>(value.toDouble())) : std::nullopt;
}

tl::expected<SettingsOrigin, ExitStatus> readEngine(Session &session)
{
    const auto answer = session.get(QStringLiteral("settings"));
    if (!answer)
        return tl::unexpected(session.fail(answer.error()));
    auto settings = settingsOfAnswer(answer->json);
    if (!settings) {
        session.note(settings.error().message);
        return tl::unexpected(ExitStatus::Garbled);
    }
    const auto snapshot = session.get(QStringLiteral("snapshot"));
    if (!snapshot)
        return tl::unexpected(session.fail(snapshot.error()));
    SettingsOrigin origin;
    origin.settings = std::move(*settings);
    origin.revision = numberIn(answer->json, "revision");
    origin.maxStreams = numberIn(snapshot->json, "max_streams");
    origin.descriptors = numberIn(snapshot->json, "descriptors_limit");
    origin.name = printable(session.client().options().base.toString().toStdString());
    if (origin.revision)
        origin.name += ", revision " + std::to_string(*origin.revision);
    return origin;
}

tl::expected<SettingsOrigin, Error> readFileOrDefaults(const CommandLine &line)
{
    SettingsOrigin origin;
    origin.name = "the default settings";
    if (!line.has(kConfigOption.name))
        return origin;
    auto settings = readFile(line.value(kConfigOption.name));
    if (!settings)
        return tl::unexpected(settings.error());
    origin.settings = std::move(*settings);
    origin.name = printable(line.value(kConfigOption.name));
    return origin;
}

} // namespace

tl::expected<SettingsOrigin, ExitStatus> SettingsOrigin::read(Session &session, From from)
{
    const CommandLine &line = session.line();
    const auto overrides = readOverrides(line);
    if (!overrides)
        return tl::unexpected(failWith(session.streams(), overrides.error()));
    SettingsOrigin origin;
    if (from == From::Engine) {
        auto engine = readEngine(session);
        if (!engine)
            return tl::unexpected(engine.error());
        origin = std::move(*engine);
    } else {
        auto local = readFileOrDefaults(line);
        if (!local)
            return tl::unexpected(failWith(session.streams(), local.error()));
        origin = std::move(*local);
    }
    auto changed = withValues(std::move(origin.settings), *overrides);
    if (!changed)
        return tl::unexpected(failWith(session.streams(), changed.error()));
    origin.settings = std::move(*changed);
    // What a running engine has passed its rules; its tokens are hidden, so that they could not be judged
    // here.
    if (from == From::FileOrDefaults) {
        assumeTokens(origin.settings);
        if (const auto violations = checkRules(origin.settings); !violations.empty())
            return tl::unexpected(failWith(session.streams(), invalidSettings(violations)));
    }
    if (!overrides->empty())
        origin.name += ", with --set";
    return origin;
}

} // namespace sluice
