// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsModel.h"

#include "Format.h"
#include "SettingRisk.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace sluice {

namespace {

AdminRequest reading(const QString &path)
{
    AdminRequest request;
    request.path = path;
    return request;
}

/** Why a setting cannot be changed on the running engine; empty: it can. */
QString fixedReason(const SettingSpec &spec)
{
    if (spec.type == SettingSpec::Type::Secret)
        return SettingsModel::tr("Read at the start only, and never shown.");
    if (!spec.isLive)
        return SettingsModel::tr("Takes effect at the next start: set it in the file or with --set.");
    if (!spec.minimum.isEmpty() && spec.minimum == spec.maximum)
        return SettingsModel::tr("It has one value only.");
    return {};
}

} // namespace

SettingsModel::SettingsModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void SettingsModel::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (!m_link)
        return;
    connect(m_link, &EngineLink::established, this, &SettingsModel::load);
    connect(m_link, &EngineLink::auditReceived, this, &SettingsModel::takeAudit);
    connect(m_link, &EngineLink::snapshotReceived, this, &SettingsModel::takeSnapshot);
    connect(m_link, &EngineLink::targetChanged, this, [this] {
        // Another engine: nothing of this one is true there.
        beginResetModel();
        m_rows.clear();
        m_own.clear();
        m_revision = 0;
        m_isReading = false;
        endResetModel();
        enter(State::Waiting);
        Q_EMIT revisionChanged();
        Q_EMIT marksChanged();
        Q_EMIT edited();
    });
    if (!m_link->role().isEmpty())
        load();
}

int SettingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SettingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const SettingSpec &spec = row.spec;
    switch (role) {
    case Qt::DisplayRole:
    case KeyRole:
        return spec.key;
    case GroupRole:
        return spec.group;
    case NameRole:
        return spec.name;
    case TypeRole:
        return spec.typeName;
    case UnitRole:
        return spec.unit;
    case HelpRole:
        return spec.help;
    case RangeRole:
        return spec.rangeText();
    case DefaultRole:
        return spec.defaultText;
    case ChoicesRole:
        return spec.choices;
    case IsLiveRole:
        return spec.isLive;
    case FixedReasonRole:
        return fixedReason(spec);
    case ValueRole:
        return row.value;
    case TextRole:
        return row.edit.value_or(row.value);
    case IsEditedRole:
        return row.edit.has_value();
    case IsDefaultRole:
        return row.value == spec.defaultText;
    case ProblemRole:
        return row.problem;
    case ViolationRole:
        return row.violation;
    case RiskRole:
        return row.edit && row.problem.isEmpty() ? riskOf(spec, row.value, *row.edit) : QString();
    case ChangedByRole:
        if (!row.mark)
            return QString();
        return tr("%1 changed it at %2: it was %3")
            .arg(row.mark->who, Format::clock(row.mark->when),
                 row.mark->from.isEmpty() ? tr("empty") : row.mark->from);
    default:
        return {};
    }
}

QHash<int, QByteArray> SettingsModel::roleNames() const
{
    return {{KeyRole, "key"},
            {GroupRole, "group"},
            {NameRole, "name"},
            {TypeRole, "type"},
            {UnitRole, "unit"},
            {HelpRole, "help"},
            {RangeRole, "range"},
            {DefaultRole, "defaultText"},
            {ChoicesRole, "choices"},
            {IsLiveRole, "isLive"},
            {FixedReasonRole, "fixedReason"},
            {ValueRole, "value"},
            {TextRole, "text"},
            {IsEditedRole, "isEdited"},
            {IsDefaultRole, "isDefault"},
            {ProblemRole, "problem"},
            {ViolationRole, "violation"},
            {RiskRole, "risk"},
            {ChangedByRole, "changedBy"}};
}

int SettingsModel::changedByOthers() const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.mark.has_value(); }));
}

