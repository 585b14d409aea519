// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hands a ChartModel's points to a series of QtCharts, whole and at once: QML has no call for that in Qt 6.4,
// and point by point each would repaint the chart. Stateless; GUI thread only.
#pragma once

#include "ChartModel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class SeriesFeed : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using QObject::QObject;

    /** Replaces all points of @p series, a QXYSeries, by those of @p line of @p model. */
    Q_INVOKABLE static void fill(QObject *series, sluice::ChartModel *model, int line);
};

} // namespace sluice
