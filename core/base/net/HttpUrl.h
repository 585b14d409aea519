// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rules for URLs that our clients connect to. Pure functions; any thread.
#pragma once

#include "base/Error.h"

#include <QUrl>

#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

/** Reads an absolute http URL with a host; https is refused by name, because these clients do not speak TLS.
 * A zone is written "[fe80::1%25eth0]" or "[fe80::1%eth0]". */
tl::expected<QUrl, Error> parseHttpUrl(std::string_view text);

/** The same rules for a URL that was put together or that a server sent. */
tl::expected<void, Error> checkHttpUrl(const QUrl &url);

/** The port that the URL names, or 80. */
quint16 httpPort(const QUrl &url);

} // namespace sluice
