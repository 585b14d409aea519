// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EmbeddedEngine.h"

#include <QRandomGenerator>

#include <array>

namespace sluice {

namespace {

constexpr auto kInterval =
    std::chrono::milliseconds(500); // charts that move, at half the cost of the shortest
constexpr auto kCountTimeout = std::chrono::seconds(1);

QString randomToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QString::fromLatin1(
        QByteArray::fromRawData(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex());
}

QUrl urlOf(const ListenAddress &address)
{
    return QUrl(QStringLiteral("http://") + QString::fromStdString(address.text()));
}

} // namespace

EmbeddedEngine::EmbeddedEngine(QObject *parent)
    : QObject(parent)
{
}

EmbeddedEngine::~EmbeddedEngine() = default;

bool EmbeddedEngine::start()
{
    if (m_server)
        return true;
    m_token = randomToken();
    Settings settings;
    settings.listen_public = "127.0.0.1:0";
    settings.listen_admin = "127.0.0.1:0";
    settings.auth_admin_token = m_token.toStdString();
    settings.metrics_interval = kInterval;
    auto server = std::make_unique<ServerThread>();
    const auto addresses = server->start(settings, Demo::Yes);
    if (addresses) {
        m_server = std::move(server);
        m_url = urlOf(addresses->adminAddress);
        m_publicUrl = urlOf(addresses->publicAddress);
        m_problem.clear();
        AdminClient::Options options;
        options.base = m_url;
        options.token = m_token.toUtf8();
        options.timeout = kCountTimeout;
        m_client = std::make_unique<AdminClient>(options);
    } else {
        m_problem = QString::fromStdString(addresses.error().message);
    }
    Q_EMIT runningChanged();
    return addresses.has_value();
}

void EmbeddedEngine::stop()
{
    if (!m_server)
        return;
    m_client.reset();
    m_server.reset();
    m_url.clear();
    m_publicUrl.clear();
    Q_EMIT runningChanged();
}

void EmbeddedEngine::countStreams()
{
    if (!m_client) {
        Q_EMIT streamsCounted(0);
        return;
    }
    m_client->get(QStringLiteral("snapshot"), {}, [this](const AdminClient::Result &result) {
        Q_EMIT streamsCounted(result ? result->json.value(QLatin1String("active_streams")).toInt() : 0);
    });
}

} // namespace sluice
