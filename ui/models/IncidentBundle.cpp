// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "IncidentBundle.h"

#include "Format.h"

#include "base/text/Csv.h"
#include "settings/Schema.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {

namespace {

/** What one answer has at most. */
QString mostRowsText()
{
    return QStringLiteral("1000");
}

constexpr auto kSlowAnswer = std::chrono::seconds(30);

QByteArray pretty(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QString utcText(double timeMs)
{
    return std::isnan(timeMs) ? QString()
                              : QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(timeMs), Qt::UTC)
                                    .toString(Qt::ISODateWithMs);
}

/** How often each value of @p member occurs, the most frequent first. */
QStringList counted(const QJsonArray &items, const char *member, int most)
{
    QMap<QString, int> counts;
    for (const auto &item : items) {
        const QJsonValue value = item.toObject().value(QLatin1String(member));
        if (value.isArray()) {
            const QJsonArray each = value.toArray();
            for (const auto &one : each)
                ++counts[one.toString()];
        } else {
            ++counts[value.toString()];
        }
    }
    QStringList names = counts.keys();
    std::stable_sort(names.begin(), names.end(),
                     [&counts](const QString &a, const QString &b) { return counts[a] > counts[b]; });
    QStringList lines;
    for (const QString &name : names.mid(0, most))
        lines.append(QStringLiteral("%1  %2").arg(counts[name], 8).arg(name));
    return lines;
}

} // namespace

