// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/CheckOptions.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "http/HttpRequest.h"

#include <algorithm>

namespace sluice {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestWatch{1000};
constexpr milliseconds kLongestWatch{24 * 3600 * 1000};

tl::unexpected<Error> refused(const std::string &message)
{
    return tl::unexpected(inputError(message));
}

/** scheme://host[:port], as browsers send it, or "null". */
bool isOrigin(const QByteArray &text)
{
    const QUrl url(QString::fromUtf8(text), QUrl::StrictMode);
    return text == "null" || (url.isValid() && !url.scheme().isEmpty() && !url.host().isEmpty() &&
                              url.path().isEmpty() && !url.hasQuery() && !url.hasFragment());
}

} // namespace

tl::expected<CheckOptions, Error> validated(CheckOptions options)
{
    if (auto checked = checkHttpUrl(options.url); !checked)
        return tl::unexpected(checked.error());
    if (!options.publishUrl.isEmpty())
        if (auto checked = checkHttpUrl(options.publishUrl); !checked)
            return refused("--publish-url: " + checked.error().message);
    if (!options.origin.isEmpty() && !isOrigin(options.origin))
        return refused("--origin is " + quotedText(options.origin.toStdString()) +
                       ", but an origin is a scheme, a host and perhaps a port, such as "
                       "https://app.example.com");
    if (options.duration < kShortestWatch || options.duration > kLongestWatch)
        return refused("--duration is " + formatDuration(std::max(options.duration, milliseconds(0))) +
                       ", but must be " + formatDuration(kShortestWatch) + " to " +
                       formatDuration(kLongestWatch));
    if (options.headTimeout <= milliseconds(0))
        return refused("--timeout is 0, but must be longer");
    const auto isSafe = [](const QByteArray &text) {
        return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || !c; });
    };
    if (!isSafe(options.token))
        return refused("--token must not hold CR, LF or NUL");
    return options;
}

} // namespace sluice
