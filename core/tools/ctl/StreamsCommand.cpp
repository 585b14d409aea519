// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl streams`: the open streams, filtered and sorted by the engine, from its copy at most 2 s old.
#include "settings/QuotedText.h"
#include "settings/Units.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/EngineTables.h"
#include "tools/ctl/Repeat.h"
#include "tools/ctl/Session.h"
#include "tools/ctl/StreamFilter.h"

#include <QJsonArray>

namespace sluice {

namespace {

constexpr auto kOptions = joined(
    kStreamFilterOptions,
    std::array{
        CommandOption{"--sort", "KEY", "age, backlog, sent, channel, client or id; -KEY turns it round"},
        CommandOption{"--limit", "N", "how many to show (default 100)"},
        CommandOption{"--watch", "", "show them again and again, until Ctrl-C"},
        CommandOption{"--every", "TIME", "how often --watch shows them (default 2s)"},
    });

/** Adds sort and limit to the query. */
tl::expected<void, Error> addPage(const CommandLine &line, QUrlQuery &query)
{
    constexpr std::int64_t usual = 100;
    std::int64_t limit = usual;
    if (line.has("--limit")) {
        const auto count = parseCount(line.value("--limit"));
        if (!count)
            return tl::unexpected(inputError("--limit: " + count.error().message));
        limit = *count;
    }
    query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    if (line.has("--sort"))
        addToQuery(query, "sort", line.value("--sort"));
    return {};
}

std::string describe(const QJsonObject &answer)
{
    const QJsonArray streams = answer.value(QLatin1String("streams")).toArray();
    const double total = answer.value(QLatin1String("total")).toDouble();
    std::string text = streamTable(streams).text();
    text += countText(static_cast<double>(streams.size())) + " of " + countText(total) + " streams";
    const QJsonArray workers = answer.value(QLatin1String("stale_workers")).toArray();
    for (const auto &worker : workers)
        text += "; worker " + cellText(worker) + " does not answer, its streams are old";
    return text + '\n';
}

ExitStatus runStreams(Session &session)
{
    auto query = readStreamFilter(session.line());
    if (!query)
        return failWith(session.streams(), query.error());
    if (const auto page = addPage(session.line(), *query); !page)
        return failWith(session.streams(), page.error());
    const auto show = [&](const QJsonObject &answer) {
        if (session.format() == Session::Format::Json)
            session.print(answer);
        else
            session.print(describe(answer));
    };
    AdminRequest request;
    request.path = QStringLiteral("streams");
    request.query = *query;
    return showOnceOrRepeatedly(session, request, show);
}

} // namespace

Command streamsCommand()
{
    return {{"streams", "streams [--channel NAME] [--client ADDRESS] [--sort KEY] [--limit N] [options]",
             "Lists the open streams.\n"
             "The engine answers from a copy that is at most 2 s old.",
             kOptions, 0, 0, engineOptions()},
            &askEngine<&runStreams>};
}

} // namespace sluice
