// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeAdmin.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace sluice::test {

namespace {

constexpr int kTick = 250; // milliseconds

QByteArray whole(int status, const QByteArray &type, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

QJsonObject streamOf(int id)
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("client"),
             QStringLiteral("10.0.%1.%2:%3").arg(id / 250).arg(id % 250).arg(20'000 + id)},
            {QStringLiteral("channels"), QJsonArray{QStringLiteral("c%1").arg(id % 7)}},
            {QStringLiteral("age_seconds"), 100'000.0 - id},
            {QStringLiteral("backlog_bytes"), id % 1000 == 0 ? id : 0},
            {QStringLiteral("drain_bytes_per_second"), id * 1.5},
            {QStringLiteral("events_per_second"), 2.0},
            {QStringLiteral("last_event_seconds"), 0.5},
            {QStringLiteral("sent_events"), id},
            {QStringLiteral("sent_bytes"), id * 100},
            {QStringLiteral("worker"), id % 2},
            {QStringLiteral("state"), id % 1000 == 0 ? QStringLiteral("blocked") : QStringLiteral("open")}};
}

} // namespace

FakeAdmin::FakeAdmin(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FakeAdmin::accept);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("no port for a fake admin listener");
    m_ticks.setInterval(kTick);
    connect(&m_ticks, &QTimer::timeout, this, &FakeAdmin::snapshot);
    m_ticks.start();
}

FakeAdmin::~FakeAdmin()
{
    const QList<QTcpSocket *> sockets = m_server.findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : sockets)
        socket->disconnect(this);
}

QUrl FakeAdmin::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

QString FakeAdmin::lastAsked(const QString &beginning) const
{
    for (qsizetype i = m_asked.size(); i-- > 0;) {
        if (m_asked.at(i).startsWith(beginning))
            return m_asked.at(i);
    }
    return {};
}

void FakeAdmin::cutWatchers()
{
    const QList<QTcpSocket *> watchers = m_watchers; // each takes itself off the list
    for (QTcpSocket *watcher : watchers)
        watcher->abort();
}

void FakeAdmin::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_watchers.removeOne(socket);
            m_received.remove(socket);
            socket->deleteLater();
        });
    }
}

void FakeAdmin::read(QTcpSocket *socket)
{
    QByteArray &received = m_received[socket];
    received += socket->readAll();
    const qsizetype end = received.indexOf("\r\n\r\n");
    if (end < 0 || isMute)
        return;
    const QList<QByteArray> words = received.left(received.indexOf("\r\n")).split(' ');
    received.clear();
    answer(socket, words.at(0), QUrl(QString::fromLatin1(words.value(1))));
}

void FakeAdmin::answer(QTcpSocket *socket, const QByteArray &method, const QUrl &target)
{
    const QString path = target.path();
    if (path == QLatin1String("/api/v1/events")) {
        socket->write("HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\nConnection: keep-alive\r\n\r\n");
        m_watchers.append(socket);
        snapshot();
        return;
    }
    m_asked.append(QString::fromLatin1(method) + QLatin1Char(' ') + target.toString(QUrl::FullyEncoded));
    QByteArray text;
    if (path == QLatin1String("/api/v1/snapshots.csv"))
        text = whole(200, "text/csv", "time_utc,interval_seconds\n");
    else if (path == QLatin1String("/api/v1/version"))
        text = whole(200, "application/json",
                     QJsonDocument(QJsonObject{{QStringLiteral("version"), QStringLiteral("0")},
                                               {QStringLiteral("api_version"), 1},
                                               {QStringLiteral("role"), role}})
                         .toJson(QJsonDocument::Compact));
    else if (!failure.isEmpty())
        text =
            whole(503, "application/problem+json",
                  QJsonDocument(QJsonObject{{QStringLiteral("title"), QStringLiteral("Service Unavailable")},
                                            {QStringLiteral("status"), 503},
                                            {QStringLiteral("detail"), failure}})
                      .toJson(QJsonDocument::Compact));
    else if (path == QLatin1String("/api/v1/streams") && method == "GET")
        text = whole(200, "application/json",
                     QJsonDocument(streamPage(QUrlQuery(target))).toJson(QJsonDocument::Compact));
    else if (path == QLatin1String("/api/v1/disconnects"))
        text = whole(200, "application/json", QJsonDocument(ends).toJson(QJsonDocument::Compact));
    else
        text = whole(404, "application/problem+json", "{\"title\":\"Not Found\",\"status\":404}");
    socket->write(text);
    socket->disconnectFromHost();
    Q_EMIT changed();
}

QJsonObject FakeAdmin::streamPage(const QUrlQuery &query) const
{
    const auto number = [&query](const QString &name, int otherwise) {
        bool isNumber = false;
        const int value = query.queryItemValue(name).toInt(&isNumber);
        return isNumber ? value : otherwise;
    };
    std::vector<int> ids;
    for (int id = 1; id <= streams; ++id) {
        const QString channel = query.queryItemValue(QStringLiteral("channel"));
        const QString state = query.queryItemValue(QStringLiteral("state"));
        const QString wanted = query.queryItemValue(QStringLiteral("id"));
        if ((channel.isEmpty() || channel == QStringLiteral("c%1").arg(id % 7)) &&
            (state.isEmpty() || (state == QLatin1String("blocked")) == (id % 1000 == 0)) &&
            (wanted.isEmpty() || wanted.toInt() == id))
            ids.push_back(id);
    }
    // By age, the oldest first, is by id; all other columns here grow with the id.
    const bool isDescending = query.queryItemValue(QStringLiteral("order")) == QLatin1String("desc");
    const bool isByAge = query.queryItemValue(QStringLiteral("sort")) == QLatin1String("age_seconds");
    if (isDescending != isByAge)
        std::reverse(ids.begin(), ids.end());
    QJsonArray rows;
    const std::size_t first = static_cast<std::size_t>(number(QStringLiteral("offset"), 0));
    const std::size_t limit = static_cast<std::size_t>(number(QStringLiteral("limit"), 100));
    for (std::size_t i = first; i < std::min(ids.size(), first + limit); ++i)
        rows.append(streamOf(ids[i]));
    QJsonArray stale;
    for (const int worker : staleWorkers)
        stale.append(worker);
    return {{QStringLiteral("total"), static_cast<qint64>(ids.size())},
            {QStringLiteral("streams"), rows},
            {QStringLiteral("stale_workers"), stale}};
}

void FakeAdmin::snapshot()
{
    if (isMute)
        return;
    const QByteArray data =
        QJsonDocument(QJsonObject{{QStringLiteral("time_utc"),
                                   QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                                  {QStringLiteral("interval_seconds"), kTick / 1000.0},
                                  {QStringLiteral("active_streams"), streams}})
            .toJson(QJsonDocument::Compact);
    for (QTcpSocket *watcher : std::as_const(m_watchers))
        watcher->write("event: snapshot\ndata: " + data + "\n\n");
}

} // namespace sluice::test
