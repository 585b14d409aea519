// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers as the console writes them: short on tiles and axes (three significant digits at most), exact in
// tooltips, always with their unit, separators by the locale. Stateless; any thread, as a QML singleton the
// GUI's.
#pragma once

#include <QLocale>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class Format : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    enum Unit {
        Count,          ///< things
        PerSecond,      ///< things a second
        Bytes,          ///< binary multiples
        BytesPerSecond, ///< binary multiples
        Seconds,        ///< from microseconds to days
        Percent,        ///< 0 to 100
        Ratio,          ///< 0 to 1, written as percent
        Cores,          ///< of the machine's CPU
    };
    Q_ENUM(Unit)

    explicit Format(QObject *parent = nullptr)
        : QObject(parent)
    {
    }

    /** At most three significant digits, with the unit; a dash when there is no figure. */
    Q_INVOKABLE static QString brief(double value, sluice::Format::Unit unit);

    /** The whole figure, with the unit spelled; a dash when there is no figure. */
    Q_INVOKABLE static QString exact(double value, sluice::Format::Unit unit);

    /** A length of time for people: "4 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
    Q_INVOKABLE static QString duration(double seconds);

    /** The local time of day of an instant in milliseconds since 1970: "14:05:09". */
    Q_INVOKABLE static QString clock(double timeMs);

    /** Local date and time of an instant, for tooltips and lists. */
    Q_INVOKABLE static QString dateTime(double timeMs);

    /** A whole number with the locale's separators. */
    Q_INVOKABLE static QString integer(double value);
};

} // namespace sluice
