// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl disconnects`: the last ends of streams, each with its cause.
#include "settings/Units.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/EngineTables.h"
#include "tools/ctl/Repeat.h"
#include "tools/ctl/StreamFilter.h"

namespace sluice {

namespace {

constexpr std::array kOptions{
    CommandOption{"--cause", "CAUSE", "only ends of this cause, such as slow-consumer"},
    CommandOption{"--channel", "NAME", "only streams of this channel"},
    CommandOption{"--client", "ADDRESS", "only streams of this client"},
    CommandOption{"--limit", "N", "how many to show, the newest first (default 100)"},
    CommandOption{"--watch", "", "show them again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows them (default 2s)"},
};

ExitStatus runDisconnects(Session &session)
{
    const CommandLine &line = session.line();
    AdminRequest request;
    request.path = QStringLiteral("disconnects");
    if (line.has("--limit"))
        if (const auto limit = parseCount(line.value("--limit")); !limit)
            return session.usage("--limit: " + limit.error().message);
    for (const auto &[option, name] : {std::pair{"--cause", "cause"}, std::pair{"--channel", "channel"},
                                       std::pair{"--client", "client"}, std::pair{"--limit", "limit"}})
        if (line.has(option))
            addToQuery(request.query, name, line.value(option));
    return showOnceOrRepeatedly(session, request, [&session](const QJsonObject &answer) {
        if (session.format() == Session::Format::Json)
            return session.print(answer);
        session.print(endTable(answer.value(QLatin1String("disconnects")).toArray(), session.zone()).text());
    });
}

} // namespace

Command disconnectsCommand()
{
    return {{"disconnects", "disconnects [--cause CAUSE] [--limit N] [options]",
             "Lists the last ends of streams, each with its one cause.", kOptions, 0, 0, engineOptions()},
            &askEngine<&runDisconnects>};
}

} // namespace sluice
