// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lines of configuration that mend what a check finds, for nginx, HAProxy, Node.js and Sluice. Pure
// functions; any thread.
#pragma once

#include "findings/rules/Finding.h"

#include <chrono>

namespace sluice::remedies {

using Remedies = std::vector<Remedy>;

Remedies buffering();
Remedies compression();
Remedies cacheControl();
Remedies contentType();
Remedies contentLength();
Remedies keepAlive();
Remedies upstreamVersion();
Remedies acceleration();
Remedies unreachable();
Remedies refused();
Remedies overload();

/** For a Host that a server does not answer to; @p name is the one that was asked for. */
Remedies host(const std::string &name);

Remedies heartbeat();
Remedies resume();
Remedies headMethod();
Remedies redirect();
Remedies preflight();

/** For a proxy that cuts what is silent for so many seconds. */
Remedies idleTimeout(double seconds);

/** For something that cuts every stream at an age of so many seconds. */
Remedies ageLimit(double seconds);

Remedies cors(const std::string &origin);

} // namespace sluice::remedies
