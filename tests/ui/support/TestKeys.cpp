// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestKeys.h"

#include <QKeySequence>
#include <QTest>

namespace sluice::test {

namespace {

constexpr int kKeyPatience = 30'000; // milliseconds

QQuickItem *findBelow(QQuickItem *item, const QString &name)
{
    if (item->objectName() == name)
        return item;
    const QList<QQuickItem *> children = item->childItems();
    for (QQuickItem *child : children) {
        if (QQuickItem *found = findBelow(child, name))
            return found;
    }
    return nullptr;
}

} // namespace

void TestKeys::setWindow(QObject *window)
{
    m_window = qobject_cast<QQuickWindow *>(window);
    Q_EMIT windowChanged();
}

void TestKeys::press(const QString &keys)
{
    QTest::keySequence(m_window.data(), QKeySequence(keys));
}

void TestKeys::type(const QString &text)
{
    for (const QChar letter : text)
        QTest::keyClick(m_window.data(), letter.toLatin1());
}

QQuickItem *TestKeys::find(const QString &name) const
{
    return m_window ? findBelow(m_window->contentItem(), name) : nullptr;
}

int TestKeys::openStreams(const QUrl &engine, int count)
{
    int admitted = 0;
    for (int i = 0; i < count; ++i) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(engine.host(), static_cast<quint16>(engine.port()));
        socket->waitForConnected(kKeyPatience);
        socket->write("GET /stream/strangers HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        while (!socket->peek(64).contains("\r\n") && socket->waitForReadyRead(kKeyPatience)) {
        }
        admitted += socket->readAll().startsWith("HTTP/1.1 200") ? 1 : 0;
        m_streams.push_back(std::move(socket));
    }
    return admitted;
}

} // namespace sluice::test
