// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestPublish.h"

#include "StreamQuery.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>

namespace sluice {

namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr unsigned kUnauthorised = 401;
constexpr unsigned kForbidden = 403;

} // namespace

TestPublish::TestPublish(QObject *parent)
    : QObject(parent)
{
}

TestPublish::~TestPublish() = default;

QString TestPublish::inputProblem() const
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9_:@-][A-Za-z0-9._:@-]{0,127}$"));
    static const QRegularExpression id(QStringLiteral("^[A-Za-z0-9_:-]{1,64}$"));
    static const QRegularExpression breaks(QStringLiteral("[\\r\\n\\x00]"));
    if (const auto parsed = parseHttpUrl(url.trimmed().toStdString()); !parsed)
        return url.trimmed().isEmpty()
                   ? tr("Say where the engine's public listener is, such as http://127.0.0.1:8080.")
                   : QString::fromStdString(parsed.error().message);
    if (!name.match(channel).hasMatch())
        return tr("A channel's name has 1 to 128 letters, digits or ._:@- and does not begin with a dot.");
    if (breaks.match(event).hasMatch())
        return tr("An event's name is one line.");
    if (!eventId.isEmpty() && !id.match(eventId).hasMatch())
        return tr("An id has 1 to 64 letters, digits or _:-.");
    return {};
}

void TestPublish::send()
{
    if (m_busy || !inputProblem().isEmpty())
        return;
    HttpRequest request;
    request.method = "POST";
    request.url = QUrl(url.trimmed());
    QString path = request.url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    request.url.setPath(path + QStringLiteral("/publish/") + channel);
    QUrlQuery query;
    if (!event.isEmpty())
        streamquery::addItem(query, QStringLiteral("event"), event);
    if (!eventId.isEmpty())
        streamquery::addItem(query, QStringLiteral("id"), eventId);
    if (!query.isEmpty())
        request.url.setQuery(query);
    request.fields.emplace_back("Content-Type", "text/plain; charset=utf-8");
    request.setToken(token.trimmed().toUtf8());
    request.body = data.toUtf8();
    m_busy = true;
    m_result.clear();
    Q_EMIT changed();
    m_client = std::make_unique<HttpClient>();
    m_client->send(request, kPatience, [this](const HttpClient::Result &result) { take(result); });
}

void TestPublish::dismiss()
{
    if (m_busy)
        return;
    m_result.clear();
    m_wantsToken = false;
    Q_EMIT changed();
}

void TestPublish::take(const HttpClient::Result &result)
{
    m_busy = false;
    m_succeeded = false;
    m_wantsToken = false;
    // The client calls this; it may go only after it has returned.
    m_client.release()->deleteLater();
    if (!result) {
        m_result = QString::fromStdString(result.error().message);
        Q_EMIT changed();
        return;
    }
    const unsigned status = result->head.status;
    const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(result->body)).object();
    if (status / 100 == 2) {
        m_succeeded = true;
        const auto streams = answer.value(QLatin1String("subscribers")).toInteger();
        const QString id = answer.value(QLatin1String("id")).toString();
        m_result = answer.value(QLatin1String("duplicate")).toBool()
                       ? tr("An event with the id %1 is in history already; nothing was published.").arg(id)
                   : streams == 1 ? tr("Published as %1 to 1 stream.").arg(id)
                                  : tr("Published as %1 to %2 streams.").arg(id, QLocale().toString(streams));
    } else {
        m_wantsToken = status == kUnauthorised || status == kForbidden;
        const QString detail = answer.value(QLatin1String("detail")).toString();
        m_result =
            tr("The engine refused with %1: %2")
                .arg(status)
                .arg(detail.isEmpty() ? QString::fromStdString(result->body).left(200).trimmed() : detail);
    }
    Q_EMIT changed();
}

} // namespace sluice
