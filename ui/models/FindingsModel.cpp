// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FindingsModel.h"

#include "Format.h"

#include "base/text/Units.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace sluice {

namespace {

/** A number as the finding has it: the name tells the unit. */
QString numberText(const QString &name, double value)
{
    if (name.contains(QLatin1String("_seconds")))
        return Format::brief(value, Format::Seconds);
    if (name.contains(QLatin1String("_bytes")))
        return Format::brief(value, Format::Bytes);
    if (name.contains(QLatin1String("_percent")))
        return Format::brief(value, Format::Percent);
    if (name.contains(QLatin1String("_ratio")))
        return Format::brief(value, Format::Ratio);
    return Format::brief(value, Format::Count);
}

QString evidenceText(const Evidence &evidence)
{
    const QString name = QString::fromStdString(evidence.name);
    const double *number = std::get_if<double>(&evidence.value);
    const QString value =
        number ? numberText(name, *number) : QString::fromStdString(std::get<std::string>(evidence.value));
    return evidence.windowSeconds > 0
               ? FindingsModel::tr("%1 +%2 in %3").arg(name, value, Format::duration(evidence.windowSeconds))
               : FindingsModel::tr("%1 = %2").arg(name, value);
}

QString wordOf(Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return FindingsModel::tr("fine");
    case Severity::Notice:
        return FindingsModel::tr("notice");
    case Severity::Warning:
        return FindingsModel::tr("warning");
    case Severity::Critical:
        break;
    }
    return FindingsModel::tr("critical");
}

} // namespace

void FindingsModel::show(std::vector<Finding> findings)
{
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding &a, const Finding &b) { return a.severity > b.severity; });
    const bool areSame = std::equal(findings.begin(), findings.end(), m_findings.begin(), m_findings.end(),
                                    [](const Finding &a, const Finding &b) { return a.rule == b.rule; });
    if (!areSame) {
        beginResetModel();
        m_findings = std::move(findings);
        endResetModel();
    } else {
        m_findings.swap(findings);
        for (int row = 0; row < count(); ++row) {
            const auto at = static_cast<std::size_t>(row);
            QList<int> roles;
            for (int role = RuleRole; role <= RemediesRole; ++role)
                if (cell(findings[at], role) != cell(m_findings[at], role))
                    roles.append(role);
            if (!roles.isEmpty())
                Q_EMIT dataChanged(index(row), index(row), roles);
        }
    }
    Q_EMIT changed();
}

void FindingsModel::append(Finding finding)
{
    const auto place = std::find_if(m_findings.begin(), m_findings.end(), [&finding](const Finding &other) {
        return other.severity < finding.severity;
    });
    const auto row = static_cast<int>(place - m_findings.begin());
    beginInsertRows({}, row, row);
    m_findings.insert(place, std::move(finding));
    endInsertRows();
    adviseAlike();
    Q_EMIT changed();
}

void FindingsModel::adviseAlike()
{
    // As "sluicectl set timeouts.heartbeat=1666ms" has it, alone or behind other words.
    static const QRegularExpression advice(QStringLiteral("\\btimeouts\\.heartbeat=(\\w+)"));
    std::optional<std::chrono::milliseconds> least;
    std::string leastText;
    const auto each = [this](const auto &use) {
        for (Finding &finding : m_findings) {
            for (Remedy &remedy : finding.remedies) {
                const auto found = advice.match(QString::fromStdString(remedy.line));
                if (found.hasMatch())
                    use(remedy, found);
            }
        }
    };
    each([&](const Remedy & /*remedy*/, const QRegularExpressionMatch &found) {
        const auto value = parseDuration(found.captured(1).toStdString());
        if (value && (!least || *value < *least)) {
            least = *value;
            leastText = found.captured(1).toStdString();
        }
    });
    bool isOther = false;
    each([&](Remedy &remedy, const QRegularExpressionMatch &found) {
        QString line = QString::fromStdString(remedy.line);
        line.replace(found.capturedStart(1), found.capturedLength(1), QString::fromStdString(leastText));
        isOther = isOther || line.toStdString() != remedy.line;
        if (least)
            remedy.line = line.toStdString();
    });
    if (isOther)
        Q_EMIT dataChanged(index(0), index(count() - 1), {RemediesRole});
}

QString FindingsModel::text() const
{
    QStringList lines;
    for (const Finding &finding : m_findings) {
        lines.append(QStringLiteral("%1: %2: %3")
                         .arg(wordOf(finding.severity), QString::fromStdString(finding.rule),
                              QString::fromStdString(finding.summary)));
        QStringList more{QString::fromStdString(finding.cause),
                         evidenceOf(finding).join(QStringLiteral(", "))};
        more += remediesOf(finding);
        for (const QString &line : std::as_const(more)) {
            if (!line.isEmpty())
                lines.append(QStringLiteral("    ") + line);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

QString FindingsModel::tone() const
{
    const Severity worst = worstOf(m_findings);
    return toneOf(worst == Severity::Notice ? Severity::Ok : worst);
}

QString FindingsModel::verdict() const
{
    switch (worstOf(m_findings)) {
    case Severity::Ok:
    case Severity::Notice:
        return tr("As it should be");
    case Severity::Warning:
        return tr("Warnings");
    case Severity::Critical:
        break;
    }
    return tr("Something is wrong");
}

QString FindingsModel::toneOf(Severity severity)
{
    static const std::array tones{QStringLiteral("ok"), QStringLiteral("info"), QStringLiteral("warning"),
                                  QStringLiteral("critical")};
    return tones[static_cast<std::size_t>(severity)];
}

QStringList FindingsModel::evidenceOf(const Finding &finding)
{
    QStringList texts;
    if (finding.severity == Severity::Ok)
        return texts;
    for (const Evidence &evidence : finding.evidence) {
        const auto *text = std::get_if<std::string>(&evidence.value);
        if (!text || finding.summary.find(*text) == std::string::npos)
            texts.append(evidenceText(evidence));
    }
    return texts;
}

QStringList FindingsModel::remediesOf(const Finding &finding)
{
    QStringList lines;
    for (const Remedy &remedy : finding.remedies)
        lines.append(
            QString::fromStdString(remedy.where.empty() ? remedy.line : remedy.where + ": " + remedy.line));
    return lines;
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid)
               ? cell(m_findings[static_cast<std::size_t>(index.row())], role)
               : QVariant();
}

QVariant FindingsModel::cell(const Finding &finding, int role)
{
    switch (role) {
    case RuleRole:
        return QString::fromStdString(finding.rule);
    case ToneRole:
        return toneOf(finding.severity);
    case WordRole:
        return wordOf(finding.severity);
    case SummaryRole:
        return QString::fromStdString(finding.summary);
    case EvidenceRole:
        return evidenceOf(finding);
    case CauseRole:
        return QString::fromStdString(finding.cause);
    case RemediesRole:
        return remediesOf(finding);
    default:
        return {};
    }
}

QHash<int, QByteArray> FindingsModel::roleNames() const
{
    return {{RuleRole, "rule"},        {ToneRole, "tone"},         {WordRole, "word"},
            {SummaryRole, "summary"},  {EvidenceRole, "evidence"}, {CauseRole, "cause"},
            {RemediesRole, "remedies"}};
}

} // namespace sluice
