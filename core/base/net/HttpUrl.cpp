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
    const QUrl url(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QUrl::StrictMode);
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
