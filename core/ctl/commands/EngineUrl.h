// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The addresses of an engine's routes, put together from its base URL and a channel. Pure functions; any
// thread.
#pragma once

#include "base/Error.h"

#include <QUrl>

#include <string>

#include <tl/expected.hpp>

namespace sluice {

/** Where sluicectl looks for an engine that nobody named. */
inline constexpr const char *kDefaultEngineUrl = "http://127.0.0.1:8080";

/** "{base}/{route}/{channel}" with the channel percent-encoded; the base may have a path, but no query. */
tl::expected<QUrl, Error> channelUrl(const std::string &base, const char *route, const std::string &channel);

} // namespace sluice
