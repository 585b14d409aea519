// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "PendingChanges.h"

#include "Format.h"
#include "SettingRisk.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace sluice {

namespace {

QString shown(const QString &value)
{
    return value.isEmpty() ? PendingChanges::tr("(empty)") : value;
}

QString messagesOf(const QJsonArray &violations)
{
    QStringList messages;
    for (const auto &violation : violations)
        messages.append(violation.toObject().value(QLatin1String("message")).toString());
    return messages.join(QLatin1Char('\n'));
}

} // namespace

PendingChanges::PendingChanges(SettingsModel &settings, QObject *parent)
    : QAbstractListModel(parent)
    , m_settings(settings)
{
    connect(&m_settings, &SettingsModel::edited, this, &PendingChanges::collect);
    connect(&m_settings, &SettingsModel::revisionChanged, this, &PendingChanges::checkBase);
    connect(&m_settings, &SettingsModel::stateChanged, this, &PendingChanges::changed);
}

void PendingChanges::setLink(EngineLink *link)
{
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (!m_link)
        return;
    connect(m_link, &EngineLink::stateChanged, this, &PendingChanges::changed);
    connect(m_link, &EngineLink::engineChanged, this, &PendingChanges::changed);
    connect(m_link, &EngineLink::targetChanged, this, [this] {
        m_base = 0;
        setWhy({});
        enter(State::Collecting);
    });
}

int PendingChanges::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant PendingChanges::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Change &change = m_changes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case KeyRole:
        return change.key;
    case OldRole:
        return shown(change.from);
    case NewRole:
        return shown(change.to);
    case ProblemRole:
        return change.problem;
    case RiskRole:
        return change.risk;
    default:
        return {};
    }
}

QHash<int, QByteArray> PendingChanges::roleNames() const
{
    return {{KeyRole, "key"},
            {OldRole, "oldText"},
            {NewRole, "newText"},
            {ProblemRole, "problem"},
            {RiskRole, "risk"}};
}

bool PendingChanges::isRisky() const
{
    return std::any_of(m_changes.begin(), m_changes.end(),
                       [](const Change &change) { return !change.risk.isEmpty(); });
}

void PendingChanges::setWhy(const QString &why)
{
    if (why == m_why)
        return;
    m_why = why;
    Q_EMIT whyChanged();
    Q_EMIT changed();
}

QString PendingChanges::blocker() const
{
    if (m_changes.empty())
        return tr("Nothing is changed yet.");
    if (!m_link || !m_link->isLive())
        return tr("The engine does not answer now.");
    if (!m_link->mayOperate())
        return tr("Your token is a viewer's; changes need the one of auth.admin_token.");
    if (m_state == State::Applying)
        return tr("The engine is being asked.");
    const bool isWrong = std::any_of(m_changes.begin(), m_changes.end(),
                                     [](const Change &change) { return !change.problem.isEmpty(); });
    if (isWrong)
        return tr("Mend or drop what cannot be read first.");
    const auto bytes = m_why.toUtf8().size();
    if (bytes > longestWhy)
        return tr("The reason has %1 bytes; at most %2 are taken.").arg(bytes).arg(longestWhy);
    return {};
}

void PendingChanges::apply()
{
    if (!blocker().isEmpty())
        return;
    QJsonObject body;
    QStringList lines;
    QStringList risks;
    for (const Change &change : m_changes) {
        body.insert(change.key, change.to);
        lines.append(tr("%1: %2 \u2192 %3").arg(change.key, shown(change.from), shown(change.to)));
        if (!change.risk.isEmpty() && !risks.contains(change.risk))
            risks.append(change.risk);
    }
    body.insert(QStringLiteral("revision"), m_base);
    if (!m_why.trimmed().isEmpty())
        body.insert(QStringLiteral("why"), m_why.trimmed());
    AdminRequest request;
    request.method = "PATCH";
    request.path = QStringLiteral("settings");
    request.body = body;
    enter(State::Applying);
    m_link->send(request, this, [this, lines, risks](const AdminClient::Result &result) {
        takeAnswer(result, lines, risks);
    });
}

void PendingChanges::takeAnswer(const AdminClient::Result &result, const QStringList &lines,
                                const QStringList &risks)
{
    if (!result) {
        const AdminError &error = result.error();
        constexpr unsigned conflict = 409;
        if (error.status == conflict) {
            enter(State::Stale);
            findOutWho();
            return;
        }
        const QJsonArray violations = error.problem.value(QLatin1String("violations")).toArray();
        enter(State::Refused, violations.isEmpty()
                                  ? QString::fromStdString(error.message)
                                  : messagesOf(violations) + QLatin1Char('\n') + tr("Nothing was changed."));
        m_settings.showViolations(violations);
        return;
    }
    const qint64 revision = result->json.value(QLatin1String("revision")).toInteger();
    const bool isChange = !result->json.value(QLatin1String("changed")).toArray().isEmpty();
    m_settings.adopt(result->json);
    // What was typed while the engine was asked stays.
    m_base = m_changes.empty() ? 0 : revision;
    enter(State::Collecting);
    setWhy({});
    if (isChange)
        Q_EMIT applied(revision, lines, risks);
}

