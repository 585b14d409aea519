// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SnapshotStore.h"

#include "base/text/Csv.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

double millisecondsOf(const QString &utc)
{
    const QDateTime time = QDateTime::fromString(utc, Qt::ISODateWithMs);
    return time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : SnapshotStore::none;
}

// A snapshot that is so much older than the last (milliseconds) did not come late: the engine's clock was
// set.
constexpr double kClockSetBack = 60'000;

QString utcColumn()
{
    return QStringLiteral("time_utc");
}

} // namespace

SnapshotStore::SnapshotStore(QObject *parent)
    : QObject(parent)
{
}

void SnapshotStore::append(const QJsonObject &snapshot)
{
    const double time = millisecondsOf(snapshot.value(utcColumn()).toString());
    if (std::isnan(time))
        return;
    if (!m_times.empty() && time < m_times.back() - kClockSetBack)
        dropFrom(time);
    if (!m_times.empty() && time <= m_times.back())
        return;
    addRow(time);
    for (auto member = snapshot.begin(); member != snapshot.end(); ++member) {
        if (member->isDouble())
            m_columns[columnOf(member.key())].back() = member->toDouble();
        else if (member->isString() && member.key() != utcColumn())
            wordsOf(member.key()).back() = numberOf(member->toString());
    }
    dropOld();
    Q_EMIT changed();
}

QString SnapshotStore::loadCsv(const QByteArray &text)
{
    const auto table = csv::parse({text.constData(), static_cast<std::size_t>(text.size())});
    if (!table)
        return QString::fromStdString(table.error().message);
    const auto timeAt = std::find(table->header.begin(), table->header.end(), utcColumn().toStdString());
    if (timeAt == table->header.end())
        return tr("This CSV has no column %1: it is no recording of Sluice.").arg(utcColumn());
    const auto timeColumn = static_cast<std::size_t>(timeAt - table->header.begin());
    std::vector<QString> names;
    names.reserve(table->header.size());
    for (const std::string &name : table->header)
        names.push_back(QString::fromStdString(name));
    for (const QString &name : names)
        remember(name);
    for (const auto &row : table->rows) {
        const double time = millisecondsOf(QString::fromStdString(row[timeColumn]));
        if (std::isnan(time) || (!m_times.empty() && time <= m_times.back()))
            continue;
        addRow(time);
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i == timeColumn || row[i].empty())
                continue;
            bool isNumber = false;
            const double value = QByteArray::fromStdString(row[i]).toDouble(&isNumber);
            if (isNumber)
                m_columns[columnOf(names[i])].back() = value;
            else
                wordsOf(names[i]).back() = numberOf(QString::fromStdString(row[i]));
        }
    }
    dropOld();
    Q_EMIT reset();
    Q_EMIT changed();
    return {};
}

void SnapshotStore::clear()
{
    m_times.clear();
    m_columns.clear();
    m_order.clear();
    m_index.clear();
    m_texts.clear();
    Q_EMIT columnsChanged();
    Q_EMIT reset();
    Q_EMIT changed();
}

std::span<const double> SnapshotStore::column(const QString &name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? std::span<const double>() : std::span(m_columns[found->second]);
}

double SnapshotStore::latest(const QString &column) const
{
    const auto figures = this->column(column);
    return figures.empty() ? none : figures.back();
}

QStringList SnapshotStore::numbered(const QString &pattern) const
{
    QStringList found;
    for (int number = 0; m_index.count(pattern.arg(number)) != 0; ++number)
        found.append(pattern.arg(number));
    return found;
}

QString SnapshotStore::latestText(const QString &column) const
{
    return m_times.empty() ? QString() : textAt(column, m_times.size() - 1);
}

QString SnapshotStore::textAt(const QString &column, std::size_t row) const
{
    const auto found = m_texts.find(column);
    return found == m_texts.end() || row >= found->second.size() ? QString() : m_words[found->second[row]];
}

double SnapshotStore::valueAt(const QString &column, double timeMs) const
{
    const auto figures = this->column(column);
    if (figures.empty())
        return none;
    std::size_t at = std::min(lowerBound(timeMs), m_times.size() - 1);
    if (at > 0 && timeMs - m_times[at - 1] < m_times[at] - timeMs)
        --at;
    return std::abs(m_times[at] - timeMs) > 2 * interval() ? none : figures[at];
}

std::size_t SnapshotStore::lowerBound(double timeMs) const
{
    return static_cast<std::size_t>(std::lower_bound(m_times.begin(), m_times.end(), timeMs) -
                                    m_times.begin());
}

double SnapshotStore::interval() const
{
    // The median of the last few: one gap must not pass for the pace.
    constexpr std::size_t looked = 5;
    if (m_times.size() < 2)
        return 1000.0;
    std::vector<double> steps;
    for (std::size_t i = m_times.size() - 1; i > 0 && steps.size() < looked; --i)
        steps.push_back(m_times[i] - m_times[i - 1]);
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2),
                     steps.end());
    return steps[steps.size() / 2];
}

std::size_t SnapshotStore::columnOf(const QString &name)
{
    const auto [found, isNew] = m_index.try_emplace(name, m_columns.size());
    if (isNew) {
        m_columns.emplace_back(m_times.size(), none);
        remember(name);
        Q_EMIT columnsChanged();
    }
    return found->second;
}

std::vector<int> &SnapshotStore::wordsOf(const QString &name)
{
    const auto [found, isNew] = m_texts.try_emplace(name, m_times.size(), 0);
    if (isNew)
        remember(name);
    return found->second;
}

/** Few words come again and again, such as the phases of a drain. */
int SnapshotStore::numberOf(const QString &word)
{
    const auto found = m_wordNumbers.constFind(word);
    if (found != m_wordNumbers.constEnd())
        return *found;
    const auto number = static_cast<int>(m_words.size());
    m_words.append(word);
    m_wordNumbers.insert(word, number);
    return number;
}

void SnapshotStore::remember(const QString &name)
{
    if (!m_order.contains(name))
        m_order.append(name);
}

void SnapshotStore::addRow(double time)
{
    m_times.push_back(time);
    for (auto &column : m_columns)
        column.push_back(none);
    for (auto &[name, words] : m_texts)
        words.push_back(0);
}

void SnapshotStore::dropFrom(double time)
{
    const auto kept = lowerBound(time);
    m_times.resize(kept);
    for (auto &column : m_columns)
        column.resize(kept);
    for (auto &[name, words] : m_texts)
        words.resize(kept);
    Q_EMIT reset();
}

void SnapshotStore::dropOld()
{
    // By the eighth, so that the cost of moving what stays is spread.
    if (m_times.size() <= m_capacity + m_capacity / 8)
        return;
    const auto surplus = static_cast<std::ptrdiff_t>(m_times.size() - m_capacity);
    m_times.erase(m_times.begin(), m_times.begin() + surplus);
    for (auto &column : m_columns)
        column.erase(column.begin(), column.begin() + surplus);
    for (auto &[name, words] : m_texts)
        words.erase(words.begin(), words.begin() + surplus);
}

} // namespace sluice
