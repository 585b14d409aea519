// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/HttpUrl.h"

#include "base/text/QuotedText.h"

namespace sluice {

namespace {

tl::unexpected<Error> refused(const QString &url, const std::string &rule)
{
    return tl::unexpected(inputError("URL " + quotedText(url.toStdString()) + ": " + rule));
}

/** "http://[fe80::1%eth0]/" as "http://[fe80::1%25eth0]/" (RFC 6874): everybody else writes a zone so. */
std::string withEncodedZone(std::string_view text)
{
    std::string url(text);
    const auto begin = url.find("://[");
    const auto zone = url.find('%', begin);
    if (begin == std::string::npos || zone == std::string::npos || zone > url.find(']', begin) ||
        url.compare(zone, 3, "%25") == 0)
        return url;
    return url.insert(zone + 1, "25");
}

} // namespace

tl::expected<void, Error> checkHttpUrl(const QUrl &url)
{
    const QString shown = url.toString(QUrl::RemoveUserInfo);
    if (!url.isValid())
        return refused(shown, "is not a valid URL: " + url.errorString().toStdString());
    if (url.scheme() == QLatin1String("https"))
        return refused(shown, "https is not supported; use the http address behind the proxy");
    if (url.scheme() != QLatin1String("http"))
        return refused(shown, "must begin with http://");
    if (url.host().isEmpty())
        return refused(shown, "has no host");
    if (!url.userInfo().isEmpty())
        return refused(shown, "must not hold a user or password");
    if (url.port(80) == 0)
        return refused(shown, "port 0 cannot be connected to");
    return {};
}

tl::expected<QUrl, Error> parseHttpUrl(std::string_view text)
{
    const std::string encoded = withEncodedZone(text);
    const QUrl url(QString::fromStdString(encoded), QUrl::StrictMode);
    if (!url.isValid())
        return tl::unexpected(inputError("URL " + quotedText(text) +
                                         ": is not a valid URL: " + url.errorString().toStdString()));
    if (auto checked = checkHttpUrl(url); !checked)
        return tl::unexpected(checked.error());
    return url;
}

quint16 httpPort(const QUrl &url)
{
    return static_cast<quint16>(url.port(80));
}

} // namespace sluice
