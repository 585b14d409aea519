// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One HTTP/1.1 request that a client sends, and the rules its URL must keep. A plain value.
#pragma once

#include "settings/Error.h"

#include <QByteArray>
#include <QUrl>

#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct HttpRequest
{
    QByteArray method = "GET";
    QUrl url;
    std::vector<std::pair<QByteArray, QByteArray>> fields; ///< beyond Host, User-Agent and Content-Length
    QByteArray body;

    /** Adds "Authorization: Bearer", unless the token is empty. */
    void setToken(const QByteArray &token);
};

/** Reads an absolute http URL with a host; https is refused by name, because these clients do not speak TLS.
 */
tl::expected<QUrl, Error> parseHttpUrl(std::string_view text);

/** The same rules for a URL that was put together or that a server sent. */
tl::expected<void, Error> checkHttpUrl(const QUrl &url);

/** The port that the URL names, or 80. */
quint16 httpPort(const QUrl &url);

/** The bytes to send; an error names a field that would break the head. */
tl::expected<QByteArray, Error> encodeRequest(const HttpRequest &request);

} // namespace sluice
