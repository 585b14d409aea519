// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check looks at and how long. A plain value; any thread.
#pragma once

#include "base/Error.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <string>

#include <tl/expected.hpp>

namespace sluice {

struct CheckOptions
{
    using Milliseconds = std::chrono::milliseconds;

    /** Whom the check may connect to, redirects included. */
    enum class Targets { Loopback, Any };

    QUrl url;                         ///< of the stream
    QUrl publishUrl;                  ///< a POST to it publishes its body on that stream; empty: no canary
    QByteArray token;                 ///< bearer token of the stream and of publishing; empty: none
    QByteArray origin;                ///< of a page that is to read the stream; empty: CORS is not looked at
    Milliseconds duration{20'000};    ///< how long the stream is watched
    Milliseconds headTimeout{10'000}; ///< from connecting to the whole head of an answer
    Targets targets = Targets::Loopback;
};

/** The options, or an input error that names the one that cannot be. */
tl::expected<CheckOptions, Error> validated(CheckOptions options);

} // namespace sluice
