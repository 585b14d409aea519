// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl drain`: starts a drain, or previews, changes, ends or follows the one that runs.
#include "base/text/QuotedText.h"
#include "base/text/TextTable.h"
#include "base/text/Units.h"
#include "ctl/commands/DrainFollower.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SpanOption.h"
#include "ctl/output/DrainView.h"

#include <optional>
#include <ostream>

namespace sluice {

namespace {

constexpr std::array kDrainOptions{
    CommandOption{"--rate", "R", "streams evicted per second (default drain.rate)"},
    CommandOption{"--grace", "TIME",
                  "wait so long, unready, before the first eviction (default drain.grace)"},
    CommandOption{"--deadline", "TIME", "force what is left after so long (default drain.deadline)"},
    CommandOption{"--then", "hold|exit", "what follows the last stream (default hold)"},
    CommandOption{"--order", "oldest|random", "which streams go first (default drain.order)"},
    CommandOption{"--dry-run", "", "say what a drain would do, and do nothing"},
    CommandOption{"--detach", "", "start it and return at once"},
    CommandOption{"--status", "", "show how far the drain is"},
    CommandOption{"--wait", "", "follow the drain that runs until it ends"},
    CommandOption{"--pause", "", "pause the drain that runs"},
    CommandOption{"--resume", "", "go on with a paused drain; --rate and --deadline may change with it"},
    CommandOption{"--cancel", "", "end the drain that runs, and serve again"},
};

constexpr std::array<std::string_view, 6> kActions{"--dry-run", "--status", "--wait",
                                                   "--pause",   "--resume", "--cancel"};

/** The action that was asked for, empty for a start; an error names two that exclude each other. */
tl::expected<std::string_view, Error> actionOf(const CommandLine &line)
{
    std::string_view found;
    for (const std::string_view action : kActions) {
        if (!line.has(action))
            continue;
        if (!found.empty())
            return tl::unexpected(
                inputError(std::string(found) + " and " + std::string(action) + ": give one of them"));
        found = action;
    }
    return found;
}

QString textOf(const CommandLine &line, std::string_view option)
{
    return QString::fromStdString(line.value(option));
}

/** Adds a time span after a look at its form; the engine knows its range. */
tl::expected<void, Error> addSpan(const CommandLine &line, std::string_view option, const char *name,
                                  QJsonObject &body)
{
    if (!line.has(option))
        return {};
    const auto span = parseSpan(line.value(option));
    if (!span)
        return tl::unexpected(inputError(std::string(option) + ": " + span.error().message));
    body.insert(QLatin1String(name), QString::fromStdString(formatDuration(*span)));
    return {};
}

tl::expected<void, Error> addChoice(const CommandLine &line, std::string_view option, const char *name,
                                    std::string_view first, std::string_view second, QJsonObject &body)
{
    if (!line.has(option))
        return {};
    const std::string value = line.value(option);
    if (value != first && value != second)
        return tl::unexpected(inputError(std::string(option) + " is " + quotedText(value) + ", but must be " +
                                         std::string(first) + " or " + std::string(second)));
    body.insert(QLatin1String(name), textOf(line, option));
    return {};
}

tl::expected<QJsonObject, Error> readBody(const CommandLine &line)
{
    QJsonObject body;
    if (line.has("--rate")) {
        const auto rate = parseRate(line.value("--rate"));
        if (!rate)
            return tl::unexpected(inputError("--rate: " + rate.error().message));
        body.insert(QStringLiteral("rate"), *rate);
    }
    if (const auto added = addSpan(line, "--grace", "grace", body); !added)
        return tl::unexpected(added.error());
    if (const auto added = addSpan(line, "--deadline", "deadline", body); !added)
        return tl::unexpected(added.error());
    if (const auto added = addChoice(line, "--then", "then", "hold", "exit", body); !added)
        return tl::unexpected(added.error());
    if (const auto added = addChoice(line, "--order", "order", "oldest", "random", body); !added)
        return tl::unexpected(added.error());
    return body;
}

/** Prints what the engine answered: as JSON, or as the one line that it says. */
ExitStatus report(const Session &session, const AdminClient::Result &answer)
{
    if (!answer)
        return session.fail(answer.error());
    if (session.format() == Session::Format::Json)
        session.print(answer->json);
    else if (const auto progress = DrainView::read(answer->json))
        session.print(progress->line());
    else
        session.print(std::string("done"));
    return ExitStatus::Done;
}

/** "a drain would ...": one line for each member, because what is in it is the engine's to say. */
ExitStatus preview(Session &session, const QJsonObject &body)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("dry_run"), QStringLiteral("1"));
    const auto answer = session.change("POST", QStringLiteral("drain"), body, query);
    if (!answer || session.format() == Session::Format::Json)
        return report(session, answer);
    TextTable table({{"a drain would", TextTable::Align::Left}, {"", TextTable::Align::Left}});
    for (auto member = answer->json.begin(); member != answer->json.end(); ++member)
        table.add({"  " + printable(member.key().toStdString()), cellText(member.value())});
    session.print(table.text());
    return ExitStatus::Done;
}

ExitStatus start(Session &session, const QJsonObject &body)
{
    const auto answer = session.change("POST", QStringLiteral("drain"), body);
    if (!answer || session.line().has("--detach"))
        return report(session, answer);
    return followDrain(session, body.value(QLatin1String("then")).toString().toStdString());
}

ExitStatus runDrain(Session &session)
{
    const CommandLine &line = session.line();
    const auto action = actionOf(line);
    if (!action)
        return failWith(session.streams(), action.error());
    auto body = readBody(line);
    if (!body)
        return failWith(session.streams(), body.error());
    if (action->empty())
        return start(session, *body);
    if (*action == "--dry-run")
        return preview(session, *body);
    if (*action == "--pause" || *action == "--resume") {
        body->insert(QStringLiteral("paused"), *action == "--pause");
        return report(session, session.change("PATCH", QStringLiteral("drain"), *body));
    }
    if (!body->isEmpty())
        return session.usage(std::string(*action) + " takes no settings of a drain");
    if (*action == "--cancel")
        return report(session, session.change("DELETE", QStringLiteral("drain")));
    if (*action == "--wait")
        return followDrain(session, {});
    return report(session, session.get(QStringLiteral("drain")));
}

} // namespace

Command drainCommand()
{
    return {{"drain", "drain [--rate R] [--grace TIME] [--deadline TIME] [--then hold|exit] [options]",
             "Moves every stream elsewhere, at a pace, and shows how far it is.\n"
             "Ctrl-C stops showing it; the drain goes on. --json prints one line for each state it sees.\n"
             "Exits with 1 when the drain was cancelled.",
             kDrainOptions, 0, 0, engineOptions()},
            &askEngine<&runDrain>};
}

} // namespace sluice
