// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An admin listener for tests of commands that ask much: answers each path with what was last put there.
// Lives in the test's own thread and event loop.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace sluice::test {

class FakeAdmin : public QTcpServer
{
    Q_OBJECT

public:
    FakeAdmin() { listen(QHostAddress::LocalHost); }

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }

    /** From now on requests for this path, without its query, are answered so; others get 404. */
    void put(const QByteArray &path, const QByteArray &body) { m_bodies.insert(path, body); }

    /** "METHOD path?query" of every request so far. */
    const QList<QByteArray> &requests() const { return m_requests; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->setSocketDescriptor(descriptor);
    }

private:
    void answer(QTcpSocket *socket)
    {
        const QByteArray request = socket->property("request").toByteArray() + socket->readAll();
        socket->setProperty("request", request);
        if (!request.contains("\r\n\r\n"))
            return;
        const QList<QByteArray> line = request.left(request.indexOf("\r\n")).split(' ');
        m_requests.append(line.value(0) + ' ' + line.value(1));
        const QByteArray target = line.value(1);
        const QByteArray path = target.split('?').first();
        const QByteArray body = m_bodies.value(path);
        const QByteArray status = m_bodies.contains(path) ? "200 OK" : "404 Not Found";
        socket->write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                      QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket->disconnectFromHost();
    }

    QMap<QByteArray, QByteArray> m_bodies;
    QList<QByteArray> m_requests;
};

} // namespace sluice::test
