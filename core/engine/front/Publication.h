// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns publish requests into events and their answers: one event a body, or one a line of NDJSON.
// Stateless; any thread.
#pragma once

#include "engine/channel/ChannelRegistry.h"
#include "http/Answer.h"
#include "http/Target.h"

namespace sluice::publication {

/** What a publish changed, for the counters. */
struct Tally
{
    std::int64_t published = 0;
    std::int64_t duplicates = 0;
    std::int64_t full = 0;         ///< refused because history.total_bytes are all owed to streams
    std::int64_t paused = 0;       ///< refused because the channel waits for slow streams
    std::int64_t tooFast = 0;      ///< refused because of publish.channel_rate
    std::int64_t channelLimit = 0; ///< refused because pool.max_channels are there already
};

/** What the settings say of events. */
struct Terms
{
    Milliseconds longestRetry{std::chrono::hours(1)}; ///< publish.max_retry
};

/** A shorter retry: would have every reader of a channel that is away ask ten times a second, and more. */
inline constexpr Milliseconds shortestRetry{100};

/** Most lines of a batch: it is published in one go, and the streams of the worker wait that long. */
inline constexpr std::size_t maxLines = 1000;

/** Publishes @p body as one event of @p channel; `event`, `id` and `retry` come from the query. */
Answer single(ChannelRegistry &channels, const std::string &channel, const Target &target,
              const std::string &body, Tally &tally, const Terms &terms = {});

/**
 * Publishes each line of @p body, an object with data and optionally channel, event, id and retry. Each line
 * stands for itself and gets one line of result: 202 if all went well, 207 if some did not, 400 if none
 * did, or 503 (429 if it is for publish.channel_rate alone) if all of them may succeed later. Above
 * maxLines 413, and nothing is published. Nor is it where @p defaultChannel, which the path names, is no
 * channel's name: who may publish is decided by the path, and this is a path to nowhere, whatever its lines
 * say.
 */
Answer batch(ChannelRegistry &channels, const std::string &defaultChannel, const std::string &body,
             Tally &tally, const Terms &terms = {});

} // namespace sluice::publication
