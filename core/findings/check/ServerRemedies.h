// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lines that mend what other servers than nginx and HAProxy do to a stream, where the answer says which
// one stands there. Pure functions; any thread.
#pragma once

#include "findings/check/CheckRecord.h"
#include "findings/check/CheckRemedies.h"
#include "http/HttpResponseParser.h"

namespace sluice::remedies {

/** What a server does to a stream. */
enum class Trouble : std::uint8_t {
    Buffers,    ///< holds back what should go on at once
    Compresses, ///< waits for more to compress
    CutsSilent, ///< ends what carried nothing for a while
};

/** @p general, and before it the line for the server that Server or Via of @p head name, if one of those that
 * are known here: Apache httpd, Caddy, Varnish, Squid, lighttpd, Envoy, Cloudflare. */
Remedies withServersOwn(Remedies general, Trouble trouble, const HttpHead &head);

/** The same for a stream. A proxy that pipes it (Varnish) signs nothing there, but may sign the answer to
 * HEAD. */
Remedies withServersOwn(Remedies general, Trouble trouble, const CheckRecord &record,
                        const StreamRecord &stream);

/** Whether the server that @p head names ends an answer as if it were complete when what stands behind it
 * breaks off or is silent for too long: Caddy, whose end of a stream says nothing of who ended it. */
bool endsAsIfComplete(const HttpHead &head);

} // namespace sluice::remedies
