// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A hand at the keyboard of a window that a QML test made, and strangers at an engine: Qt Quick Test itself
// sends keys to its own window only. Test thread only.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTcpSocket>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace sluice::test {

class TestKeys : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QObject *window READ window WRITE setWindow NOTIFY windowChanged)

public:
    using QObject::QObject;

    QObject *window() const { return m_window; }
    void setWindow(QObject *window);

    /** Presses keys together, as in "Ctrl+K". */
    Q_INVOKABLE void press(const QString &keys);

    /** Types letters. */
    Q_INVOKABLE void type(const QString &text);

    /** The first item of the window, popups included, that has this objectName; null: none. */
    Q_INVOKABLE QQuickItem *find(const QString &name) const;

    /** Opens streams that nobody reads at an engine without a token for streams; how many were admitted. */
    Q_INVOKABLE int openStreams(const QUrl &engine, int count);

    Q_INVOKABLE void closeStreams() { m_streams.clear(); }

Q_SIGNALS:
    void windowChanged();

private:
    QPointer<QQuickWindow> m_window;
    std::vector<std::unique_ptr<QTcpSocket>> m_streams;
};

} // namespace sluice::test
