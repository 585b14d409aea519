// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl channels`: the channels, their streams, history and what backpressure did on them.
#include "settings/Units.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/EngineTables.h"
#include "tools/ctl/Repeat.h"
#include "tools/ctl/StreamFilter.h"

namespace sluice {

namespace {

constexpr std::array kOptions{
    CommandOption{"--sort", "KEY", "streams, published, history or name; -KEY turns it round"},
    CommandOption{"--limit", "N", "how many to show (default 100)"},
    CommandOption{"--watch", "", "show them again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows them (default 2s)"},
};

ExitStatus runChannels(Session &session)
{
    const CommandLine &line = session.line();
    AdminRequest request;
    request.path = QStringLiteral("channels");
    if (line.has("--limit")) {
        if (const auto limit = parseCount(line.value("--limit")); !limit)
            return session.usage("--limit: " + limit.error().message);
        addToQuery(request.query, "limit", line.value("--limit"));
    }
    if (line.has("--sort"))
        addToQuery(request.query, "sort", line.value("--sort"));
    return showOnceOrRepeatedly(session, request, [&session](const QJsonObject &answer) {
        if (session.format() == Session::Format::Json)
            return session.print(answer);
        const QJsonArray channels = answer.value(QLatin1String("channels")).toArray();
        session.print(channelTable(channels).text() + countText(static_cast<double>(channels.size())) +
                      " of " + countText(answer.value(QLatin1String("total")).toDouble()) + " channels");
    });
}

} // namespace

Command channelsCommand()
{
    return {{"channels", "channels [--sort KEY] [--limit N] [options]",
             "Lists the channels, with their streams, history, and what backpressure did on them.", kOptions,
             0, 0, engineOptions()},
            &askEngine<&runChannels>};
}

} // namespace sluice
