// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An admin listener that has as many streams as a test likes, more than a machine can open: answers version,
// events, streams and ends from figures, sorted and cut into pages as the engine does. Remembers what it was
// asked. For C++ and QML tests; lives in the test's thread and event loop.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>
#include <QtQml/qqmlregistration.h>

namespace sluice::test {

class FakeAdmin : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QUrl url READ url CONSTANT)
    Q_PROPERTY(int streams MEMBER streams NOTIFY changed)
    Q_PROPERTY(QString role MEMBER role NOTIFY changed)
    Q_PROPERTY(QList<int> staleWorkers MEMBER staleWorkers NOTIFY changed)
    Q_PROPERTY(QString failure MEMBER failure NOTIFY changed)
    Q_PROPERTY(QJsonObject ends MEMBER ends NOTIFY changed)
    Q_PROPERTY(QStringList asked READ asked NOTIFY changed)

public:
    explicit FakeAdmin(QObject *parent = nullptr);
    ~FakeAdmin() override;

    QUrl url() const;

    int streams = 15'000; ///< ids 1 to streams; ages and backlogs follow from the id
    QString role = QStringLiteral("operator");
    QList<int> staleWorkers;
    QString failure;     ///< what lists are refused with (503); empty: they are answered
    QJsonObject ends;    ///< the answer to disconnects
    bool isMute = false; ///< nothing is answered from now on

    /** Requests so far, "METHOD path?query" each, but those for events. */
    QStringList asked() const { return m_asked; }
    Q_INVOKABLE void forget() { m_asked.clear(); }
    /** Cuts all that follow the events, as a restart of the engine or a failing network does. */
    void cutWatchers();
    /** The last request that begins so; empty: none. */
    Q_INVOKABLE QString lastAsked(const QString &beginning) const;

Q_SIGNALS:
    void changed();

private:
    void accept();
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const QByteArray &method, const QUrl &target);
    QJsonObject streamPage(const QUrlQuery &query) const;
    void snapshot();

    QTcpServer m_server;
    QTimer m_ticks;
    QList<QTcpSocket *> m_watchers;
    QHash<QTcpSocket *, QByteArray> m_received;
    QStringList m_asked;
};

} // namespace sluice::test
