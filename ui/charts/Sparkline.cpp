// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sparkline.h"

#include <QPainter>

#include <algorithm>

namespace sluice {

Sparkline::Sparkline(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void Sparkline::setValues(const QList<double> &values)
{
    if (values == m_values)
        return;
    m_values = values;
    Q_EMIT valuesChanged();
    update();
}

void Sparkline::setColor(const QColor &color)
{
    if (color == m_color)
        return;
    m_color = color;
    Q_EMIT colorChanged();
    update();
}

void Sparkline::setCapacity(int capacity)
{
    if (capacity == m_capacity)
        return;
    m_capacity = std::max(2, capacity);
    Q_EMIT capacityChanged();
    update();
}

void Sparkline::paint(QPainter *painter)
{
    if (m_values.size() < 2)
        return;
    const double highest = std::max(1e-9, *std::max_element(m_values.cbegin(), m_values.cend()));
    const double step = (width() - 2) / (m_capacity - 1);
    QPolygonF line;
    line.reserve(m_values.size() + 2);
    double x = width() - 1 - static_cast<double>(m_values.size() - 1) * step;
    for (const double value : std::as_const(m_values)) {
        line.append({x, height() - 1.5 - (height() - 3) * std::max(0.0, value) / highest});
        x += step;
    }
    QPolygonF area = line;
    area.append({line.last().x(), height()});
    area.append({line.first().x(), height()});
    QColor fill = m_color;
    fill.setAlphaF(0.15F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(area);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(m_color, 1.25));
    painter->drawPolyline(line);
}

} // namespace sluice
