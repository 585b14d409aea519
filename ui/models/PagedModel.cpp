// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "PagedModel.h"

#include "StreamQuery.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

constexpr auto kRefresh = std::chrono::milliseconds(1500);
constexpr auto kSettle = std::chrono::milliseconds(40);
constexpr auto kAging = std::chrono::milliseconds(1000);
constexpr int kMostAsked = 1000; // the API's own limit of a page
constexpr int kOldAfter = 3;     // intervals; older rows are fetched again before they count as there

} // namespace

PagedModel::PagedModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_clock.start();
    m_refresh.setInterval(kRefresh);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettle);
    m_aging.setInterval(kAging);
    connect(&m_refresh, &QTimer::timeout, this, &PagedModel::refresh);
    connect(&m_settle, &QTimer::timeout, this, &PagedModel::look);
    connect(&m_aging, &QTimer::timeout, this, &PagedModel::age);
}

void PagedModel::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (m_link) {
        connect(m_link, &EngineLink::targetChanged, this, &PagedModel::forget);
        connect(m_link, &EngineLink::established, this, &PagedModel::askAnew);
        connect(m_link, &EngineLink::stateChanged, this, [this] {
            if (m_link->isLive())
                m_lostAt = -1;
            else if (m_lostAt < 0)
                m_lostAt = m_clock.elapsed();
            judge();
        });
    }
    Q_EMIT linkChanged();
    forget();
}

void PagedModel::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (m_active) {
        m_refresh.start();
        m_aging.start();
        refresh();
    } else {
        m_refresh.stop();
        m_aging.stop();
        m_settle.stop();
    }
    Q_EMIT activeChanged();
}

void PagedModel::setFrozen(bool frozen)
{
    if (frozen == m_frozen)
        return;
    m_frozen = frozen;
    Q_EMIT frozenChanged();
    if (!m_frozen)
        refresh();
}

void PagedModel::setMoving(bool moving)
{
    if (moving == m_moving)
        return;
    m_moving = moving;
    Q_EMIT movingChanged();
}

void PagedModel::setResting(bool resting)
{
    if (resting == m_resting)
        return;
    m_resting = resting;
    const bool isDue = !m_resting && m_orderRests;
    m_orderRests = m_orderRests && m_resting;
    Q_EMIT restingChanged();
    if (isDue)
        refresh();
}

void PagedModel::setRefreshInterval(int milliseconds)
{
    if (milliseconds == refreshInterval())
        return;
    m_refresh.setInterval(std::max(50, milliseconds));
    Q_EMIT refreshIntervalChanged();
}

void PagedModel::sortBy(const QString &key)
{
    if (key == m_sortKey)
        setOrder(key, !m_descending);
    else
        setOrder(key, false);
}

void PagedModel::setOrder(const QString &key, bool descending)
{
    if (key == m_sortKey && descending == m_descending)
        return;
    m_sortKey = key;
    m_descending = descending;
    Q_EMIT orderChanged();
    restart();
}

void PagedModel::setVisibleRange(int first, int last)
{
    m_first = std::max(0, first);
    m_last = std::max(m_first, last);
    if (m_active && lacksRows() && !m_settle.isActive())
        m_settle.start();
}

void PagedModel::refresh()
{
    // Rows that change places under the hand are worse than rows that are a second older.
    if ((m_frozen || m_moving) && m_loaded)
        return;
    m_isDue = true;
    look();
}

void PagedModel::restart()
{
    m_resetDue = true;
    askAnew();
}

void PagedModel::askAnew()
{
    ++m_round;
    m_asking = false;
    m_isOutdated = true;
    m_isDue = true;
    if (m_loaded) {
        m_loaded = false;
        Q_EMIT loadedChanged();
    }
    judge();
    look();
}

void PagedModel::forget()
{
    // Rows of one engine are never shown as those of another, not even for a moment.
    const bool hadRows = m_total > 0;
    beginResetModel();
    m_rows.clear();
    m_total = 0;
    endResetModel();
    if (hadRows)
        Q_EMIT totalChanged();
    setProblem({});
    Q_EMIT forgotten();
    restart();
}

