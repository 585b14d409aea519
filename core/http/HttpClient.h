// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sends one request and gathers the whole answer: a publish, a text. One connection per request, no
// redirects. A QObject of its owner's thread; exchange() is for programs without an event loop of their own.
#pragma once

#include "base/Error.h"
#include "http/HttpRequest.h"
#include "http/HttpResponseParser.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace sluice {

/** A complete answer, whatever its status. */
struct HttpAnswer
{
    HttpHead head;
    std::string body;
};

/** Why there is no answer, and how far the exchange came. */
struct HttpError : Error
{
    enum class Stage {
        Request, ///< the request itself is wrong, nothing was sent
        Connect, ///< no connection: refused, unknown host, or not in time
        Answer, ///< connected, but no whole answer came: cut, or not in time; the server may have acted on it
        Garbled, ///< what came is no HTTP, or has no end
    };

    Stage stage = Stage::Request;
};

class HttpClient : public QObject
{
    Q_OBJECT

public:
    using Result = tl::expected<HttpAnswer, HttpError>;
    using Handler = std::function<void(const Result &result)>;

    explicit HttpClient(QObject *parent = nullptr);
    ~HttpClient() override;

    /** Sends, and calls @p handler once, later, with the answer or why there is none. One request at a time.
     */
    void send(const HttpRequest &request, std::chrono::milliseconds timeout, Handler handler);

    /** Sends and waits in a local event loop. */
    static Result exchange(const HttpRequest &request, std::chrono::milliseconds timeout);

private:
    void onConnected();
    void onReadyRead();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void onTimeout();
    void connectFurther();
    void finish(const Result &result);
    void fail(const std::string &reason, HttpError::Stage stage);
    void fail(const std::string &reason) { fail(reason, m_stage); }

    QTcpSocket m_socket;
    QList<QHostAddress> m_further; // where to try when the host's own addresses do not answer
    quint16 m_port = 0;
    QTimer m_deadline;
    QByteArray m_bytes;   // of the request
    std::string m_target; // how messages name the server
    HttpError::Stage m_stage = HttpError::Stage::Connect;
    std::optional<HttpResponseParser> m_parser; // engaged while a request is under way
    std::string m_body;
    Handler m_handler;
};

} // namespace sluice
