// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a stream is refused (pool.overload_mode). A browser's EventSource gives up for ever on any status but
// 200, so it is told softly: an event stream with a retry: that ends at once, which it retries.
// Owned by a worker's routes; its thread only.
#pragma once

#include "engine/front/Cors.h"
#include "engine/front/RequestHandler.h"
#include "engine/front/RetryDelay.h"
#include "model/Refusal.h"

namespace sluice {

class Overload
{
public:
    void apply(const Settings &settings);

    /** Answers and closes, so that the descriptor is free again. */
    void refuse(Exchange &exchange, Refusal refusal, const Cors &cors);

private:
    enum class Mode : std::uint8_t { Auto, Status, Soft };

    void refuseSoftly(Exchange &exchange, const Cors &cors);

    Mode m_mode = Mode::Auto;
    RetryDelay m_retry;
};

/** Whether a browser asks: by its Origin, its Sec-Fetch-Dest, or a user agent that begins with Mozilla/. The
 * other Sec-Fetch-* fields come from scripts as well: Node's fetch sends Sec-Fetch-Mode, and takes a soft
 * refusal for success. The generated proxy configurations have the same rule. */
bool isFromBrowser(const RequestHead &request);

} // namespace sluice
