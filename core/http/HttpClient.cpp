// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/HttpClient.h"

#include "base/text/Units.h"
#include "http/LocalHost.h"

#include <QEventLoop>
#include <QNetworkProxy>

#include <utility>

namespace sluice {

namespace {

constexpr std::size_t kMostBody = 64 << 20; // an answer without end must not take all memory

} // namespace

HttpClient::HttpClient(QObject *parent)
    : QObject(parent)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_deadline.setSingleShot(true);
    connect(&m_socket, &QTcpSocket::connected, this, &HttpClient::onConnected);
    connect(&m_socket, &QTcpSocket::readyRead, this, &HttpClient::onReadyRead);
    connect(&m_socket, &QTcpSocket::disconnected, this, &HttpClient::onDisconnected);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &HttpClient::onError);
    connect(&m_deadline, &QTimer::timeout, this, &HttpClient::onTimeout);
}

HttpClient::~HttpClient()
{
    m_parser.reset(); // what the socket tells of its end is nobody's any more
    m_socket.abort();
}

void HttpClient::send(const HttpRequest &request, std::chrono::milliseconds timeout, Handler handler)
{
    m_handler = std::move(handler);
    m_parser.emplace();
    m_body.clear();
    HttpRequest closing = request;
    closing.fields.emplace_back("Connection", "close");
    const auto bytes = encodeRequest(closing);
    if (!bytes) {
        // Not from inside send(): its caller may not be ready for the answer yet.
        const auto answer = [this, error = bytes.error()] {
            finish(tl::unexpected(HttpError{error, HttpError::Stage::Request}));
        };
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
        return;
    }
    m_bytes = *bytes;
    m_target = request.url.authority().toStdString();
    m_stage = HttpError::Stage::Connect;
    m_deadline.start(timeout);
    m_further = furtherAddresses(request.url.host());
    m_port = httpPort(request.url);
    // Not from inside send() either: an address without a route fails at once.
    const auto begin = [this, host = request.url.host()] {
        if (m_parser && m_socket.state() == QAbstractSocket::UnconnectedState)
            m_socket.connectToHost(host, m_port);
    };
    QMetaObject::invokeMethod(this, begin, Qt::QueuedConnection);
}

HttpClient::Result HttpClient::exchange(const HttpRequest &request, std::chrono::milliseconds timeout)
{
    HttpClient client;
    QEventLoop loop;
    Result answer;
    client.send(request, timeout, [&](const Result &result) {
        answer = result;
        loop.quit();
    });
    loop.exec();
    return answer;
}

void HttpClient::onConnected()
{
    m_stage = HttpError::Stage::Answer;
    m_socket.write(std::exchange(m_bytes, {}));
}

void HttpClient::onReadyRead()
{
    if (!m_parser)
        return;
    const QByteArray bytes = m_socket.readAll();
    const auto fed = m_parser->feed({bytes.data(), static_cast<std::size_t>(bytes.size())}, m_body);
    if (!fed)
        return finish(tl::unexpected(HttpError{fed.error(), HttpError::Stage::Garbled}));
    if (m_body.size() > kMostBody)
        return fail("its answer is longer than " + formatSize(kMostBody), HttpError::Stage::Garbled);
    if (m_parser->state() == HttpResponseParser::State::Complete)
        finish(HttpAnswer{m_parser->head(), std::move(m_body)});
}

void HttpClient::onDisconnected()
{
    onReadyRead();
    if (!m_parser)
        return;
    if (const auto complete = m_parser->finish(); !complete)
        return fail(complete.error().message);
    finish(HttpAnswer{m_parser->head(), std::move(m_body)});
}

void HttpClient::onError(QAbstractSocket::SocketError error)
{
    if (m_stage == HttpError::Stage::Connect && !m_further.isEmpty()) {
        // Not from inside the socket's own signal: it is not done with the failure yet.
        QMetaObject::invokeMethod(this, &HttpClient::connectFurther, Qt::QueuedConnection);
        return;
    }
    if (error != QAbstractSocket::RemoteHostClosedError)
        fail(m_socket.errorString().toStdString());
}

void HttpClient::connectFurther()
{
    if (!m_parser || m_further.isEmpty())
        return; // too late
    m_socket.abort();
    m_socket.connectToHost(m_further.takeFirst(), m_port);
}

void HttpClient::onTimeout()
{
    fail((m_stage == HttpError::Stage::Connect ? "no connection within " : "no complete answer within ") +
         formatDuration(m_deadline.intervalAsDuration()));
}

void HttpClient::fail(const std::string &reason, HttpError::Stage stage)
{
    finish(tl::unexpected(HttpError{environmentError("no answer from " + m_target + ": " + reason), stage}));
}

void HttpClient::finish(const Result &result)
{
    if (!m_parser)
        return;
    m_parser.reset();
    m_deadline.stop();
    m_socket.abort();
    const Handler handler = std::exchange(m_handler, nullptr);
    handler(result);
}

} // namespace sluice
