// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/HttpRequest.h"

#include "base/text/QuotedText.h"

#include <algorithm>

namespace sluice {

namespace {

/** CR, LF and NUL would end the field and begin another. */
bool isSafe(const QByteArray &text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

QByteArray hostField(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':')) {
        const auto zone = host.indexOf('%'); // means something on this machine only (RFC 6874 4)
        host = '[' + (zone < 0 ? host : host.left(zone)) + ']';
    }
    return httpPort(url) == 80 ? host : host + ':' + QByteArray::number(httpPort(url));
}

QByteArray target(const QUrl &url)
{
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (path.isEmpty())
        path = "/";
    return url.hasQuery() ? path + '?' + url.query(QUrl::FullyEncoded).toLatin1() : path;
}

} // namespace

void HttpRequest::setToken(const QByteArray &token)
{
    if (!token.isEmpty())
        fields.emplace_back("Authorization", "Bearer " + token);
}

tl::expected<QByteArray, Error> encodeRequest(const HttpRequest &request)
{
    if (auto checked = checkHttpUrl(request.url); !checked)
        return tl::unexpected(checked.error());
    QByteArray bytes = request.method + ' ' + target(request.url) +
                       " HTTP/1.1\r\nHost: " + hostField(request.url) +
                       "\r\nUser-Agent: sluice/" SLUICE_VERSION "\r\n";
    for (const auto &[name, value] : request.fields) {
        if (!isSafe(name) || !isSafe(value))
            return tl::unexpected(
                inputError("field " + quotedText(name.toStdString()) + " must not hold CR, LF or NUL"));
        bytes += name + ": " + value + "\r\n";
    }
    if (!request.body.isEmpty() || request.method == "POST")
        bytes += "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n";
    return bytes + "\r\n" + request.body;
}

} // namespace sluice
