// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl kick`: ends streams by their id or by a filter, and may keep their clients away for a while.
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/ListQuery.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SpanOption.h"

#include <QJsonArray>

#include <istream>
#include <ostream>

namespace sluice {

namespace {

constexpr auto kKickOptions = joined(
    kStreamFilterOptions,
    std::array{
        CommandOption{"--block", "TIME", "answer those clients 204 for so long, such as 10min"},
        CommandOption{"--reason", "TEXT", "why, in your own words: it stays with the ends and in the log"},
        CommandOption{"--yes", "", "do not ask, however many streams it is"},
    });

/** Asks on the terminal; without one there is nobody to ask. */
bool isConfirmed(const Session &session, double count)
{
    const CommandStreams &streams = session.streams();
    if (session.line().has("--yes") || count <= 1 || streams.inKind != CommandStreams::Kind::Terminal)
        return true;
    streams.err << "End " << countText(count) << " streams? [y/N] " << std::flush;
    std::string answer;
    std::getline(streams.in, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

ExitStatus notConfirmed(const Session &session)
{
    session.note("nothing was done");
    return ExitStatus::Interrupted;
}

/** What became of the streams that were named, in all answers together. */
struct Tally
{
    double kicked = 0;
    double pending = 0;     ///< their worker has not looked yet
    bool isPending = false; ///< some worker has not looked yet, and may hold more of them
    QJsonArray missing;
};

void take(const Session &session, const QJsonObject &answer, Tally &tally)
{
    const auto number = [&answer](const char *name) { return answer.value(QLatin1String(name)).toDouble(); };
    tally.kicked += number("kicked");
    if (answer.value(QLatin1String("pending")).toBool()) {
        tally.isPending = true;
        tally.pending += number("requested") - number("kicked");
    }
    const QJsonValue blockError = answer.value(QLatin1String("block_error"));
    if (blockError.isString())
        session.note("not every client could be blocked: " + cellText(blockError));
}

ExitStatus report(const Session &session, const Tally &tally)
{
    const auto [kicked, pending, isPending, missing] = tally;
    if (session.format() == Session::Format::Json)
        session.print(QJsonObject{{QStringLiteral("kicked"), kicked},
                                  {QStringLiteral("pending"), pending},
                                  {QStringLiteral("missing"), missing}});
    else
        session.print(countText(kicked) + (kicked == 1 ? " stream ended" : " streams ended") +
                      (pending > 0 ? ", " + countText(pending) + " pending" : std::string()));
    if (isPending)
        session.note("a worker has not answered yet; what is pending ends as soon as it does");
    for (const auto &id : missing)
        session.note("no stream " + cellText(id) + ": it has ended, or never was");
    return missing.isEmpty() ? ExitStatus::Done : ExitStatus::Failed;
}

ExitStatus kickEach(Session &session, const QUrlQuery &how)
{
    const std::vector<std::string> &ids = session.line().arguments();
    if (!isConfirmed(session, static_cast<double>(ids.size())))
        return notConfirmed(session);
    constexpr unsigned notFound = 404;
    Tally tally;
    for (const std::string &id : ids) {
        const QString path = QLatin1String("streams/") + QString::fromStdString(id);
        const auto answer = session.change("DELETE", path, {}, how);
        if (!answer && answer.error().status != notFound)
            return session.fail(answer.error());
        if (answer)
            take(session, answer->json, tally);
        else
            tally.missing.append(QString::fromStdString(id));
    }
    return report(session, tally);
}

ExitStatus kickAll(Session &session, QUrlQuery filter, const QUrlQuery &how)
{
    QUrlQuery counting = filter;
    counting.addQueryItem(QStringLiteral("limit"), QStringLiteral("1"));
    const auto found = session.get(QStringLiteral("streams"), counting);
    if (!found)
        return session.fail(found.error());
    if (!isConfirmed(session, found->json.value(QLatin1String("total")).toDouble()))
        return notConfirmed(session);
    for (const auto &[name, value] : how.queryItems(QUrl::FullyEncoded))
        filter.addQueryItem(name, value);
    const auto answer = session.change("DELETE", QStringLiteral("streams"), {}, filter);
    if (!answer)
        return session.fail(answer.error());
    Tally tally;
    take(session, answer->json, tally);
    return report(session, tally);
}

ExitStatus runKick(Session &session)
{
    const CommandLine &line = session.line();
    const auto filter = readListQuery(line);
    if (!filter)
        return failWith(session.streams(), filter.error());
    QUrlQuery how; // the kick is to be done
    if (line.has("--block")) {
        const auto span = readSpan(line, "--block", {});
        if (!span)
            return failWith(session.streams(), span.error());
        addToQuery(how, "block", formatDuration(*span));
    }
    if (!line.value("--reason").empty())
        addToQuery(how, "reason", line.value("--reason"));
    const bool hasIds = !line.arguments().empty();
    if (hasIds == !filter->isEmpty())
        return session.usage("sluicectl kick: give ids or a filter such as --channel NAME, not " +
                             std::string(hasIds ? "both" : "neither"));
    for (const std::string &id : line.arguments())
        if (!parseCount(id))
            return session.usage("sluicectl kick: an id is a whole number, but one is '" + printable(id) +
                                 "'");
    return hasIds ? kickEach(session, how) : kickAll(session, *filter, how);
}

} // namespace

Command kickCommand()
{
    return {{"kick", "kick ID... | --channel NAME | --client ADDRESS | ... [--block TIME] [--yes]",
             "Ends streams; their clients come back where they were, unless they are blocked.\n"
             "Asks first when a person sits at the terminal and it is more than one.",
             kKickOptions, 0, kAnyNumber, engineOptions()},
            &askEngine<&runKick>};
}

} // namespace sluice
