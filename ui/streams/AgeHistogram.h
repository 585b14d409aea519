// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How old the last streams were when they ended, as bars, and whether many ended at one age: the print of a
// proxy's timeout, found by the engine's own rule. GUI thread only.
#pragma once

#include "EndsModel.h"

#include <QTimer>
#include <QVariantList>

namespace sluice {

class AgeHistogram : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EndsModel *ends READ ends WRITE setEnds NOTIFY endsChanged)
    Q_PROPERTY(QVariantList bars READ bars NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool clustered READ isClustered NOTIFY changed)
    Q_PROPERTY(QString finding READ finding NOTIFY changed)

public:
    static constexpr int mostEnds = 1000; // one page of the API

    explicit AgeHistogram(QObject *parent = nullptr);

    /** Whose filter and link are used; looks while it is active. */
    EndsModel *ends() const { return m_ends; }
    void setEnds(EndsModel *ends);

    /** From young to old: {"label", "range", "count", "share" of the highest bar, "isCluster"}. */
    QVariantList bars() const { return m_bars; }
    /** Ends in all bars. */
    int count() const { return m_count; }
    bool isClustered() const { return m_clustered; }
    /** What the ages say, in a sentence. */
    QString finding() const { return m_finding; }

    /** Shows the ends of an answer of GET /api/v1/disconnects. */
    void take(const QJsonObject &answer);

Q_SIGNALS:
    void endsChanged();
    void changed();

private:
    void forget();
    void look();
    void follow();

    QPointer<EndsModel> m_ends;
    QVariantList m_bars;
    int m_count = 0;
    bool m_clustered = false;
    QString m_finding;
    QTimer m_timer;
};

} // namespace sluice