const SettingsModel::Row *SettingsModel::find(const QString &key) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&key](const Row &row) { return row.spec.key == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

SettingsModel::Row *SettingsModel::row(const QString &key)
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&key](const Row &row) { return row.spec.key == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

void SettingsModel::load()
{
    if (!m_link || m_isReading)
        return;
    m_isReading = true;
    m_newsWhileReading = 0;
    if (m_rows.empty())
        enter(State::Loading);
    m_link->send(reading(QStringLiteral("settings/schema")), this,
                 [this](const AdminClient::Result &result) { takeSchema(result); });
}

void SettingsModel::takeSchema(const AdminClient::Result &result)
{
    m_isReading = false;
    if (!result) {
        enter(State::Failed, QString::fromStdString(result.error().message));
        return;
    }
    std::vector<Row> rows;
    const QJsonArray settings = result->json.value(QLatin1String("settings")).toArray();
    rows.reserve(static_cast<std::size_t>(settings.size()));
    for (const auto &description : settings) {
        Row made;
        made.spec = SettingSpec::fromJson(description.toObject());
        if (made.spec.key.isEmpty())
            continue;
        if (const Row *before = find(made.spec.key)) {
            made.value = before->value;
            made.edit = before->edit;
            made.mark = before->mark;
        }
        rows.push_back(std::move(made));
    }
    if (rows.empty()) {
        enter(State::Failed, tr("The engine's schema names no setting."));
        return;
    }
    const bool isSame =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const Row &left, const Row &right) { return left.spec.key == right.spec.key; });
    if (isSame) {
        // The list keeps its place and its focus.
        for (std::size_t i = 0; i < rows.size(); ++i)
            m_rows[i].spec = rows[i].spec;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    } else {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    m_isReading = true;
    m_link->send(reading(QStringLiteral("settings")), this,
                 [this](const AdminClient::Result &answer) { takeValues(answer); });
}

void SettingsModel::takeValues(const AdminClient::Result &result)
{
    m_isReading = false;
    if (!result) {
        enter(State::Failed, QString::fromStdString(result.error().message));
        return;
    }
    const qint64 revision = result->json.value(QLatin1String("revision")).toInteger();
    if (revision < m_newsWhileReading) {
        // The answer was written before a change that we know of already.
        load();
        return;
    }
    const QJsonObject values = result->json.value(QLatin1String("settings")).toObject();
    for (Row &row : m_rows)
        setValue(row, SettingSpec::textOf(values.value(row.spec.key)));
    m_revision = revision;
    enter(State::Ready);
    Q_EMIT revisionChanged();
    Q_EMIT loaded();
    Q_EMIT edited();
}

void SettingsModel::takeAudit(const QJsonObject &entry)
{
    const qint64 revision = entry.value(QLatin1String("revision")).toInteger();
    Row *changed = row(entry.value(QLatin1String("key")).toString());
    m_newsWhileReading = std::max(m_newsWhileReading, revision);
    if (m_state != State::Ready || revision < m_revision || !changed) {
        // What is being read may be older than this; what is unknown is another schema's.
        if (!changed && m_state == State::Ready)
            load();
        return;
    }
    const bool isGap = revision > m_revision + 1;
    setValue(*changed, SettingSpec::textOf(entry.value(QLatin1String("new"))));
    if (m_own.count(revision) == 0) {
        const auto when =
            QDateTime::fromString(entry.value(QLatin1String("when")).toString(), Qt::ISODateWithMs);
        changed->mark = Mark{entry.value(QLatin1String("who")).toString(),
                             SettingSpec::textOf(entry.value(QLatin1String("old"))),
                             static_cast<double>(when.toMSecsSinceEpoch()), revision};
        touch(*changed);
        Q_EMIT marksChanged();
    }
    if (revision != m_revision) {
        m_revision = revision;
        Q_EMIT revisionChanged();
    }
    Q_EMIT edited();
    if (isGap)
        load();
}

void SettingsModel::takeSnapshot(const QJsonObject &snapshot)
{
    // The audit tells of each change first; should an entry of it be lost, this tells.
    const qint64 revision = snapshot.value(QLatin1String("settings_revision")).toInteger();
    constexpr qint64 pauseAfterFailure = 5'000; // milliseconds; snapshots come up to four times a second
    if ((m_state == State::Failed && m_sinceFailure.hasExpired(pauseAfterFailure)) ||
        (m_state == State::Ready && revision > m_revision))
        load();
}

