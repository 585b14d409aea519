// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl get`: the settings in force.
#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "base/text/TextTable.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"

#include <QRegularExpression>

namespace sluice {

namespace {

bool isPattern(const std::string &word)
{
    return word.find_first_of("*?[") != std::string::npos;
}

/** The keys that a word means: one setting, a pattern, or every setting of a group. */
QStringList matches(const QJsonObject &settings, const std::string &word)
{
    const QString text = QString::fromStdString(word);
    if (settings.contains(text))
        return {text};
    const QString pattern = isPattern(word) ? text : text + QLatin1String(".*");
    const QRegularExpression expression(QRegularExpression::wildcardToRegularExpression(pattern));
    return settings.keys().filter(expression);
}

std::string unknown(const QJsonObject &settings, const std::string &word)
{
    if (isPattern(word))
        return "no setting matches " + quotedText(word);
    std::vector<std::string> keys;
    for (const QString &key : settings.keys())
        keys.push_back(key.toStdString());
    const std::vector<std::string_view> views(keys.begin(), keys.end());
    return "unknown setting " + quotedText(word) + suggestion(word, views);
}

void print(Session &session, const QJsonObject &chosen)
{
    const std::vector<std::string> &words = session.line().arguments();
    // One setting by its name: its bare value, for scripts.
    if (words.size() == 1 && chosen.size() == 1 && chosen.contains(QString::fromStdString(words.front())))
        return session.print(printable(chosen.begin()->toVariant().toString().toStdString()));
    TextTable table({{"SETTING"}, {"VALUE"}});
    for (auto setting = chosen.begin(); setting != chosen.end(); ++setting)
        table.add({printable(setting.key().toStdString()), cellText(setting.value())});
    session.print(table.text());
}

ExitStatus runGet(Session &session)
{
    const auto answer = session.get(QStringLiteral("settings"));
    if (!answer)
        return session.fail(answer.error());
    const QJsonObject all = answer->json.value(QLatin1String("settings")).toObject();
    QJsonObject chosen = session.line().arguments().empty() ? all : QJsonObject();
    for (const std::string &word : session.line().arguments()) {
        const QStringList keys = matches(all, word);
        if (keys.isEmpty()) {
            session.note(unknown(all, word));
            return ExitStatus::Failed;
        }
        for (const QString &key : keys)
            chosen.insert(key, all.value(key));
    }
    if (session.format() == Session::Format::Json)
        session.print(QJsonObject{{QStringLiteral("revision"), answer->json.value(QLatin1String("revision"))},
                                  {QStringLiteral("settings"), chosen}});
    else
        print(session, chosen);
    return ExitStatus::Done;
}

} // namespace

Command getCommand()
{
    return {
        {"get",
         "get [SETTING | GROUP | PATTERN]... [options]",
         "Shows the settings in force.\n"
         "One setting by its name: its value alone. A pattern such as 'pool.*' must be quoted for the shell.",
         {},
         0,
         kAnyNumber,
         engineOptions()},
        &askEngine<&runGet>};
}

} // namespace sluice
