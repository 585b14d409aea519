// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks an engine's admin API (/api/v1): the one way in for sluicectl and the console. Any number of requests
// at once, each on a connection of its own. A QObject of its owner's thread; call() is for programs without
// an event loop of their own.
#pragma once

#include "client/AdminError.h"
#include "http/HttpClient.h"

#include <QJsonObject>
#include <QObject>
#include <QUrl>
#include <QUrlQuery>

#include <chrono>
#include <functional>
#include <optional>

#include <tl/expected.hpp>

namespace sluice {

/** One request to the admin API. */
struct AdminRequest
{
    enum class Expects {
        Json, ///< a JSON object; anything else in a 2xx answer is an error, an empty body is an empty object
        Text, ///< any body
    };

    QByteArray method = "GET";
    QString
        path; ///< below /api/v1/, such as "streams"; beginning with '/': below the base, such as "/metrics"
    QUrlQuery query;
    std::optional<QJsonObject> body;
    Expects expects = Expects::Json;
    /** How long the whole exchange may take; nothing: the client's own limit. */
    std::optional<std::chrono::milliseconds> timeout;
};

/** An answer of the 2xx kind. */
struct AdminAnswer
{
    unsigned status = 0;
    QByteArray body;
    QJsonObject json; ///< where JSON was expected
};

class AdminClient : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QUrl base;        ///< of the admin listener, such as http://127.0.0.1:9180
        QByteArray token; ///< bearer token; empty: none
        QByteArray user;  ///< who asks, for the audit; empty: the engine knows the role and address only
        std::chrono::milliseconds timeout{10'000}; ///< of one whole exchange
    };

    using Result = tl::expected<AdminAnswer, AdminError>;
    using Handler = std::function<void(const Result &result)>;

    explicit AdminClient(Options options, QObject *parent = nullptr);

    /** Sends, and calls @p handler once, later, unless the client is destroyed first (not in a handler). */
    void send(const AdminRequest &request, Handler handler);

    /** Gets a resource: send() with nothing but a path and a query. */
    void get(const QString &path, const QUrlQuery &query, Handler handler);

    /** Sends and waits in a local event loop. */
    Result call(const AdminRequest &request);

    const Options &options() const { return m_options; }

    /** The address of a resource, its path as in AdminRequest. */
    QUrl url(const QString &path, const QUrlQuery &query = {}) const;

private:
    Result judge(const HttpClient::Result &result, AdminRequest::Expects expects) const;

    const Options m_options;
};

} // namespace sluice