void SettingsModel::edit(const QString &key, const QString &text)
{
    Row *edited = row(key);
    if (!edited || !fixedReason(edited->spec).isEmpty())
        return;
    if (edited->edit.value_or(edited->value) == text)
        return;
    edited->edit = text;
    clearViolation(*edited);
    judge(*edited);
    touch(*edited);
    Q_EMIT this->edited();
}

void SettingsModel::revert(const QString &key)
{
    Row *edited = row(key);
    if (!edited || !edited->edit)
        return;
    edited->edit.reset();
    clearViolation(*edited);
    judge(*edited);
    touch(*edited);
    Q_EMIT this->edited();
}

void SettingsModel::revertAll()
{
    for (Row &row : m_rows) {
        row.edit.reset();
        row.problem.clear();
        row.violation.clear();
        row.violationFields.clear();
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT edited();
}

void SettingsModel::acknowledge()
{
    for (Row &row : m_rows) {
        if (row.mark) {
            row.mark.reset();
            touch(row);
        }
    }
    Q_EMIT marksChanged();
}

void SettingsModel::showViolations(const QJsonArray &violations)
{
    for (const auto &each : violations) {
        const QJsonObject violation = each.toObject();
        const QString message = violation.value(QLatin1String("message")).toString();
        QStringList fields;
        const QJsonArray named = violation.value(QLatin1String("fields")).toArray();
        for (const auto &field : named)
            fields.append(field.toString());
        for (const QString &field : std::as_const(fields)) {
            Row *broken = row(field);
            if (!broken)
                continue;
            broken->violation += broken->violation.isEmpty() ? message : QLatin1Char('\n') + message;
            broken->violationFields += fields;
            touch(*broken);
        }
    }
    Q_EMIT edited();
}

void SettingsModel::adopt(const QJsonObject &update)
{
    const qint64 revision = update.value(QLatin1String("revision")).toInteger();
    const QJsonObject values = update.value(QLatin1String("settings")).toObject();
    m_own.insert(revision);
    m_newsWhileReading = std::max(m_newsWhileReading, revision);
    for (Row &row : m_rows) {
        if (row.mark && row.mark->revision == revision) {
            row.mark.reset();
            touch(row);
        }
        // Somebody may have changed it again before this answer came.
        if (revision >= m_revision && values.contains(row.spec.key))
            setValue(row, SettingSpec::textOf(values.value(row.spec.key)));
    }
    const bool isGap = revision > m_revision + 1;
    if (revision > m_revision) {
        m_revision = revision;
        Q_EMIT revisionChanged();
    }
    Q_EMIT marksChanged();
    Q_EMIT edited();
    if (isGap)
        load();
}

void SettingsModel::setValue(Row &row, const QString &value)
{
    if (row.value == value)
        return;
    row.value = value;
    clearViolation(row);
    judge(row);
    touch(row);
}

void SettingsModel::judge(Row &row)
{
    row.problem.clear();
    if (!row.edit)
        return;
    const auto normalized = row.spec.normalized(*row.edit);
    if (!normalized)
        row.problem = normalized.error();
    else if (*normalized == row.value)
        row.edit.reset();
}

void SettingsModel::clearViolation(Row &row)
{
    // What a rule said of several settings is out of date with any of them.
    const QStringList fields = row.violationFields;
    for (const QString &key : fields) {
        if (Row *related = this->row(key)) {
            related->violation.clear();
            related->violationFields.clear();
            touch(*related);
        }
    }
}

void SettingsModel::touch(const Row &row)
{
    const QModelIndex at = index(static_cast<int>(&row - m_rows.data()));
    Q_EMIT dataChanged(at, at);
}

void SettingsModel::enter(State state, const QString &problem)
{
    if (state == State::Failed)
        m_sinceFailure.start();
    if (state == m_state && problem == m_problem)
        return;
    m_state = state;
    m_problem = problem;
    Q_EMIT stateChanged();
}

} // namespace sluice
