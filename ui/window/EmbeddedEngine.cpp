// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EmbeddedEngine.h"

#include "server/demo/DemoFeed.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr auto kInterval =
    std::chrono::milliseconds(500); // charts that move, at half the cost of the shortest
constexpr auto kCountTimeout = std::chrono::seconds(1);
constexpr int kMostListed =
    1000; // the API's own limit of a page; with more, nobody doubts that there are others

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
        QUrl demo = m_publicUrl;
        demo.setPath(QStringLiteral("/stream/") + QLatin1String(DemoFeed::channel));
        m_audience = std::make_unique<DemoAudience>(demo);
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
    m_audience.reset();
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
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(kMostListed));
    m_client->get(QStringLiteral("streams"), query, [this](const AdminClient::Result &result) {
        if (!result) {
            Q_EMIT streamsCounted(0);
            return;
        }
        const QSet<quint16> own = m_audience->ports();
        const QJsonArray listed = result->json.value(QLatin1String("streams")).toArray();
        const auto ofAudience = std::count_if(listed.begin(), listed.end(), [&own](const QJsonValue &stream) {
            const QString client = stream[QLatin1String("client")].toString();
            return own.contains(client.section(QLatin1Char(':'), -1).toUShort());
        });
        const int others = result->json.value(QLatin1String("total")).toInt() - static_cast<int>(ofAudience);
        Q_EMIT streamsCounted(others);
    });
}

} // namespace sluice
