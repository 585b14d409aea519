// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedServer.h"

#include <QTimer>

namespace sluice::test {

namespace {

bool isComplete(const QByteArray &request)
{
    const auto headEnd = request.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    const auto at = request.indexOf("Content-Length: ");
    const qsizetype length =
        at < 0 ? 0 : request.mid(at + 16, request.indexOf("\r\n", at) - at - 16).toLongLong();
    return request.size() >= headEnd + 4 + length;
}

} // namespace

ScriptedServer::ScriptedServer()
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, &ScriptedServer::accept);
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = nextPendingConnection()) {
        ++m_open;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
    }
}

void ScriptedServer::read(QTcpSocket *socket)
{
    const QByteArray request = socket->property("request").toByteArray() + socket->readAll();
    socket->setProperty("request", request);
    if (!isComplete(request))
        return;
    m_requests.append(request);
    if (m_script.isEmpty())
        return socket->abort();
    sendNext(socket, m_script.takeFirst());
}

void ScriptedServer::sendNext(QTcpSocket *socket, Answer answer)
{
    if (!answer.pieces.isEmpty()) {
        socket->write(answer.pieces.takeFirst());
        socket->flush();
        QTimer::singleShot(1, socket, [this, socket, answer] { sendNext(socket, answer); });
    } else if (answer.then == Then::Close) {
        socket->disconnectFromHost();
    } else if (answer.then == Then::Reset) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket->abort();
    }
}

} // namespace sluice::test