IncidentBundle::IncidentBundle(EngineLink &link, const Journal &journal, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_journal(journal)
{
    connect(&link, &EngineLink::targetChanged, this, &IncidentBundle::abandon);
}

void IncidentBundle::abandon()
{
    // The answers of the engine before do not come any more, and its journal is gone: nothing of two engines
    // goes into one archive.
    if (m_open == 0)
        return;
    m_open = 0;
    Q_EMIT failed(
        tr("the console looks at another engine now. Export it again from the engine that you mean."));
}

void IncidentBundle::gather()
{
    const QString limit = QStringLiteral("limit");
    m_open = 1; // until all questions are asked
    if (m_link.state() == EngineLink::State::Live || m_link.state() == EngineLink::State::Stale) {
        ask(QStringLiteral("version"), QStringLiteral("version.json"));
        ask(QStringLiteral("settings"), QStringLiteral("settings.json"));
        ask(QStringLiteral("diagnosis"), QStringLiteral("diagnosis.json"));
        ask(QStringLiteral("drain"), QStringLiteral("drain.json"));
        ask(QStringLiteral("snapshot"), QStringLiteral("snapshot.json"));
        ask(QStringLiteral("audit"), QStringLiteral("audit.json"), {{limit, mostRowsText()}});
        ask(QStringLiteral("streams"), QStringLiteral("streams.json"), {{limit, mostRowsText()}});
        ask(QStringLiteral("disconnects"), QStringLiteral("disconnects.json"), {{limit, mostRowsText()}});
        ask(QStringLiteral("channels"), QStringLiteral("channels.json"), {{limit, mostRowsText()}});
        ask(QStringLiteral("/metrics"), QStringLiteral("metrics.txt"));
    } else {
        m_missing.append(
            tr("everything that only the engine knows: it does not answer (%1)").arg(m_link.reason()));
    }
    if (--m_open == 0)
        finish();
}

void IncidentBundle::ask(const QString &path, const QString &name,
                         const QList<std::pair<QString, QString>> &query)
{
    AdminRequest request;
    request.path = path;
    request.timeout = kSlowAnswer;
    for (const auto &[key, value] : query)
        request.query.addQueryItem(key, value);
    const bool isJson = !path.startsWith(QLatin1Char('/'));
    request.expects = isJson ? AdminRequest::Expects::Json : AdminRequest::Expects::Text;
    ++m_open;
    m_link.send(request, this, [this, name, isJson](const AdminClient::Result &result) {
        take(name, result, isJson);
        if (--m_open == 0)
            finish();
    });
}

void IncidentBundle::take(const QString &name, const AdminClient::Result &result, bool isJson)
{
    if (!result) {
        m_missing.append(QStringLiteral("%1: %2").arg(name, QString::fromStdString(result.error().message)));
        return;
    }
    QJsonObject json = result->json;
    if (name == QLatin1String("settings.json"))
        json = withoutSecretSettings(json);
    else if (name == QLatin1String("streams.json"))
        m_streams = json;
    else if (name == QLatin1String("disconnects.json"))
        m_ends = json;
    m_parts.append({name, withoutSecrets(isJson ? pretty(json) : result->body)});
}

void IncidentBundle::finish()
{
    m_parts.append({QStringLiteral("journal.csv"), withoutSecrets(journalCsv())});
    m_parts.append({QStringLiteral("journal.json"), withoutSecrets(journalJson())});
    m_parts.append({QStringLiteral("summary.txt"), withoutSecrets(summary())});
    m_parts.prepend({QStringLiteral("README.txt"), withoutSecrets(readme())});
    Q_EMIT ready(m_parts);
}

QByteArray IncidentBundle::withoutSecrets(const QByteArray &text)
{
    static const QRegularExpression userInfo(
        QStringLiteral(R"(([A-Za-z][A-Za-z0-9+.-]*:(?:\\?/){2})[^\s/@"'<>]+@)"));
    static const QRegularExpression bearer(QStringLiteral(R"((bearer\s+)[A-Za-z0-9._~+/=-]+)"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression query(
        QStringLiteral(R"(([?&](?:access_token|token|key|password|secret)=)[^&\s"']+)"),
        QRegularExpression::CaseInsensitiveOption);
    QString clean = QString::fromUtf8(text);
    clean.replace(userInfo, QStringLiteral("\\1***@"));
    clean.replace(bearer, QStringLiteral("\\1***"));
    clean.replace(query, QStringLiteral("\\1***"));
    return clean.toUtf8();
}

QJsonObject IncidentBundle::withoutSecretSettings(QJsonObject answer)
{
    QJsonObject settings = answer.value(QLatin1String("settings")).toObject();
    for (const QString &key : settings.keys()) {
        const auto info = findSetting(key.toStdString());
        const bool isSecret =
            info ? (*info)->type == SettingType::Secret : key.startsWith(QLatin1String("auth."));
        if (isSecret && !settings.value(key).toString().isEmpty())
            settings[key] = QStringLiteral("***");
    }
    answer[QLatin1String("settings")] = settings;
    return answer;
}

QByteArray IncidentBundle::journalCsv() const
{
    std::string lines =
        csv::line({"time_utc", "until_utc", "kind", "title", "detail", "who", "why", "changes"});
    for (const JournalEntry &entry : m_journal.entries()) {
        QStringList steps;
        for (const SettingStep &step : entry.steps)
            steps.append(QStringLiteral("%1: %2 -> %3").arg(step.key, step.before, step.after));
        lines += csv::line(
            {csv::field(utcText(entry.time).toStdString()), csv::field(utcText(entry.until).toStdString()),
             csv::field(Journal::kindText(static_cast<int>(entry.kind)).toStdString()),
             csv::guardedField(entry.title.toStdString()), csv::guardedField(entry.detail.toStdString()),
             csv::guardedField(entry.who.toStdString()), csv::guardedField(entry.why.toStdString()),
             csv::guardedField(steps.join(QStringLiteral("; ")).toStdString())});
    }
    return QByteArray::fromStdString(lines);
}

QByteArray IncidentBundle::journalJson() const
{
    QJsonArray entries;
    for (const JournalEntry &entry : m_journal.entries()) {
        QJsonArray steps;
        for (const SettingStep &step : entry.steps)
            steps.append(QJsonObject{{QStringLiteral("key"), step.key},
                                     {QStringLiteral("old"), step.before},
                                     {QStringLiteral("new"), step.after}});
        entries.append(QJsonObject{{QStringLiteral("when"), utcText(entry.time)},
                                   {QStringLiteral("until"), utcText(entry.until)},
                                   {QStringLiteral("kind"), Journal::kindText(static_cast<int>(entry.kind))},
                                   {QStringLiteral("tone"), entry.tone},
                                   {QStringLiteral("title"), entry.title},
                                   {QStringLiteral("detail"), entry.detail},
                                   {QStringLiteral("who"), entry.who},
                                   {QStringLiteral("why"), entry.why},
                                   {QStringLiteral("changes"), steps},
                                   {QStringLiteral("undone"), entry.isUndone},
                                   {QStringLiteral("effect"), m_journal.effectOf(entry.id)}});
    }
    return pretty({{QStringLiteral("entries"), entries}});
}

QByteArray IncidentBundle::summary() const
{
    constexpr int most = 20;
    const QJsonArray streams = m_streams.value(QLatin1String("streams")).toArray();
    const QJsonArray ends = m_ends.value(QLatin1String("disconnects")).toArray();
    QStringList lines;
    const auto part = [&lines](const QString &title, const QStringList &counts) {
        lines << title << (counts.isEmpty() ? QStringList{QStringLiteral("       -")} : counts) << QString();
    };
    lines << tr("Streams open: %1, of which %2 are in streams.json.")
                 .arg(Format::integer(m_streams.value(QLatin1String("total")).toDouble()))
                 .arg(streams.size());
    lines << tr("Ends kept: %1, of which %2 are in disconnects.json.")
                 .arg(Format::integer(m_ends.value(QLatin1String("total")).toDouble()))
                 .arg(ends.size());
    lines << QString();
    part(tr("Open streams by client"), counted(streams, "client", most));
    part(tr("Open streams by channel"), counted(streams, "channels", most));
    part(tr("Ends by cause"), counted(ends, "cause", most));
    part(tr("Ends by client"), counted(ends, "client", most));
    return lines.join(QLatin1Char('\n')).toUtf8();
}

QByteArray IncidentBundle::readme() const
{
    QStringList lines;
    lines << tr("Incident bundle of the Sluice engine \"%1\" (%2)")
                 .arg(m_link.name(), m_link.url().toDisplayString());
    lines << tr("Made %1 by the console %2; the engine's version is %3.")
                 .arg(utcText(m_journal.now()), QStringLiteral(SLUICE_VERSION),
                      m_link.version().isEmpty() ? tr("unknown") : m_link.version());
    lines << QString() << tr("Times are UTC. Secrets are left out. Addresses of clients are in it.")
          << QString();
    lines << tr("Files:") << QStringLiteral("  snapshots.csv");
    for (const ArchivePart &part : m_parts)
        lines << QStringLiteral("  ") + part.name;
    if (!m_missing.isEmpty()) {
        lines << QString() << tr("Missing:");
        for (const QString &missing : m_missing)
            lines << QStringLiteral("  ") + missing;
    }
    lines << QString();
    return lines.join(QLatin1Char('\n')).toUtf8();
}

} // namespace sluice