void PagedModel::judge()
{
    const bool isStale = m_total > 0 && (!m_loaded || !m_problem.isEmpty() || !m_link || !m_link->isLive());
    if (isStale == m_isStale)
        return;
    m_isStale = isStale;
    Q_EMIT staleChanged();
}

int PagedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_total;
}

QVariant PagedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto found = m_rows.constFind(index.row());
    return found == m_rows.constEnd() ? cell({}, role, 0)
                                      : cell(found->json, role, secondsSince(found->stamp));
}

QJsonObject PagedModel::rowAt(int row) const
{
    return m_rows.value(row).json;
}

int PagedModel::rowOfIdentity(const QString &identity) const
{
    // A row that changed its place may still be known at its old one: the newest answer is right.
    int found = -1;
    qint64 newest = -1;
    for (auto row = m_rows.constBegin(); row != m_rows.constEnd() && !identity.isEmpty(); ++row) {
        if (row->stamp > newest && this->identity(row->json) == identity) {
            found = row.key();
            newest = row->stamp;
        }
    }
    return found;
}

QHash<int, QJsonObject> PagedModel::rows() const
{
    QHash<int, QJsonObject> all;
    all.reserve(m_rows.size());
    for (auto row = m_rows.constBegin(); row != m_rows.constEnd(); ++row)
        all.insert(row.key(), row->json);
    return all;
}

void PagedModel::repaint(const QList<int> &roles)
{
    if (m_total > 0)
        Q_EMIT dataChanged(index(0), index(m_total - 1), roles);
}

void PagedModel::setProblem(const QString &problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    Q_EMIT problemChanged();
    judge();
}

double PagedModel::secondsSince(qint64 stamp) const
{
    const qint64 now = m_lostAt < 0 ? m_clock.elapsed() : m_lostAt;
    return static_cast<double>(std::max<qint64>(0, now - stamp)) / 1000.0;
}

bool PagedModel::lacksRows() const
{
    const qint64 oldest = m_frozen ? 0 : m_clock.elapsed() - kOldAfter * m_refresh.interval();
    for (int row = m_first; row <= std::min(m_last, m_total - 1); ++row) {
        const auto found = m_rows.constFind(row);
        if (found == m_rows.constEnd() || found->stamp < oldest)
            return true;
    }
    return false;
}

void PagedModel::look()
{
    if (!m_active || !m_link || m_asking)
        return;
    const EngineLink::State state = m_link->state();
    const bool answers = state == EngineLink::State::Live || state == EngineLink::State::Stale ||
                         state == EngineLink::State::Connecting;
    if (answers && (m_isDue || lacksRows()))
        ask();
}

void PagedModel::ask()
{
    const bool isHere = ordersHere();
    const int first = m_resetDue || isHere ? 0 : std::max(0, m_first - margin);
    const int limit = isHere       ? kMostAsked
                      : m_resetDue ? 2 * margin
                                   : std::clamp(m_last + margin - first + 1, 2 * margin, kMostAsked);
    AdminRequest request;
    request.path = path();
    request.query = filter();
    if (const QString key = askedOrder(); !key.isEmpty()) {
        streamquery::addItem(request.query, QStringLiteral("sort"), key);
        streamquery::addItem(request.query, QStringLiteral("order"),
                             m_descending ? QStringLiteral("desc") : QStringLiteral("asc"));
    }
    request.query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    request.query.addQueryItem(QStringLiteral("offset"), QString::number(first));
    m_isDue = false;
    m_asking = true;
    m_link->send(request, this, [this, first, limit, round = m_round](const AdminClient::Result &result) {
        if (round != m_round)
            return;
        m_asking = false;
        take(result, first, limit);
    });
}

