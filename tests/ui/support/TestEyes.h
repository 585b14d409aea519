// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What an eye and a screen reader find in a window or an item: what is cut off, what the keyboard reaches,
// and what has no name. Made by a QML test; test thread only.
#pragma once

#include <QObject>
#include <QQuickItem>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace sluice::test {

class TestEyes : public QObject
{
    Q_OBJECT
    QML_ELEMENT

public:
    using QObject::QObject;

    /** What does not fit: words and controls that reach beyond what clips them or beyond @p root, words of
     * buttons and headings that are elided, and layouts whose parts reach beyond them; each by name. What can
     * be scrolled to is no fault. */
    Q_INVOKABLE static QStringList clipped(QQuickItem *root);

    /** Everything in @p root that takes the keyboard by Tab, and is shown and enabled. */
    Q_INVOKABLE static QList<QQuickItem *> tabStops(QQuickItem *root);

    /** What of @p items has no name or no role for a screen reader; each by its type and place. */
    Q_INVOKABLE static QStringList nameless(const QList<QQuickItem *> &items);

    /** Which of @p stops Tab does not reach from @p from, pressed as often as there are stops and once more;
     * presses real keys in the window of @p from. */
    Q_INVOKABLE static QStringList unreached(QQuickItem *from, const QList<QQuickItem *> &stops);

    /** What a screen reader says of @p item: its name. */
    Q_INVOKABLE static QString nameOf(QQuickItem *item);
};

} // namespace sluice::test
