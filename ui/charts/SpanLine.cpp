// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SpanLine.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr int kMostPoints = 100;      // more than a tile has pixels for
constexpr double kGapIntervals = 3.0; // as the charts have it

} // namespace

SpanLine::SpanLine(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &SpanLine::changed, this, &SpanLine::queueRebuild);
}

void SpanLine::setView(TimeView *view)
{
    if (view == m_view)
        return;
    if (m_view)
        m_view->disconnect(this);
    m_view = view;
    if (m_view) {
        connect(m_view, &TimeView::spanChanged, this, &SpanLine::queueRebuild);
        connect(m_view, &TimeView::storeChanged, this, &SpanLine::queueRebuild);
    }
    Q_EMIT changed();
}

void SpanLine::paint(QPainter *painter)
{
    constexpr double penWidth = 1.4;
    const double usable = height() - 2 * penWidth;
    painter->setPen(QPen(m_color, penWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const QPolygonF &piece : m_pieces) {
        QPolygonF line;
        line.reserve(piece.size());
        for (const QPointF &point : piece)
            line.append({point.x() * width(), penWidth + (1 - point.y()) * usable});
        painter->drawPolyline(line);
    }
}

void SpanLine::itemChange(ItemChange change, const ItemChangeData &data)
{
    QQuickPaintedItem::itemChange(change, data);
    if (change == ItemVisibleHasChanged)
        queueRebuild();
}

void SpanLine::queueRebuild()
{
    if (m_view && isVisible())
        m_view->queueRepaint(this, [this] { rebuild(); });
}

void SpanLine::rebuild()
{
    m_pieces.clear();
    if (!m_view || !m_view->store())
        return;
    const SnapshotStore &store = *m_view->store();
    const auto times = store.times();
    const auto figures = store.column(m_column);
    const double start = m_view->start();
    const double length = m_view->end() - start;
    const double gap = std::max(kGapIntervals * store.interval(), length / kMostPoints);
    // The most of each bucket: a spike is what one looks for. Buckets are counted from 1970, as the charts'.
    const double bucket = length / kMostPoints;
    double most = 0;
    double lastTime = SnapshotStore::none;
    for (std::size_t row = store.lowerBound(start); row < figures.size() && times[row] <= m_view->end();) {
        const double number = std::floor(times[row] / bucket);
        double value = SnapshotStore::none;
        double time = times[row];
        for (; row < figures.size() && std::floor(times[row] / bucket) == number; ++row) {
            if (!std::isnan(figures[row]) && !(figures[row] <= value)) {
                value = figures[row];
                time = times[row];
            }
        }
        if (std::isnan(value))
            continue;
        if (m_pieces.isEmpty() || time - lastTime > gap + bucket)
            m_pieces.append(QPolygonF());
        m_pieces.last().append({(time - start) / length, value});
        most = std::max(most, value);
        lastTime = time;
    }
    for (QPolygonF &piece : m_pieces) {
        for (QPointF &point : piece)
            point.setY(most > 0 ? point.y() / most : 0);
    }
    update();
}

} // namespace sluice
