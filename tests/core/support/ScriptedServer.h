// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A server for the tests of the clients: each connection in turn gets the next answer of a script, in pieces,
// and what it was asked is kept. Lives in the test's own thread and event loop.
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace sluice::test {

class ScriptedServer : public QTcpServer
{
    Q_OBJECT

public:
    enum class Then { Close, KeepOpen, Reset };

    struct Answer
    {
        QList<QByteArray> pieces; ///< each is sent by itself, the next only after the event loop ran
        Then then = Then::KeepOpen;
    };

    ScriptedServer();

    /** Adds the answer for one more connection; connections beyond the script are reset. */
    void add(const Answer &answer) { m_script.append(answer); }

    /** "http://127.0.0.1:port" followed by the path. */
    QUrl url(const QString &path) const;

    /** The requests so far, in their order. */
    const QList<QByteArray> &requests() const { return m_requests; }

    /** Connections that are open now. */
    int openConnections() const { return m_open; }

private:
    void accept();
    void read(QTcpSocket *socket);
    void sendNext(QTcpSocket *socket, Answer answer);

    QList<Answer> m_script;
    QList<QByteArray> m_requests;
    int m_open = 0;
};

} // namespace sluice::test
