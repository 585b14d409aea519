// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// All channels by name: made on demand up to a limit, trimmed and forgotten when idle. Owned by the Engine;
// any thread may call it. Holds the budget that all logs share.
#pragma once

#include "engine/channel/Channel.h"

#include <shared_mutex>
#include <unordered_map>

namespace sluice {

class ChannelRegistry
{
public:
    /** @p workers are the sinks that channels wake, by worker index; they must outlive the registry's last
     * publish. */
    explicit ChannelRegistry(std::vector<DirtySink *> workers);

    struct Limits
    {
        LogLimits log;
        std::int64_t totalBytes = 256 << 20;
        std::size_t maxChannels = 10'000;
        std::size_t readerPercent = 75; ///< of maxChannels that may be there for readers alone, rounded up
        Milliseconds channelIdle{60'000};
        ChannelPolicies policies;
        std::uint32_t maxStreamsPerChannel = 0; ///< 0 is off
        TokenBucket::Rate publishRate;          ///< of each channel
    };
    /** Takes effect at once; what exceeds it goes at the next publish or housekeeping. */
    void setLimits(const Limits &limits);

    enum class Refused {
        ChannelLimit, ///< pool.max_channels are there already, or as many of them as readers may have
        Full,         ///< history.total_bytes are all owed to streams
        Paused,       ///< the channel's publishers wait for slow streams
        IdTaken,      ///< the publisher's id reads like one that the channel gives itself
        TooFast,      ///< beyond Limits::publishRate
    };

    /** Who asks for a channel: readers leave some to those who publish. */
    enum class For : std::uint8_t { Publisher, Reader };

    /** The channel of that (valid) name, made if it is not there. */
    tl::expected<std::shared_ptr<Channel>, Refused> obtain(std::string_view name, For whom = For::Publisher);

    /** Forgets the channel at once if it has no stream and nobody has ever published to it. */
    void release(Channel &channel);

    /** The channel of that name, if it is there. */
    std::shared_ptr<Channel> find(std::string_view name) const;

    /** Publishes @p event, which must have passed Event::check(). */
    tl::expected<Channel::Published, Refused> publish(std::string_view channel, const Event &event,
                                                      Instant now);

    /** Whole seconds, at least 1, after which a publish that was TooFast is sure to find a token if nobody
     * else publishes. */
    std::chrono::seconds publishRetry();

    /** Trims every channel by age, holds the bound over all, and forgets channels that are empty and idle.
     * Once a second is enough. */
    void housekeep(Instant now);

    std::size_t size() const;

    /** Channels that readers have made and nobody has published to. */
    std::size_t readerOnly() const { return m_budget.readerOnly.load(std::memory_order_relaxed); }
    std::int64_t totalBytes() const { return m_budget.totalBytes.load(std::memory_order_relaxed); }

    /** All channels at this moment. */
    std::vector<std::shared_ptr<Channel>> all() const;

    /** What is known of each channel, by name. */
    std::vector<ChannelFacts> facts() const;

private:
    std::string epochOf(std::string_view name) const;
    void erase(const Channel &channel);
    void setPolicies(const ChannelPolicies &policies);
    enum class Look : std::uint8_t { Again, WhenDue };
    void shedIfOver(Look look, Instant now);

    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::vector<DirtySink *> m_workers;
    ChannelBudget m_budget;
    const std::string m_engineEpoch;
    /** By a part of the names' hashes: how many channels that had events have been forgotten. What was never
     * published to comes back as the same, so that who was there before the first event resumes. */
    std::vector<std::uint64_t> m_incarnations; ///< guarded by m_mutex
    std::atomic<std::size_t> m_maxChannels{10'000};
    std::atomic<std::size_t> m_maxReaderOnly{7'500};
    std::atomic<std::int64_t> m_channelIdleMs{60'000};
    std::mutex m_shedding;
    std::atomic<std::int64_t> m_shedAgain{0}; ///< what is pinned cannot be shed: look no earlier than this
    std::atomic<Clock::rep> m_lastLook{0};
    ChannelPolicies m_policies; ///< guarded by m_mutex
    mutable std::shared_mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<Channel>, Hash, std::equal_to<>> m_channels;
};

} // namespace sluice
