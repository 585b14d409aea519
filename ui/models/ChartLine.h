// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line of a chart: which column it draws, and how it is called. Declared in QML inside a ChartModel,
// which owns it.
#pragma once

#include <QColor>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class ChartLine : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString column MEMBER column NOTIFY changed)
    Q_PROPERTY(QString label MEMBER label NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER color NOTIFY changed)
    Q_PROPERTY(double scale MEMBER scale NOTIFY changed)
    Q_PROPERTY(bool dashed MEMBER dashed NOTIFY changed)
    Q_PROPERTY(bool limit MEMBER limit NOTIFY changed)
    Q_PROPERTY(bool perSecond MEMBER perSecond NOTIFY changed)

public:
    using QObject::QObject;

    QString column;      ///< of the SnapshotStore
    QString label;       ///< for legend, crosshair and summary
    QColor color;        ///< by the theme's palette
    double scale = 1;    ///< what the column's figures are multiplied with
    bool dashed = false; ///< drawn dashed: a limit rather than a measurement
    bool limit = false;  ///< a bound: drawn in steps where it is near, but it does not make the others small
    bool perSecond = false; ///< the column counts for ever; its growth a second is drawn

Q_SIGNALS:
    void changed();
};

} // namespace sluice
