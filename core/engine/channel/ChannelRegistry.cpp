// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/ChannelRegistry.h"

#include "http/Framing.h"

#include <algorithm>
#include <charconv>
#include <random>
#include <thread>

namespace sluice {

namespace {

// While pinned logs exceed the bound, publishes look for history to shed when this part of the bound has come
// on top, or this long has passed: streams may have caught up.
constexpr std::int64_t shedAgainPart = 64;
constexpr Milliseconds lookInterval{100};

// Longer waits than a day are no advice; and the rate may be as small as a double can be.
constexpr double longestRetry = 86'400;

// Names that share a counter get a new epoch one for the other, which says a gap where none was: rarely, with
// so many.
constexpr std::size_t incarnationCounters = 4096;

// Epochs tell so many names apart, for whoever resumes one channel by an id of another; a multiple of the
// counters.
constexpr std::size_t namesTold = 1U << 20U;

std::string base36(std::uint64_t value)
{
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, 36).ptr;
    return {digits, static_cast<std::size_t>(end - digits)};
}

// Wall-clock milliseconds and ten random bits: no two runs of an engine share it, and it stays short in every
// id.
std::string makeEngineEpoch()
{
    const auto now =
        std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    return base36((static_cast<std::uint64_t>(now.count()) << 10) | (std::random_device{}() & 1023U));
}

} // namespace

ChannelRegistry::ChannelRegistry(std::vector<DirtySink *> workers)
    : m_workers(std::move(workers))
    , m_engineEpoch(makeEngineEpoch())
    , m_incarnations(incarnationCounters)
{
}

void ChannelRegistry::setLimits(const Limits &limits)
{
    setPolicies(limits.policies); // first, so that smaller limits take nothing that a new policy owes
    constexpr std::size_t all = 100;
    m_maxChannels = limits.maxChannels;
    m_maxReaderOnly = (limits.maxChannels * limits.readerPercent + all - 1) / all;
    m_channelIdleMs = limits.channelIdle.count();
    m_budget.totalLimit = limits.totalBytes;
    m_budget.maxStreams = limits.maxStreamsPerChannel;
    m_shedAgain = 0;
    const std::lock_guard lock(m_budget.mutex);
    m_budget.limits = limits.log;
    m_budget.publishRate = limits.publishRate;
}

void ChannelRegistry::setPolicies(const ChannelPolicies &policies)
{
    const std::unique_lock lock(m_mutex);
    if (m_policies == policies)
        return;
    m_policies = policies;
    for (const auto &[name, channel] : m_channels)
        channel->setPolicy(m_policies.of(name));
}

std::string ChannelRegistry::epochOf(std::string_view name) const
{
    const std::size_t hash = Hash{}(name) % namesTold;
    // The letter parts the two numbers, so that no pair of them reads like another.
    return m_engineEpoch + 'Z' + base36(m_incarnations[hash % incarnationCounters] * namesTold + hash);
}

tl::expected<std::shared_ptr<Channel>, ChannelRegistry::Refused>
ChannelRegistry::obtain(std::string_view name, For whom)
{
    if (auto channel = find(name))
        return channel;
    const std::unique_lock lock(m_mutex);
    if (const auto found = m_channels.find(name); found != m_channels.end())
        return found->second;
    if (m_channels.size() >= m_maxChannels || (whom == For::Reader && readerOnly() >= m_maxReaderOnly))
        return tl::unexpected(Refused::ChannelLimit);
    auto channel = std::make_shared<Channel>(std::string(name), epochOf(name), m_workers, m_budget);
    channel->setPolicy(m_policies.of(name));
    if (whom == For::Reader)
        channel->countAsReaders();
    m_channels.emplace(channel->name(), channel);
    return channel;
}

void ChannelRegistry::release(Channel &channel)
{
    if (channel.forgetUnused())
        erase(channel);
}

void ChannelRegistry::erase(const Channel &channel)
{
    const std::unique_lock lock(m_mutex);
    // Another thread may have forgotten it too, and a third made a new one of that name since.
    const auto found = m_channels.find(channel.name());
    if (found == m_channels.end() || found->second.get() != &channel)
        return;
    if (channel.facts().published > 0)
        ++m_incarnations[Hash{}(channel.name()) % incarnationCounters];
    m_channels.erase(found);
}

