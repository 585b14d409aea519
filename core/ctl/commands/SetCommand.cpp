// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl set`: changes settings of the running engine, all or none of them.
#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SettingsAnswer.h"

namespace sluice {

namespace {

constexpr std::array kSetOptions{
    CommandOption{"--why", "TEXT", "the reason, for the audit"},
    CommandOption{"--revision", "N", "change nothing if somebody has changed anything since this revision"},
};

/** Reads the words KEY=VALUE; the engine judges keys and values. */
tl::expected<QJsonObject, Error> readChanges(const CommandLine &line)
{
    QJsonObject changes;
    for (const std::string &word : line.arguments()) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return tl::unexpected(
                inputError("sluicectl set: " + quotedText(word) + " is not of the form SETTING=VALUE"));
        const QString key = QString::fromStdString(word.substr(0, equals));
        if (changes.contains(key))
            return tl::unexpected(
                inputError("sluicectl set: " + quotedText(word.substr(0, equals)) + " is set twice"));
        changes.insert(key, QString::fromStdString(word.substr(equals + 1)));
    }
    return changes;
}

ExitStatus runSet(Session &session)
{
    const CommandLine &line = session.line();
    auto body = readChanges(line);
    if (!body)
        return failWith(session.streams(), body.error());
    if (line.has("--why"))
        body->insert(QStringLiteral("why"), QString::fromStdString(line.value("--why")));
    if (line.has("--revision")) {
        const auto revision = parseCount(line.value("--revision"));
        if (!revision)
            return session.usage("--revision: " + revision.error().message);
        body->insert(QStringLiteral("revision"), qint64{*revision});
    }
    return reportChange(session, session.change("PATCH", QStringLiteral("settings"), *body));
}

} // namespace

Command setCommand()
{
    return {{"set", "set SETTING=VALUE... [--why TEXT] [--revision N] [options]",
             "Changes settings of the running engine: all of them, or none and says which rule stands "
             "against it.\n"
             "The file is not changed; see `sluicectl save`.",
             kSetOptions, 1, kAnyNumber, engineOptions()},
            &askEngine<&runSet>};
}

} // namespace sluice