void PendingChanges::follow(qint64 revision)
{
    if (m_base == 0 || m_base != revision - 1)
        return;
    m_base = revision;
    if (m_state == State::Stale)
        enter(State::Collecting);
}

void PendingChanges::discard()
{
    m_base = 0;
    enter(State::Collecting);
    m_settings.revertAll();
}

void PendingChanges::drop(const QString &key)
{
    m_settings.revert(key);
}

QString PendingChanges::meanwhileText() const
{
    QStringList lines;
    for (const QVariant &each : m_meanwhile) {
        const QVariantMap entry = each.toMap();
        const auto text = [&entry](const char *name) { return entry.value(QLatin1String(name)).toString(); };
        const QString line = tr("%1, %2: %3: %4 \u2192 %5")
                                 .arg(Format::clock(entry.value(QStringLiteral("when")).toDouble()),
                                      text("who"), text("key"), text("old"), text("new"));
        lines.append(entry.value(QStringLiteral("isMine")).toBool()
                         ? tr("%1 (you are changing it too)").arg(line)
                         : line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString PendingChanges::keyAt(int row) const
{
    return row >= 0 && row < count() ? m_changes[static_cast<std::size_t>(row)].key : QString();
}

void PendingChanges::rebase()
{
    if (m_changes.empty())
        return;
    m_base = m_settings.revision();
    enter(State::Collecting);
    m_settings.load();
}

void PendingChanges::collect()
{
    std::vector<Change> changes;
    for (const SettingsModel::Row &row : m_settings.rows()) {
        if (!row.edit)
            continue;
        const auto to = row.spec.normalized(*row.edit);
        changes.push_back({row.spec.key, row.value, to.value_or(*row.edit), row.problem,
                           to ? riskOf(row.spec, row.value, *to) : QString()});
    }
    if (changes == m_changes)
        return;
    const bool isSameList =
        std::equal(changes.begin(), changes.end(), m_changes.begin(), m_changes.end(),
                   [](const Change &left, const Change &right) { return left.key == right.key; });
    if (isSameList) {
        m_changes = std::move(changes);
        Q_EMIT dataChanged(index(0), index(count() - 1));
    } else {
        beginResetModel();
        m_changes = std::move(changes);
        endResetModel();
    }
    if (m_changes.empty() && m_state != State::Applying) {
        m_base = 0;
        enter(State::Collecting);
    } else if (m_base == 0) {
        m_base = m_settings.revision();
    }
    if (m_state == State::Refused)
        enter(State::Collecting);
    Q_EMIT changed();
}

void PendingChanges::checkBase()
{
    // Our own change may be told before it is answered.
    if (m_base == 0 || m_state == State::Applying || m_settings.revision() == m_base || m_changes.empty())
        return;
    enter(State::Stale);
    findOutWho();
}

void PendingChanges::findOutWho()
{
    m_meanwhile.clear();
    if (!m_link)
        return;
    AdminRequest request;
    request.path = QStringLiteral("audit");
    request.query.addQueryItem(QStringLiteral("since"), QString::number(m_base));
    m_link->send(request, this, [this](const AdminClient::Result &result) {
        if (m_state != State::Stale || !result)
            return;
        m_meanwhile.clear();
        const QJsonArray entries = result->json.value(QLatin1String("entries")).toArray();
        for (const auto &each : entries) {
            const QJsonObject entry = each.toObject();
            const QString key = entry.value(QLatin1String("key")).toString();
            const auto when =
                QDateTime::fromString(entry.value(QLatin1String("when")).toString(), Qt::ISODateWithMs);
            m_meanwhile.append(QVariantMap{
                {QStringLiteral("who"), entry.value(QLatin1String("who")).toString()},
                {QStringLiteral("when"), static_cast<double>(when.toMSecsSinceEpoch())},
                {QStringLiteral("key"), key},
                {QStringLiteral("old"), shown(SettingSpec::textOf(entry.value(QLatin1String("old"))))},
                {QStringLiteral("new"), shown(SettingSpec::textOf(entry.value(QLatin1String("new"))))},
                {QStringLiteral("isMine"),
                 std::any_of(m_changes.begin(), m_changes.end(),
                             [&key](const Change &change) { return change.key == key; })}});
        }
        Q_EMIT changed();
    });
}

void PendingChanges::enter(State state, const QString &refusal)
{
    m_state = state;
    m_refusal = refusal;
    if (state != State::Stale)
        m_meanwhile.clear();
    Q_EMIT changed();
}

} // namespace sluice
