// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadOptions.h"

#include "base/text/Units.h"
#include "load/run/LoadEvent.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace sluice {

namespace {

constexpr std::int64_t kMostClients = 1'000'000;
constexpr std::int64_t kMostChannels = 1'000'000;
constexpr std::int64_t kMostPublishers = 64; // each stream keeps 4 bytes per publisher
constexpr std::int64_t kMostSize = 16 << 20;
constexpr std::int64_t kMostConnectsAtOnce = 10'000;
constexpr std::int64_t kMostSlowRate = 1 << 30;
constexpr double kMostRate = 1e7;
constexpr std::string_view kChannelMark = "%CH%";

std::optional<Error> outside(std::string_view option, std::int64_t value, std::int64_t least,
                             std::int64_t most)
{
    if (value >= least && value <= most)
        return std::nullopt;
    return inputError(std::string(option) + " is " + std::to_string(value) + ", but must be " +
                      std::to_string(least) + " to " + std::to_string(most));
}

std::optional<Error> brokenRange(const LoadOptions &options)
{
    if (auto error = outside("--clients", options.clients, 1, kMostClients))
        return error;
    if (auto error = outside("--channels", options.channels, 1, kMostChannels))
        return error;
    if (auto error = outside("--publishers", options.publishers, 1, kMostPublishers))
        return error;
    if (auto error = outside("--size", options.size, LoadEventFormat::kMinimumSize, kMostSize))
        return error;
    if (auto error = outside("--stalled", options.stalled, 0, options.clients))
        return error;
    if (auto error = outside("--slow", options.slow, 0, options.clients - options.stalled))
        return error;
    if (auto error = outside("--slow-rate", options.slowRate, 1, kMostSlowRate))
        return error;
    if (auto error = outside("--spike", options.spike, 0, kMostClients))
        return error;
    if (auto error = outside("--processes", options.processes, 0, kMostProcesses))
        return error;
    if (auto error = outside("--connects", options.connectsAtOnce, 1, kMostConnectsAtOnce))
        return error;
    if (options.churn < 0 || options.churn > 1)
        return inputError("--churn is " + formatRate(options.churn * 100) + "%, but must be 0 to 100%");
    if (options.rate < 0 || options.rate > kMostRate)
        return inputError("--rate is " + formatRate(options.rate) + ", but must be 0 to " +
                          formatRate(kMostRate));
    return std::nullopt;
}

std::optional<Error> brokenProfile(const LoadOptions &options)
{
    using std::chrono::milliseconds;
    if (options.ramp > milliseconds(0) && options.hold > milliseconds(0))
        return inputError(
            "--ramp and --hold: a ramp publishes from its first client on, and a hold is silent "
            "until all are there; give one of them");
    if (options.spike == 0)
        return std::nullopt;
    if (options.duration <= milliseconds(0))
        return inputError("--spike needs --duration: when shall the clients come and go?");
    if (options.spikeAt >= options.duration || options.spikeAt + options.spikeFor > options.duration)
        return inputError("--spike-at " + formatDuration(options.spikeAt) + " and --spike-for " +
                          formatDuration(options.spikeFor) + " end after --duration " +
                          formatDuration(options.duration));
    return std::nullopt;
}

std::optional<Error> brokenRelation(const LoadOptions &options)
{
    const auto namesChannel = [](const std::string &url) {
        return url.find(kChannelMark) != std::string::npos;
    };
    if (options.url.empty())
        return inputError("--url is missing: the stream that the clients shall open");
    if (options.rate > 0 && options.publishUrl.empty())
        return inputError("--publish-url is missing, but --rate is " + formatRate(options.rate) +
                          "; give a URL to publish to, or --rate 0");
    if (auto error = brokenProfile(options))
        return error;
    if (options.thresholds.rssGrowth && options.pids.empty())
        return inputError("--max-rss-growth needs --pid: whose memory shall not grow?");
    if ((options.thresholds.p50 || options.thresholds.p99) && options.rate <= 0)
        return inputError("--p50 and --p99 need --rate: without events there is no latency");
    if (options.thresholds.publishShare && options.rate <= 0)
        return inputError("--min-publish-share needs --rate: a share of which rate?");
    if (options.channels == 1)
        return std::nullopt;
    if (!namesChannel(options.url))
        return inputError("--channels is " + std::to_string(options.channels) +
                          ", but --url has no %CH% for the channel's number");
    if (options.rate > 0 && !namesChannel(options.publishUrl))
        return inputError("--channels is " + std::to_string(options.channels) +
                          ", but --publish-url has no %CH% for the channel's number");
    return std::nullopt;
}

} // namespace

tl::expected<LoadOptions, Error> validated(LoadOptions options)
{
    if (auto error = brokenRange(options))
        return tl::unexpected(std::move(*error));
    const std::chrono::milliseconds third = options.duration / 3;
    if (options.spikeAt == std::chrono::milliseconds(0))
        options.spikeAt = third;
    if (options.spikeFor == std::chrono::milliseconds(0) && options.spikeAt < options.duration)
        options.spikeFor = std::min(third, options.duration - options.spikeAt);
    if (auto error = brokenRelation(options))
        return tl::unexpected(std::move(*error));
    return options;
}

} // namespace sluice
