// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestEngine.h"

#include "settings/SettingChanges.h"

#include <QHostAddress>

namespace sluice::test {

namespace {

constexpr int kPatience = 30'000; // milliseconds: a busy machine is no bug

QUrl loopback(quint16 port)
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
}

} // namespace

TestEngine::TestEngine(QObject *parent)
    : QObject(parent)
{
}

TestEngine::~TestEngine()
{
    closeStreams();
}

QUrl TestEngine::url() const
{
    return loopback(m_admin.port());
}

QUrl TestEngine::publicUrl() const
{
    return loopback(m_public.port());
}

bool TestEngine::start(const QVariantMap &settings)
{
    stop();
    std::vector<SettingChange> changes{
        {"listen.public", publicUrl().authority().toStdString(), "test"},
        {"listen.admin", url().authority().toStdString(), "test"},
        {"engine.workers", "2", "test"},
        {"auth.admin_token", token().toStdString(), "test"},
        {"auth.viewer_token", viewerToken().toStdString(), "test"},
        {"metrics.interval", "250ms", "test"},
        {"drain.grace", "0", "test"},
    };
    for (auto setting = settings.begin(); setting != settings.end(); ++setting)
        changes.push_back({setting.key().toStdString(), setting->toString().toStdString(), "test"});
    const auto wanted = withChanges(Settings(), changes);
    if (!wanted) {
        m_error = QString::fromStdString(wanted.error().message);
        return false;
    }
    m_server = std::make_unique<ServerThread>();
    if (const auto started = m_server->start(*wanted, Demo::No); !started) {
        m_error = QString::fromStdString(started.error().message);
        m_server.reset();
        return false;
    }
    m_error.clear();
    Q_EMIT runningChanged();
    return true;
}

void TestEngine::stop()
{
    closeStreams();
    if (!m_server)
        return;
    m_server.reset();
    Q_EMIT runningChanged();
}

int TestEngine::openStreams(const QString &channel, int count)
{
    int admitted = 0;
    for (int i = 0; i < count; ++i) {
        auto socket = connectedSocket();
        socket->write("GET /stream/" + channel.toUtf8() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        while (!socket->peek(64).contains("\r\n") && socket->waitForReadyRead(kPatience)) {
        }
        if (socket->readAll().startsWith("HTTP/1.1 200"))
            ++admitted;
        m_streams.push_back(std::move(socket));
    }
    return admitted;
}

void TestEngine::closeStreams()
{
    m_streams.clear();
}

bool TestEngine::publish(const QString &channel, const QString &data)
{
    const QByteArray body = data.toUtf8();
    const auto socket = connectedSocket();
    socket->write("POST /publish/" + channel.toUtf8() +
                  " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
                  QByteArray::number(body.size()) + "\r\n\r\n" + body);
    while (!socket->peek(64).contains("\r\n") && socket->waitForReadyRead(kPatience)) {
    }
    return socket->readAll().startsWith("HTTP/1.1 202");
}

std::unique_ptr<QTcpSocket> TestEngine::connectedSocket() const
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress::LocalHost, m_public.port());
    socket->waitForConnected(kPatience);
    return socket;
}

} // namespace sluice::test
