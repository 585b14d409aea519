// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The channels: who listens, what flows, how much of history is used, and what backpressure did there. Keeps
// the course of each channel's publish rate since somebody looks. GUI thread only.
#pragma once

#include "PagedModel.h"

namespace sluice {

class ChannelsModel : public sluice::PagedModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(bool onlyPaused READ isOnlyPaused WRITE setOnlyPaused NOTIFY queryChanged)
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY queryChanged)
    Q_PROPERTY(double historyCount READ historyCount NOTIFY boundsChanged)
    Q_PROPERTY(double historyBytes READ historyBytes NOTIFY boundsChanged)
    Q_PROPERTY(double historyAge READ historyAge NOTIFY boundsChanged)
    Q_PROPERTY(QString watched READ watched WRITE setWatched NOTIFY watchedChanged)
    Q_PROPERTY(QVariantMap watchedFacts READ watchedFacts NOTIFY watchedChanged)
    Q_PROPERTY(bool watchedGone READ isWatchedGone NOTIFY watchedChanged)
    Q_PROPERTY(bool watchedStale READ isWatchedStale NOTIFY watchedChanged)

public:
    enum Role {
        NameRole = Qt::UserRole,
        StreamsRole,
        RateRole,
        RatesRole, // the last rates, oldest first
        PublishedRole,
        HistoryEventsRole,
        HistoryBytesRole,
        HistoryUsedRole, // 0 to 1, of the bound that is nearest
        OldestRole,      // seconds; not a number when there is none
        HeadIdRole,
        BacklogRole,
        BlockedRole,
        PolicyRole,
        DroppedRole,
        CoalescedRole,
        PausesRole,
        PausedRole, // seconds; not a number while its publishers do not wait
        SlowEndsRole,
        LoadedRole,
    };

    static constexpr int mostSamples = 60;

    explicit ChannelsModel(QObject *parent = nullptr);

    /** A name, or the beginning of one; empty: all. */
    QString query() const { return m_query; }
    void setQuery(const QString &query);
    bool isOnlyPaused() const { return m_onlyPaused; }
    void setOnlyPaused(bool only);
    bool isFiltered() const { return !filter().isEmpty(); }

    /** The bounds of each channel's history: events, bytes, seconds; not a number before they are known. */
    double historyCount() const { return m_historyCount; }
    double historyBytes() const { return m_historyBytes; }
    double historyAge() const { return m_historyAge; }

    /** The channel whose details are shown, wherever in the list it is, or beyond the filter; empty: none.
     * Its facts are read again with the rows, by its name where it is not among them. */
    QString watched() const { return m_watched; }
    void setWatched(const QString &name);
    /** As of factsAt(); empty before the first answer. Those of the last one once it is gone. */
    QVariantMap watchedFacts() const { return m_watchedFacts; }
    /** The engine has no such channel (any more). */
    bool isWatchedGone() const { return m_isWatchedGone; }
    /** The facts are of before: the channel is gone, or the engine did not answer the last question. */
    bool isWatchedStale() const;

    /** All that is shown of a row, by the names of its roles; empty where it has not been fetched. */
    Q_INVOKABLE QVariantMap factsAt(int row) const;
    /** The row of a channel, among those fetched; -1: none. */
    Q_INVOKABLE int rowOf(const QString &name) const;
    Q_INVOKABLE QString nameAt(int row) const;

    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void queryChanged();
    void boundsChanged();
    void watchedChanged();
    /** The rows have been fetched again. */
    void refreshed();

protected:
    QString path() const override { return QStringLiteral("channels"); }
    QUrlQuery filter() const override;
    QVariant cell(const QJsonObject &row, int role, double since) const override;
    QList<int> agingRoles() const override { return {OldestRole, PausedRole}; }
    QString identity(const QJsonObject &row) const override
    {
        return row.value(QLatin1String("name")).toString();
    }
    void taken(const QJsonObject &answer, int first) override;

private:
    void askBounds();
    void askWatched();
    void takeWatched(const QJsonObject &row);
    void addRate(const QJsonObject &row);
    QVariantMap factsOf(const QJsonObject &row) const;

    QString m_query;
    bool m_onlyPaused = false;
    double m_historyCount = SnapshotStore::none;
    double m_historyBytes = SnapshotStore::none;
    double m_historyAge = SnapshotStore::none;
    QHash<QString, QList<double>> m_rates;
    QString m_watched;
    QVariantMap m_watchedFacts;
    bool m_isWatchedGone = false;
    bool m_hasWatchedFailed = false;
};

} // namespace sluice
