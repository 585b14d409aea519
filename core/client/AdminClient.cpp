// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/AdminClient.h"

#include "base/text/QuotedText.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <utility>

namespace sluice {

namespace {

// QT_LOGGING_RULES="sluice.requests=true" shows what is asked of an engine, and when.
const QLoggingCategory requestsLog("sluice.requests", QtWarningMsg);

} // namespace

AdminClient::AdminClient(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

QUrl AdminClient::url(const QString &path, const QUrlQuery &query) const
{
    QUrl url = m_options.base;
    QString prefix = url.path();
    while (prefix.endsWith(QLatin1Char('/')))
        prefix.chop(1);
    url.setPath(path.startsWith(QLatin1Char('/')) ? prefix + path
                                                  : prefix + QLatin1String("/api/v1/") + path);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

void AdminClient::send(const AdminRequest &request, Handler handler)
{
    HttpRequest http;
    http.method = request.method;
    http.url = url(request.path, request.query);
    http.setToken(m_options.token);
    if (!m_options.user.isEmpty())
        http.fields.emplace_back("Sluice-User", m_options.user);
    if (request.expects == AdminRequest::Expects::Json)
        http.fields.emplace_back("Accept", "application/json");
    // Every change must say that it is JSON, also one without a body: no web page can.
    if (request.method != "GET")
        http.fields.emplace_back("Content-Type", "application/json");
    if (request.body)
        http.body = QJsonDocument(*request.body).toJson(QJsonDocument::Compact);
    qCDebug(requestsLog).noquote() << http.method << http.url.toString();
    auto *client = new HttpClient(this);
    const auto answered = [this, client, expects = request.expects,
                           handler = std::move(handler)](const HttpClient::Result &result) {
        client->deleteLater();
        handler(judge(result, expects));
    };
    client->send(http, request.timeout.value_or(m_options.timeout), answered);
}

void AdminClient::get(const QString &path, const QUrlQuery &query, Handler handler)
{
    AdminRequest request;
    request.path = path;
    request.query = query;
    send(request, std::move(handler));
}

AdminClient::Result AdminClient::call(const AdminRequest &request)
{
    QEventLoop loop;
    Result answer;
    send(request, [&](const Result &result) {
        answer = result;
        loop.quit();
    });
    loop.exec();
    return answer;
}

AdminClient::Result AdminClient::judge(const HttpClient::Result &result, AdminRequest::Expects expects) const
{
    const std::string base = m_options.base.toString().toStdString();
    if (!result)
        return tl::unexpected(adminErrorOf(result.error(), base));
    if (result->head.status / 100 != 2)
        return tl::unexpected(adminErrorOf(*result, base));
    AdminAnswer answer;
    answer.status = result->head.status;
    answer.body = QByteArray::fromStdString(result->body);
    if (expects == AdminRequest::Expects::Text || answer.body.isEmpty())
        return answer;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(answer.body, &error);
    if (!document.isObject())
        return tl::unexpected(garbledAnswer(
            base, "its answer " + quotedText(result->body) + " is no JSON object" +
                      (document.isNull() ? ": " + error.errorString().toStdString() : std::string())));
    answer.json = document.object();
    return answer;
}

} // namespace sluice
