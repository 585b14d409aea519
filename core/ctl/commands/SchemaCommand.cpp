// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl schema`: what settings there are, from the engine itself.
#include "base/text/TextTable.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"

#include <QJsonArray>

namespace sluice {

namespace {

/** "100ms to 1h", "a,b,c" of a choice, "-" where anything goes. */
std::string rangeOf(const QJsonObject &row)
{
    if (row.contains(QLatin1String("choices")))
        return cellText(row.value(QLatin1String("choices")));
    if (row.contains(QLatin1String("min")))
        return cellText(row.value(QLatin1String("min"))) + " to " + cellText(row.value(QLatin1String("max")));
    return "-";
}

ExitStatus runSchema(Session &session)
{
    const auto answer = session.get(QStringLiteral("settings/schema"));
    if (!answer)
        return session.fail(answer.error());
    if (session.format() == Session::Format::Json) {
        session.print(answer->json);
        return ExitStatus::Done;
    }
    TextTable table({{"SETTING"}, {"TYPE"}, {"DEFAULT"}, {"RANGE"}, {"APPLIES"}, {"HELP"}});
    const QJsonArray values = answer->json.value(QLatin1String("settings")).toArray();
    for (const auto &value : values) {
        const QJsonObject row = value.toObject();
        const auto text = [&row](const char *name) { return cellText(row.value(QLatin1String(name))); };
        table.add({text("key"), text("type"), text("default"), rangeOf(row), text("apply"), text("help")});
    }
    session.print(table.text());
    return ExitStatus::Done;
}

} // namespace

Command schemaCommand()
{
    return {{"schema",
             "schema [options]",
             "Lists the settings that the engine knows, with types, defaults and ranges.",
             {},
             0,
             0,
             engineOptions()},
            &askEngine<&runSchema>};
}

} // namespace sluice
