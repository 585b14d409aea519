// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Request bodies are taken as they are: one that is compressed is refused by its field, not for what its
// bytes look like. Pure function, any thread.
#pragma once

#include "http/Answer.h"
#include "http/RequestGuard.h"

#include <optional>

namespace sluice {

/** The 415 of a request whose Content-Encoding is anything but identity (RFC 9110 8.4, 15.5.16). */
std::optional<Answer> codingRefusal(const RequestHead &request);

} // namespace sluice
