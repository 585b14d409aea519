// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl snapshot`: every figure of the engine at this moment.
#include "base/text/TextTable.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Repeat.h"

namespace sluice {

namespace {

constexpr std::array kSnapshotOptions{
    CommandOption{"--watch", "", "show it again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows it (default 2s)"},
};

ExitStatus runSnapshot(Session &session)
{
    AdminRequest request;
    request.path = QStringLiteral("snapshot");
    return showOnceOrRepeatedly(session, request, [&session](const QJsonObject &snapshot) {
        if (session.format() == Session::Format::Json)
            return session.print(snapshot);
        TextTable table({{"FIGURE"}, {"VALUE", TextTable::Align::Right}});
        for (auto figure = snapshot.begin(); figure != snapshot.end(); ++figure)
            table.add({printable(figure.key().toStdString()), cellText(figure.value())});
        session.print(table.text());
    });
}

} // namespace

Command snapshotCommand()
{
    return {{"snapshot", "snapshot [--watch] [options]",
             "Shows every figure of the engine at this moment; the names are the columns of the CSV.",
             kSnapshotOptions, 0, 0, engineOptions()},
            &askEngine<&runSnapshot>};
}

} // namespace sluice
