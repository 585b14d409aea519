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

    /** All that is shown of a row, by the names of its roles; empty where it has not been fetched. */
    Q_INVOKABLE QVariantMap factsAt(int row) const;
    /** The row of a channel, among those fetched; -1: none. */
    Q_INVOKABLE int rowOf(const QString &name) const;
    Q_INVOKABLE QString nameAt(int row) const;

    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void queryChanged();
    void boundsChanged();
    /** The rows have been fetched again. */
    void refreshed();

protected:
    QString path() const override { return QStringLiteral("channels"); }
    QUrlQuery filter() const override;
    QVariant cell(const QJsonObject &row, int role, double since) const override;
    QList<int> agingRoles() const override { return {OldestRole, PausedRole}; }
    void taken(const QJsonObject &answer, int first) override;

private:
    void askBounds();

    QString m_query;
    bool m_onlyPaused = false;
    double m_historyCount = SnapshotStore::none;
    double m_historyBytes = SnapshotStore::none;
    double m_historyAge = SnapshotStore::none;
    QHash<QString, QList<double>> m_rates;
};

} // namespace sluice
