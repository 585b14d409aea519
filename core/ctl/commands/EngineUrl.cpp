// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/EngineUrl.h"

#include "base/text/QuotedText.h"
#include "http/HttpRequest.h"

namespace sluice {

tl::expected<QUrl, Error> channelUrl(const std::string &base, const char *route, const std::string &channel)
{
    const auto url = parseHttpUrl(base);
    if (!url)
        return tl::unexpected(url.error());
    if (url->hasQuery() || url->hasFragment())
        return tl::unexpected(
            inputError("URL " + quotedText(base) + ": the engine's base must not have a query"));
    if (channel.empty())
        return tl::unexpected(inputError("the channel's name is empty"));
    const QByteArray name = QUrl::toPercentEncoding(QString::fromStdString(channel));
    QByteArray text = url->toEncoded();
    while (text.endsWith('/'))
        text.chop(1);
    text += QByteArray("/") + route + '/' + name;
    return QUrl::fromEncoded(text, QUrl::StrictMode);
}

} // namespace sluice
