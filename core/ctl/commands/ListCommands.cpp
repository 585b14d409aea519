// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl streams`, `channels` and `disconnects`: one table of rows each, chosen and sorted by the engine.
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/ListQuery.h"
#include "ctl/commands/Repeat.h"
#include "ctl/output/EngineTables.h"

namespace sluice {

namespace {

/** What differs from list to list. */
struct List
{
    const char *resource; ///< of the API; the rows are the answer's member of that name
    const char *rows;     ///< what the rows are, in words
    TextTable (*table)(const QJsonArray &rows, TimeZone zone);
};

constexpr List kStreamList{"streams", "streams", &streamTable};
constexpr List kChannelList{"channels", "channels", &channelTable};
constexpr List kDisconnects{"disconnects", "ends", &endTable};

constexpr std::array kPageOptions{
    CommandOption{"--limit", "N", "how many to show (default 100)"},
    CommandOption{"--watch", "", "show them again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows them (default 2s)"},
};

constexpr auto kStreamOptions =
    joined(joined(kStreamFilterOptions,
                  std::array{CommandOption{
                      "--sort", "KEY", "age, backlog, sent, channel, client or id; -KEY turns it round"}}),
           kPageOptions);

constexpr auto kChannelOptions = joined(
    std::array{CommandOption{"--sort", "KEY", "streams, published, history or name; -KEY turns it round"}},
    kPageOptions);

constexpr auto kDisconnectOptions = joined(
    std::array{
        CommandOption{"--cause", "CAUSE", "only ends of this cause, such as slow-consumer"},
        CommandOption{"--channel", "NAME", "only streams of this channel"},
        CommandOption{"--client", "ADDRESS", "only streams of this client"},
    },
    kPageOptions);

std::string describe(const List &list, const QJsonObject &answer, TimeZone zone)
{
    const QJsonArray rows = answer.value(QLatin1String(list.resource)).toArray();
    const double total = answer.value(QLatin1String("total")).toDouble();
    std::string text = list.table(rows, zone).text();
    text += countText(static_cast<double>(rows.size())) + " of " + countText(total) + ' ' + list.rows;
    const QJsonArray stale = answer.value(QLatin1String("stale_workers")).toArray();
    for (const auto &worker : stale)
        text += "; worker " + cellText(worker) + " does not answer, its " + list.rows + " are old";
    return text;
}

template <const List &list>
ExitStatus runList(Session &session)
{
    const auto query = readListQuery(session.line());
    if (!query)
        return failWith(session.streams(), query.error());
    AdminRequest request;
    request.path = QLatin1String(list.resource);
    request.query = *query;
    return showOnceOrRepeatedly(session, request, [&session](const QJsonObject &answer) {
        if (session.format() == Session::Format::Json)
            session.print(answer);
        else
            session.print(describe(list, answer, session.zone()));
    });
}

} // namespace

Command streamsCommand()
{
    return {{"streams", "streams [--channel NAME] [--client ADDRESS] [--sort KEY] [--limit N] [options]",
             "Lists the open streams.\n"
             "The engine answers from a copy that is at most 2 s old.",
             kStreamOptions, 0, 0, engineOptions()},
            &askEngine<&runList<kStreamList>>};
}

Command channelsCommand()
{
    return {{"channels", "channels [--sort KEY] [--limit N] [options]",
             "Lists the channels, with their streams, history, and what backpressure did on them.",
             kChannelOptions, 0, 0, engineOptions()},
            &askEngine<&runList<kChannelList>>};
}

Command disconnectsCommand()
{
    return {{"disconnects", "disconnects [--cause CAUSE] [--limit N] [options]",
             "Lists the last ends of streams, the newest first, each with its one cause.", kDisconnectOptions,
             0, 0, engineOptions()},
            &askEngine<&runList<kDisconnects>>};
}

} // namespace sluice
