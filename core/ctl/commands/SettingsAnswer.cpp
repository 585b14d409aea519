// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/SettingsAnswer.h"

#include <QJsonArray>

namespace sluice {

void noteWarnings(const Session &session, const QJsonObject &answer)
{
    const QJsonArray warnings = answer.value(QLatin1String("warnings")).toArray();
    for (const auto &warning : warnings)
        session.note(cellText(warning));
}

ExitStatus reportChange(const Session &session, const AdminClient::Result &answer)
{
    if (!answer)
        return session.fail(answer.error());
    if (session.format() == Session::Format::Json) {
        session.print(answer->json);
        return ExitStatus::Done;
    }
    const QJsonObject changed = answer->json.value(QLatin1String("settings")).toObject();
    for (auto setting = changed.begin(); setting != changed.end(); ++setting)
        session.print(printable(setting.key().toStdString()) + " = " + cellText(setting.value()));
    if (changed.isEmpty())
        session.print(std::string("nothing changed"));
    const QJsonArray keys = answer->json.value(QLatin1String("at_restart")).toArray();
    for (const auto &key : keys)
        session.note(cellText(key) + " takes effect at the next start");
    noteWarnings(session, answer->json);
    session.print("revision " + cellText(answer->json.value(QLatin1String("revision"))));
    return ExitStatus::Done;
}

} // namespace sluice
