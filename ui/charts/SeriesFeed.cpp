// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SeriesFeed.h"

#include <QtCharts/QXYSeries>

namespace sluice {

void SeriesFeed::fill(QObject *series, ChartModel *model, int line)
{
    auto *points = qobject_cast<QXYSeries *>(series);
    if (points && model && line >= 0 && line < model->lines().size())
        points->replace(model->points(line));
}

} // namespace sluice
