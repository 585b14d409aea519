// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws a chart as a picture for somebody who was not there: large enough for a report, with what it shows,
// of which engine, and when. Drawn anew, not taken from the screen, whose chart may be as small as a stamp.
// Stateless; GUI thread only.
#pragma once

#include "ChartMarks.h"
#include "ChartModel.h"

#include <QImage>
#include <QObject>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class ChartPicture : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    /** Pixels. */
    static constexpr int width = 1600;
    static constexpr int height = 840;

    using QObject::QObject;

    /** The picture of @p model with its @p marks (may be null), said to be of @p engine. @p style has the
     * colours "surface", "text", "muted", "grid", "raised", those of the tones, and the font "family". */
    static QImage of(const ChartModel &model, const ChartMarks *marks, const QString &engine,
                     const QVariantMap &style);

    /** Gives @p model the picture that it was asked for. */
    Q_INVOKABLE static void take(sluice::ChartModel *model, sluice::ChartMarks *marks, const QString &engine,
                                 const QVariantMap &style);
};

} // namespace sluice