tl::expected<Channel::Published, ChannelRegistry::Refused>
ChannelRegistry::publish(std::string_view channel, const Event &event, Instant now)
{
    const std::string fields = framing::fields(event);
    for (;;) {
        const auto target = obtain(channel);
        if (!target)
            return tl::unexpected(target.error());
        auto published = (*target)->publish(fields, event.id, now);
        if (published) {
            shedIfOver(Look::WhenDue, now);
            return *std::move(published);
        }
        switch (published.error()) {
        case Channel::Refused::Full:
            shedIfOver(Look::WhenDue, now);
            return tl::unexpected(Refused::Full);
        case Channel::Refused::Paused:
            return tl::unexpected(Refused::Paused);
        case Channel::Refused::IdTaken:
            return tl::unexpected(Refused::IdTaken);
        case Channel::Refused::TooFast:
            return tl::unexpected(Refused::TooFast);
        case Channel::Refused::Crowded: // said to streams only
        case Channel::Refused::Forgotten:
            break;
        }
        // Forgotten between the look-up and the publish: it is out of the map by now or in a moment.
        std::this_thread::yield();
    }
}

std::chrono::seconds ChannelRegistry::publishRetry()
{
    using std::chrono::seconds;
    const TokenBucket::Rate rate = m_budget.currentPublishRate();
    if (!rate.isOn())
        return seconds(1);
    return std::chrono::ceil<seconds>(
        std::chrono::duration<double>(std::min(longestRetry, 1 / rate.perSecond)));
}

void ChannelRegistry::shedIfOver(Look look, Instant now)
{
    const std::int64_t limit = m_budget.totalLimit.load(std::memory_order_relaxed);
    if (totalBytes() <= limit)
        return;
    const Clock::duration at = now.time_since_epoch();
    const bool isDue = totalBytes() > m_shedAgain.load(std::memory_order_relaxed) ||
                       at - Clock::duration(m_lastLook.load(std::memory_order_relaxed)) >= lookInterval;
    if (look == Look::WhenDue && !isDue)
        return;
    const std::unique_lock shedding(m_shedding, std::try_to_lock);
    if (!shedding)
        return;

    m_lastLook = at.count();
    // Down to seven eighths at once, so that the sort is paid for seldom.
    std::int64_t excess = totalBytes() - limit / 8 * 7;
    struct Candidate
    {
        Instant oldest;
        std::shared_ptr<Channel> channel;
        std::int64_t bytes;
    };
    std::vector<Candidate> candidates;
    for (auto &channel : all())
        if (const ChannelFacts facts = channel->facts(); facts.oldest)
            candidates.push_back({*facts.oldest, channel, facts.historyBytes});
    std::sort(candidates.begin(), candidates.end(),
              [](const Candidate &a, const Candidate &b) { return a.oldest < b.oldest; });
    for (const Candidate &candidate : candidates) {
        if (excess <= 0)
            break;
        const std::int64_t before = totalBytes();
        candidate.channel->shed(std::min(candidate.bytes, excess));
        excess -= std::max<std::int64_t>(0, before - totalBytes());
    }
    // What is left over the bound is owed to streams. To look at every channel again on every publish would
    // make them slower still.
    m_shedAgain = totalBytes() > limit ? totalBytes() + limit / shedAgainPart : 0;
}

void ChannelRegistry::housekeep(Instant now)
{
    const Instant idleSince = now - Milliseconds(m_channelIdleMs.load());
    for (const auto &channel : all()) {
        channel->trim(now);
        if (channel->forget(idleSince))
            erase(*channel);
    }
    shedIfOver(Look::Again, now);
}

std::shared_ptr<Channel> ChannelRegistry::find(std::string_view name) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_channels.find(name);
    return found != m_channels.end() ? found->second : nullptr;
}

std::size_t ChannelRegistry::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_channels.size();
}

std::vector<std::shared_ptr<Channel>> ChannelRegistry::all() const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::shared_ptr<Channel>> channels;
    channels.reserve(m_channels.size());
    for (const auto &[name, channel] : m_channels)
        channels.push_back(channel);
    return channels;
}

std::vector<ChannelFacts> ChannelRegistry::facts() const
{
    std::vector<ChannelFacts> facts;
    for (const auto &channel : all())
        facts.push_back(channel->facts());
    std::sort(facts.begin(), facts.end(),
              [](const ChannelFacts &a, const ChannelFacts &b) { return a.name < b.name; });
    return facts;
}

} // namespace sluice
