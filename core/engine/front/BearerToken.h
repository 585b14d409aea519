// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one check of an Authorization: Bearer field (RFC 6750 2.1). Pure function, any thread.
#pragma once

#include "http/RequestGuard.h"

namespace sluice {

/** True if @p expected is empty or the request carries it; takes the same time however much of it is right.
 */
bool bearerTokenMatches(const RequestHead &head, std::string_view expected);

} // namespace sluice
