// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where a client says which event it has seen last: the Last-Event-ID field, or a query parameter in one of
// the spellings that EventSource and its polyfills have. Pure functions, any thread.
#pragma once

#include "engine/channel/Channel.h"
#include "http/RequestGuard.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::resumeparameter {

/**
 * The different ids that the request names, in order, without the empty ones. Where the field is there the
 * query says nothing: a client's URL stays as it was made, while the field is of its last reconnect.
 */
std::vector<std::string> idsOf(const RequestHead &head, const Target &target);

/**
 * The one of @p ids behind which a stream of @p channels (null: not there) has least to catch up in each of
 * them; nothing where no channel knows them, or where each is ahead in another channel. A polyfill that
 * appends the parameter at each reconnect sends the old ones too.
 */
std::optional<std::string> newestOf(const std::vector<std::string> &ids,
                                    const std::vector<std::shared_ptr<const Channel>> &channels);

} // namespace sluice::resumeparameter
