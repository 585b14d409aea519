// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestEyes.h"

#include <QAccessible>
#include <QQuickWindow>
#include <QSet>
#include <QTest>

namespace sluice::test {

namespace {

constexpr double kTolerance = 1.5; // pixels: positions are rounded
constexpr double kEndless = 1e6;   // pixels

/** Its type, name and words, for a person who looks for it. */
QString described(QQuickItem *item)
{
    QString text = QString::fromLatin1(item->metaObject()->className());
    text.truncate(text.indexOf(QLatin1String("_QML")) < 0 ? text.size()
                                                          : text.indexOf(QLatin1String("_QML")));
    for (QQuickItem *up = item; up != nullptr; up = up->parentItem()) {
        if (!up->objectName().isEmpty()) {
            text += QStringLiteral(" %1 '%2'")
                        .arg(up == item ? QStringLiteral("named") : QStringLiteral("in"), up->objectName());
            break;
        }
    }
    const QString words = item->property("text").toString();
    if (!words.isEmpty())
        text += QStringLiteral(" \"%1\"").arg(words.left(60));
    const QRectF place = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    return text + QStringLiteral(" at %1,%2 %3x%4")
                      .arg(qRound(place.x()))
                      .arg(qRound(place.y()))
                      .arg(qRound(place.width()))
                      .arg(qRound(place.height()));
}

bool isLayout(const QQuickItem *item)
{
    return item->inherits("QQuickRowLayout") || item->inherits("QQuickColumnLayout") ||
           item->inherits("QQuickGridLayout");
}

bool isControl(const QQuickItem *item)
{
    return item->inherits("QQuickControl") || item->inherits("QQuickTextField");
}

struct Sight
{
    QRectF room;             // in the scene
    bool isInButton = false; // its words must be whole
};

void look(QQuickItem *item, Sight sight, QStringList &faults)
{
    if (!item->isVisible() || item->opacity() == 0)
        return;
    const QRectF place = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    const bool hasWords = item->inherits("QQuickText") && !item->property("text").toString().isEmpty();
    if ((hasWords || isControl(item)) && item->width() > 0 && item->height() > 0) {
        const bool across =
            place.left() < sight.room.left() - kTolerance || place.right() > sight.room.right() + kTolerance;
        const bool down =
            place.top() < sight.room.top() - kTolerance || place.bottom() > sight.room.bottom() + kTolerance;
        if (across || down)
            faults.append(QStringLiteral("beyond its room: ") + described(item));
        else if (hasWords && sight.isInButton && item->property("truncated").toBool())
            faults.append(QStringLiteral("elided: ") + described(item));
    }
    if (isLayout(item) && item->width() > 0) {
        const QList<QQuickItem *> parts = item->childItems();
        for (QQuickItem *part : parts) {
            // A bar stands beside what it scrolls, in the margin.
            if (part->isVisible() && part->width() > 0 && !part->inherits("QQuickFlickable") &&
                part->x() + part->width() > item->width() + kTolerance)
                faults.append(QStringLiteral("wider than its layout: ") + described(part));
        }
    }
    sight.isInButton = sight.isInButton || item->inherits("QQuickAbstractButton");
    if (item->clip())
        sight.room = sight.room.intersected(place);
    // An entry of a list has no more height than the list gives it: what is higher lies on the next one.
    const QQuickItem *holder = item->parentItem();
    if (holder != nullptr && holder->parentItem() != nullptr && holder->parentItem()->inherits("QQuickListView"))
        sight.room.setRect(sight.room.x(), place.y(), sight.room.width(), place.height());
    if (item->inherits("QQuickFlickable")) {
        // What can be scrolled to has room without end.
        if (item->property("contentWidth").toDouble() > item->width() + kTolerance)
            sight.room.setRect(-kEndless, sight.room.y(), 2 * kEndless, sight.room.height());
        if (item->property("contentHeight").toDouble() > item->height() + kTolerance)
            sight.room.setRect(sight.room.x(), -kEndless, sight.room.width(), 2 * kEndless);
    }
    const QList<QQuickItem *> children = item->childItems();
    for (QQuickItem *child : children)
        look(child, sight, faults);
}

void collect(QQuickItem *item, QList<QQuickItem *> &stops)
{
    if (!item->isVisible() || !item->isEnabled())
        return;
    if (item->activeFocusOnTab())
        stops.append(item);
    const QList<QQuickItem *> children = item->childItems();
    for (QQuickItem *child : children)
        collect(child, stops);
}

} // namespace

QStringList TestEyes::clipped(QQuickItem *root)
{
    QStringList faults;
    Sight sight;
    sight.room = root->mapRectToScene(QRectF(0, 0, root->width(), root->height()));
    look(root, sight, faults);
    return faults;
}

QList<QQuickItem *> TestEyes::tabStops(QQuickItem *root)
{
    QList<QQuickItem *> stops;
    collect(root, stops);
    return stops;
}

QStringList TestEyes::nameless(const QList<QQuickItem *> &items)
{
    QStringList faults;
    for (QQuickItem *item : items) {
        QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(item);
        if (heard == nullptr)
            faults.append(QStringLiteral("unknown to a screen reader: ") + described(item));
        else if (heard->role() == QAccessible::NoRole || heard->role() == QAccessible::Client)
            faults.append(QStringLiteral("without a role: ") + described(item));
        else if (heard->text(QAccessible::Name).isEmpty())
            faults.append(QStringLiteral("without a name: ") + described(item));
    }
    return faults;
}

QStringList TestEyes::unreached(QQuickItem *from, const QList<QQuickItem *> &stops)
{
    QQuickWindow *window = from->window();
    from->forceActiveFocus(Qt::TabFocusReason);
    QSet<QQuickItem *> reached{window->activeFocusItem()};
    for (qsizetype i = 0; i <= stops.size(); ++i) {
        QTest::keyClick(window, Qt::Key_Tab);
        reached.insert(window->activeFocusItem());
    }
    QStringList faults;
    for (QQuickItem *stop : stops) {
        // A part of it may hold the focus on its behalf; what has gone meanwhile is nobody's fault.
        const bool isReached = std::any_of(reached.begin(), reached.end(), [stop](QQuickItem *item) {
            return item != nullptr && (item == stop || stop->isAncestorOf(item));
        });
        if (!isReached && stop->isVisible() && stop->isEnabled())
            faults.append(described(stop));
    }
    return faults;
}

QString TestEyes::nameOf(QQuickItem *item)
{
    QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(item);
    return heard == nullptr ? QString() : heard->text(QAccessible::Name);
}

} // namespace sluice::test
