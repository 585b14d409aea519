// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A long list of the engine's, of which only the rows that are seen are fetched, and fetched again while they
// are seen. The base of the models behind the tables; a subclass says what is asked and what a row shows.
// GUI thread only.
#pragma once

#include "EngineLink.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QHash>
#include <QJsonObject>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class PagedModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the base of the models of tables")
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(bool frozen READ isFrozen WRITE setFrozen NOTIFY frozenChanged)
    Q_PROPERTY(bool moving READ isMoving WRITE setMoving NOTIFY movingChanged)
    Q_PROPERTY(bool resting READ isResting WRITE setResting NOTIFY restingChanged)
    Q_PROPERTY(bool orderRests READ orderRests NOTIFY restingChanged)
    Q_PROPERTY(int whole READ whole NOTIFY totalChanged)
    Q_PROPERTY(int total READ total NOTIFY totalChanged)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY loadedChanged)
    Q_PROPERTY(bool stale READ isStale NOTIFY staleChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(QString sortKey READ sortKey NOTIFY orderChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY orderChanged)
    Q_PROPERTY(
        int refreshInterval READ refreshInterval WRITE setRefreshInterval NOTIFY refreshIntervalChanged)

public:
    /** Rows fetched beyond those that are seen, on either side: scrolling a little needs no wait. */
    static constexpr int margin = 60;
    /** Rows that are kept at most. */
    static constexpr int mostKept = 4000;

    explicit PagedModel(QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    /** Only an active model asks: set while its table is seen. */
    bool isActive() const { return m_active; }
    void setActive(bool active);

    /** A frozen model shows what it has; it asks only for rows that it lacks. */
    bool isFrozen() const { return m_frozen; }
    void setFrozen(bool frozen);

    /** While rows move under the hand nothing is fetched again, only what lacks. */
    bool isMoving() const { return m_moving; }
    void setMoving(bool moving);

    /** While a hand is among the rows they keep their places, as far as they are still among what the engine
     * tells; their figures go on. */
    bool isResting() const { return m_resting; }
    void setResting(bool resting);
    /** Whether the order on the screen is not the engine's now. */
    bool orderRests() const { return m_orderRests; }

    /** Rows that are shown. */
    int total() const { return m_total; }
    /** Rows that the engine has: more than are shown where they are ordered here. */
    int whole() const { return m_whole; }
    /** True once there was an answer for what is asked now. */
    bool isLoaded() const { return m_loaded; }
    /** Whether the rows that are here are of before: the engine is away, was started anew and has not
     * answered since, or did not answer the last question. They are to be shown as old. */
    bool isStale() const { return m_isStale; }
    /** Why there are no (new) rows, for people; empty: none. */
    QString problem() const { return m_problem; }

    QString sortKey() const { return m_sortKey; }
    bool isDescending() const { return m_descending; }
    /** Sorts by a column of the API; the one that it is sorted by already: the other way round. */
    Q_INVOKABLE void sortBy(const QString &key);

    /** Milliseconds between two fetches of what is seen. */
    int refreshInterval() const { return static_cast<int>(m_refresh.interval()); }
    void setRefreshInterval(int milliseconds);

    /** Which rows are seen. */
    Q_INVOKABLE void setVisibleRange(int first, int last);

    /** What a row is, wherever it stands: a stream's number, a channel's name; empty where none has been
     * fetched. */
    Q_INVOKABLE QString identityAt(int row) const { return identity(rowAt(row)); }
    /** Where it stands now, among the rows fetched; -1: nowhere. */
    Q_INVOKABLE int rowOfIdentity(const QString &identity) const;

    /** Fetches what is seen again, now. */
    Q_INVOKABLE void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void linkChanged();
    void activeChanged();
    void frozenChanged();
    void movingChanged();
    void restingChanged();
    /** An answer's rows are in their places: what was current may stand elsewhere. */
    void arranged();
    void totalChanged();
    void loadedChanged();
    void staleChanged();
    /** Another engine is looked at: all rows are gone. */
    void forgotten();
    void problemChanged();
    void orderChanged();
    void refreshIntervalChanged();

protected:
    /** Below /api/v1/, such as "streams"; the list is the member of that name in the answer. */
    virtual QString path() const = 0;
    /** What is asked for, without order and page. */
    virtual QUrlQuery filter() const { return {}; }
    /** What a row shows for a role; of an empty object what a row shows that is not there yet. @p since:
     * seconds since it was fetched, as long as the link is live. */
    virtual QVariant cell(const QJsonObject &row, int role, double since) const = 0;
    /** What identityAt() tells of a row; the same for two answers of the same thing. */
    virtual QString identity(const QJsonObject & /*row*/) const { return {}; }
    /** Whether the engine cannot order the list as it is wanted: then the first page of it is ordered here.
     */
    virtual bool ordersHere() const { return false; }
    /** Whether @p a stands before @p b where the list is ordered here, ascending. */
    virtual bool isBefore(const QJsonObject & /*a*/, const QJsonObject & /*b*/) const { return false; }
    /** What the engine is asked to sort by; empty: it has one order only. */
    virtual QString askedOrder() const { return m_sortKey; }
    /** Roles whose value grows by itself. */
    virtual QList<int> agingRoles() const { return {}; }
    /** An answer has come and its rows are in place; @p first is its first row. */
    virtual void taken(const QJsonObject & /*answer*/, int /*first*/) {}

    void setOrder(const QString &key, bool descending);
    /** Something else is asked for: begins at the first row again. */
    void restart();
    /** The row, empty where it has not been fetched. */
    QJsonObject rowAt(int row) const;
    /** Forgets nothing, but shows rows anew, for a role that is not the engine's. */
    void repaint(const QList<int> &roles);
    void setProblem(const QString &problem);
    /** All rows that have been fetched and not dropped since. */
    QHash<int, QJsonObject> rows() const;

private:
    struct Row
    {
        QJsonObject json;
        qint64 stamp = 0; ///< when it came, by m_clock
    };

    void look();
    void forget();
    void askAnew();
    void judge();
    void ask();
    void take(const AdminClient::Result &result, int first, int asked);
    void setTotal(int total);
    QList<QJsonObject> ordered(const QJsonArray &list) const;
    QList<QJsonObject> atRest(const QList<QJsonObject> &list, int first) const;
    void age();
    bool lacksRows() const;
    double secondsSince(qint64 stamp) const;

    QPointer<EngineLink> m_link;
    bool m_active = false;
    bool m_frozen = false;
    bool m_moving = false;
    bool m_resting = false;
    bool m_orderRests = false;
    bool m_loaded = false;
    bool m_isStale = false;
    bool m_resetDue = false;   ///< what is shown was asked for differently
    bool m_isOutdated = false; ///< what was fetched is of before: gone with the first new answer
    bool m_isDue = false;      ///< what is seen is to be fetched again
    int m_total = 0;
    int m_whole = 0;
    int m_first = 0;
    int m_last = 0;
    int m_round = 0; ///< answers to an earlier one are passed over
    bool m_asking = false;
    QString m_problem;
    QString m_sortKey;
    bool m_descending = false;
    QHash<int, Row> m_rows;
    QElapsedTimer m_clock;
    qint64 m_lostAt = -1; ///< ages stand still from then on
    QTimer m_refresh;
    QTimer m_settle; ///< a hand that scrolls passes many rows that it does not want to see
    QTimer m_aging;
};

} // namespace sluice
