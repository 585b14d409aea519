// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The course of one column over the shared span, without axes: the small line in a tile. Paints itself, for a
// dozen of them are cheaper so than as charts. GUI thread only.
#pragma once

#include "TimeView.h"

#include <QColor>
#include <QPolygonF>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class SpanLine : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::TimeView *view READ view WRITE setView NOTIFY changed)
    Q_PROPERTY(QString column MEMBER m_column NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)

public:
    explicit SpanLine(QQuickItem *parent = nullptr);

    TimeView *view() const { return m_view; }
    void setView(TimeView *view);

    /** The line from 0,0 to 1,1, its gaps as breaks. */
    const QList<QPolygonF> &pieces() const { return m_pieces; }

    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

protected:
    void itemChange(ItemChange change, const ItemChangeData &data) override;

private:
    void queueRebuild();
    void rebuild();

    QPointer<TimeView> m_view;
    QString m_column;
    QColor m_color;
    QList<QPolygonF> m_pieces;
};

} // namespace sluice
