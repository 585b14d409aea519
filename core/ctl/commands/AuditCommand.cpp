// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl audit`: who changed which setting, when and why.
#include "base/text/TextTable.h"
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Repeat.h"
#include "ctl/commands/Session.h"

#include <QJsonArray>

namespace sluice {

namespace {

constexpr std::array kAuditOptions{
    CommandOption{"--limit", "N", "how many entries to show, the last ones (default 50)"},
};

std::string describe(const QJsonArray &entries, TimeZone zone)
{
    TextTable table(
        {{"REVISION", TextTable::Align::Right}, {"WHEN"}, {"WHO"}, {"SETTING"}, {"OLD"}, {"NEW"}, {"WHY"}});
    for (const auto &value : entries) {
        const QJsonObject entry = value.toObject();
        const auto text = [&entry](const char *name) { return cellText(entry.value(QLatin1String(name))); };
        table.add({text("revision"), momentText(momentIn(entry.value(QLatin1String("when"))), zone),
                   text("who"), text("key"), text("old"), text("new"), text("why")});
    }
    return table.text();
}

ExitStatus runAudit(Session &session)
{
    QUrlQuery query;
    if (session.line().has("--limit")) {
        const auto limit = parseCount(session.line().value("--limit"));
        if (!limit)
            return session.usage("--limit: " + limit.error().message);
        query.addQueryItem(QStringLiteral("limit"), QString::number(*limit));
    }
    const auto answer = session.get(QStringLiteral("audit"), query);
    if (!answer)
        return session.fail(answer.error());
    if (session.format() == Session::Format::Json)
        session.print(answer->json);
    else
        session.print(describe(answer->json.value(QLatin1String("entries")).toArray(), session.zone()));
    return ExitStatus::Done;
}

} // namespace

Command auditCommand()
{
    return {{"audit", "audit [--limit N] [options]", "Shows who changed which setting, when and why.",
             kAuditOptions, 0, 0, engineOptions()},
            &askEngine<&runAudit>};
}

} // namespace sluice