void PagedModel::take(const AdminClient::Result &result, int first, int asked)
{
    if (!result) {
        setProblem(QString::fromStdString(result.error().message));
        return; // the next refresh tries again
    }
    setProblem({});
    QList<QJsonObject> list = ordered(result->json.value(path()).toArray());
    const int wholeBefore =
        std::exchange(m_whole, std::max(0, result->json.value(QLatin1String("total")).toInt()));
    const int totalBefore = m_total;
    const int total = ordersHere() ? std::min(m_whole, static_cast<int>(list.size())) : m_whole;
    const qint64 now = m_clock.elapsed();
    const bool isReset = m_resetDue;
    const bool isOther = total != m_total;
    const bool wasOutdated = std::exchange(m_isOutdated, false);
    const bool restedBefore = m_orderRests;
    m_orderRests = false;
    if (m_resting && !isReset && !wasOutdated) {
        const QList<QJsonObject> placed = atRest(list, first);
        m_orderRests = placed != list;
        list = placed;
    }
    if (isReset)
        beginResetModel();
    if (wasOutdated)
        m_rows.clear();
    if (isReset) {
        m_resetDue = false;
        m_total = total;
        m_first = 0;
        m_last = std::min(m_last, margin);
    } else {
        setTotal(total);
        if (total > 0 && m_first >= total) {
            // The list has become so short that nothing is where it was looked at: its end is what there is.
            m_first = std::max(0, total - 1 - (m_last - m_first));
            m_last = total - 1;
        }
    }
    int row = first;
    for (const QJsonObject &each : std::as_const(list))
        m_rows.insert(row++, {each, now});
    if (m_rows.size() > mostKept) {
        m_rows.removeIf([&](QHash<int, Row>::iterator each) {
            return each.key() < first - asked || each.key() >= row + asked;
        });
    }
    if (isReset)
        endResetModel();
    else if (wasOutdated && m_total > 0)
        Q_EMIT dataChanged(index(0), index(m_total - 1));
    else if (row > first && first < m_total)
        Q_EMIT dataChanged(index(first), index(std::min(row, m_total) - 1));
    if (isReset && isOther)
        Q_EMIT totalChanged();
    if (!m_loaded) {
        m_loaded = true;
        Q_EMIT loadedChanged();
    }
    judge();
    taken(result->json, first);
    if (m_whole != wholeBefore && m_total == totalBefore)
        Q_EMIT totalChanged();
    if (m_orderRests != restedBefore)
        Q_EMIT restingChanged();
    Q_EMIT arranged();
    // The hand may have gone on meanwhile.
    if (lacksRows())
        m_settle.start();
}

QList<QJsonObject> PagedModel::ordered(const QJsonArray &list) const
{
    QList<QJsonObject> rows;
    rows.reserve(list.size());
    for (const auto &each : list)
        rows.append(each.toObject());
    if (ordersHere())
        std::stable_sort(rows.begin(), rows.end(), [this](const QJsonObject &a, const QJsonObject &b) {
            return m_descending ? isBefore(b, a) : isBefore(a, b);
        });
    return rows;
}

QList<QJsonObject> PagedModel::atRest(const QList<QJsonObject> &list, int first) const
{
    QHash<QString, qsizetype> told;
    for (qsizetype i = 0; i < list.size(); ++i)
        told.insert(identity(list[i]), i);
    if (told.contains(QString()))
        return list;
    QList<QJsonObject> placed(list.size());
    QList<qsizetype> open;
    for (qsizetype slot = 0; slot < list.size(); ++slot) {
        const auto known = m_rows.constFind(first + static_cast<int>(slot));
        const qsizetype from = known == m_rows.constEnd() ? -1 : told.value(identity(known->json), -1);
        if (from < 0) {
            open.append(slot);
            continue;
        }
        placed[slot] = list[from];
        told.remove(identity(list[from]));
    }
    // What is new takes the places of what went, in its order.
    qsizetype next = 0;
    for (const QJsonObject &row : list) {
        if (told.contains(identity(row)) && next < open.size())
            placed[open[next++]] = row;
    }
    return placed;
}

void PagedModel::setTotal(int total)
{
    if (total == m_total)
        return;
    if (total > m_total) {
        beginInsertRows({}, m_total, total - 1);
        m_total = total;
        endInsertRows();
    } else {
        beginRemoveRows({}, total, m_total - 1);
        m_total = total;
        m_rows.removeIf([total](QHash<int, Row>::iterator each) { return each.key() >= total; });
        endRemoveRows();
    }
    Q_EMIT totalChanged();
}

void PagedModel::age()
{
    const QList<int> roles = agingRoles();
    if (roles.isEmpty() || m_total == 0 || !m_link || !m_link->isLive() || m_frozen)
        return;
    const int first = std::min(m_first, m_total - 1);
    Q_EMIT dataChanged(index(first), index(std::min(m_last, m_total - 1)), roles);
}

} // namespace sluice
