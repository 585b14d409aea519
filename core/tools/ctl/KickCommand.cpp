// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl kick`: ends streams by their id or by a filter, and may keep their clients away for a while.
#include "settings/Units.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/ListQuery.h"
#include "tools/ctl/Session.h"
#include "tools/ctl/SpanOption.h"

#include <QJsonArray>

#include <istream>
#include <ostream>

namespace sluice {

namespace {

constexpr auto kOptions =
    joined(kStreamFilterOptions,
           std::array{
               CommandOption{"--block", "TIME", "answer those clients 204 for so long, such as 10min"},
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

/** What the engine could not do at once, or not at all. */
void noteRest(const Session &session, const QJsonObject &answer)
{
    if (answer.value(QLatin1String("pending")).toBool())
        session.note("some workers have not answered yet; their streams end as soon as they do");
    const QJsonValue blockError = answer.value(QLatin1String("block_error"));
    if (blockError.isString())
        session.note("not every client could be blocked: " + cellText(blockError));
}

ExitStatus report(const Session &session, double kicked, const QJsonArray &missing)
{
    if (session.format() == Session::Format::Json)
        session.print(QJsonObject{{QStringLiteral("kicked"), kicked}, {QStringLiteral("missing"), missing}});
    else
        session.print(countText(kicked) + (kicked == 1 ? " stream ended" : " streams ended"));
    for (const auto &id : missing)
        session.note("no stream " + cellText(id) + ": it has ended, or never was");
    return missing.isEmpty() ? ExitStatus::Done : ExitStatus::Failed;
}

ExitStatus kickEach(Session &session, const QUrlQuery &block)
{
    const std::vector<std::string> &ids = session.line().arguments();
    if (!isConfirmed(session, static_cast<double>(ids.size())))
        return notConfirmed(session);
    constexpr unsigned notFound = 404;
    double kicked = 0;
    QJsonArray missing;
    for (const std::string &id : ids) {
        const QString path = QLatin1String("streams/") + QString::fromStdString(id);
        const auto answer = session.change("DELETE", path, {}, block);
        if (!answer && answer.error().status != notFound)
            return session.fail(answer.error());
        if (!answer) {
            missing.append(QString::fromStdString(id));
            continue;
        }
        noteRest(session, answer->json);
        ++kicked;
    }
    return report(session, kicked, missing);
}

ExitStatus kickAll(Session &session, QUrlQuery filter, const QUrlQuery &block)
{
    QUrlQuery counting = filter;
    counting.addQueryItem(QStringLiteral("limit"), QStringLiteral("1"));
    const auto found = session.get(QStringLiteral("streams"), counting);
    if (!found)
        return session.fail(found.error());
    if (!isConfirmed(session, found->json.value(QLatin1String("total")).toDouble()))
        return notConfirmed(session);
    for (const auto &[name, value] : block.queryItems(QUrl::FullyEncoded))
        filter.addQueryItem(name, value);
    const auto answer = session.change("DELETE", QStringLiteral("streams"), {}, filter);
    if (!answer)
        return session.fail(answer.error());
    noteRest(session, answer->json);
    return report(session, answer->json.value(QLatin1String("kicked")).toDouble(), {});
}

ExitStatus runKick(Session &session)
{
    const CommandLine &line = session.line();
    const auto filter = readListQuery(line);
    if (!filter)
        return failWith(session.streams(), filter.error());
    QUrlQuery block;
    if (line.has("--block")) {
        const auto span = readSpan(line, "--block", {});
        if (!span)
            return failWith(session.streams(), span.error());
        addToQuery(block, "block", formatDuration(*span));
    }
    const bool hasIds = !line.arguments().empty();
    if (hasIds == !filter->isEmpty())
        return session.usage("sluicectl kick: give ids or a filter such as --channel NAME, not " +
                             std::string(hasIds ? "both" : "neither"));
    for (const std::string &id : line.arguments())
        if (!parseCount(id))
            return session.usage("sluicectl kick: an id is a whole number, but one is '" + printable(id) +
                                 "'");
    return hasIds ? kickEach(session, block) : kickAll(session, *filter, block);
}

} // namespace

Command kickCommand()
{
    return {{"kick", "kick ID... | --channel NAME | --client ADDRESS | ... [--block TIME] [--yes]",
             "Ends streams; their clients come back where they were, unless they are blocked.\n"
             "Asks first when a person sits at the terminal and it is more than one.",
             kOptions, 0, kAnyNumber, engineOptions()},
            &askEngine<&runKick>};
}

} // namespace sluice
