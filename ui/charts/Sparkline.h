// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A line as small as a word: the course of one number, without axes. Painted by hand, because a table has
// dozens of them and the software renderer draws no geometry. GUI thread only.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class Sparkline : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values READ values WRITE setValues NOTIFY valuesChanged)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
    Q_PROPERTY(int capacity READ capacity WRITE setCapacity NOTIFY capacityChanged)

public:
    explicit Sparkline(QQuickItem *parent = nullptr);

    /** Oldest first; the line begins at 0 and reaches to the highest of them. */
    QList<double> values() const { return m_values; }
    void setValues(const QList<double> &values);
    QColor color() const { return m_color; }
    void setColor(const QColor &color);
    /** Values that fill the whole width; fewer stand at the right. */
    int capacity() const { return m_capacity; }
    void setCapacity(int capacity);

    void paint(QPainter *painter) override;

Q_SIGNALS:
    void valuesChanged();
    void colorChanged();
    void capacityChanged();

private:
    QList<double> m_values;
    QColor m_color;
    int m_capacity = 60;
};

} // namespace sluice
