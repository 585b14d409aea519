// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/Channel.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

namespace sluice {

namespace {

// A rate over less would jump.
constexpr std::chrono::milliseconds leastRateSpan{500};

// Clients come back after some seconds: their own choice, or what the last `retry:` spread them over.
constexpr std::chrono::seconds longestReturn{30};

// One event more than the mark is no sign of a slow client, nor are a few in a row.
constexpr std::uint64_t eventsInARow = 4;

// Bodies in a row, of the largest kind, that a client may still be reading: a page that loads, a link that is
// late.
constexpr std::int64_t bodiesInARow = 8;

} // namespace

Channel::Channel(std::string name, std::string epoch, std::span<DirtySink *const> workers,
                 ChannelBudget &budget)
    : m_name(std::move(name))
    , m_budget(budget)
    , m_log(std::move(epoch))
    , m_workers(workers.size())
{
    for (std::size_t i = 0; i < workers.size(); ++i)
        m_workers[i].sink = workers[i];
}

Channel::~Channel()
{
    m_budget.totalBytes.fetch_sub(m_accounted, std::memory_order_relaxed);
    uncountAsReaders();
}

void Channel::countAsReaders()
{
    const std::lock_guard lock(m_mutex);
    m_isReaders = true;
    m_budget.readerOnly.fetch_add(1, std::memory_order_relaxed);
}

void Channel::uncountAsReaders()
{
    if (std::exchange(m_isReaders, false))
        m_budget.readerOnly.fetch_sub(1, std::memory_order_relaxed);
}

std::uint64_t Channel::pinned() const
{
    std::uint64_t lowest = std::numeric_limits<std::uint64_t>::max();
    for (const Attachment &worker : m_workers)
        if (worker.subscribers > 0)
            lowest = std::min({lowest, worker.pinned, worker.owed});
    return lowest;
}

void Channel::account()
{
    const std::int64_t memory = m_log.memory();
    m_budget.totalBytes.fetch_add(memory - m_accounted, std::memory_order_relaxed);
    m_accounted = memory;
}

tl::expected<Channel::Published, Channel::Refused> Channel::publish(std::string_view fields,
                                                                    std::string_view id, Instant now)
{
    const LogLimits limits = m_budget.current();
    const TokenBucket::Rate rate = m_budget.currentPublishRate();
    // One allocation a thread, not one a publish; engine.workers = auto has no upper bound.
    thread_local std::vector<std::pair<DirtySink *, WatchToken>> wake;
    wake.clear();
    Published result;
    {
        const std::lock_guard lock(m_mutex);
        if (m_forgotten)
            return tl::unexpected(Refused::Forgotten);
        m_lastUse = now;
        result.subscribers = m_subscribers;
        if (!id.empty() && m_log.holdsPublisherId(id)) {
            result.id = id;
            result.duplicate = true;
            return result;
        }
        if (m_log.isOwnId(id))
            return tl::unexpected(Refused::IdTaken);
        if (m_pausedSince)
            return tl::unexpected(Refused::Paused);
        const std::int64_t total = m_budget.totalBytes.load(std::memory_order_relaxed);
        const std::int64_t totalLimit = m_budget.totalLimit.load(std::memory_order_relaxed);
        // The registry sheds history when the bound is passed; twice the bound means that streams still need
        // it all.
        if (total > 2 * totalLimit)
            return tl::unexpected(Refused::Full);
        if (!m_publishes.take(rate, now))
            return tl::unexpected(Refused::TooFast);

        result.id = m_log.append(fields, id, now);
        ++m_published;
        uncountAsReaders();
        m_log.trim(limits, pinned(), m_subscribers > 0, now);
        account();
        for (Attachment &worker : m_workers) {
            if (worker.subscribers == 0 || worker.dirty)
                continue;
            worker.dirty = true;
            wake.emplace_back(worker.sink, worker.watch);
        }
    }
    for (const auto &[sink, watch] : wake)
        sink->markDirty(watch);
    return result;
}

tl::expected<Subscription, Channel::Refused> Channel::subscribe(std::size_t worker, WatchToken watch,
                                                                std::string_view resumeId)
{
    const std::lock_guard lock(m_mutex);
    if (m_forgotten)
        return tl::unexpected(Refused::Forgotten);
    const std::uint32_t most = m_budget.maxStreams.load(std::memory_order_relaxed);
    if (most > 0 && m_subscribers >= most)
        return tl::unexpected(Refused::Crowded);
    m_lastUse = Clock::now();

    Subscription subscription;
    subscription.cursor = subscription.joined = m_log.head();
    if (!resumeId.empty()) {
        const auto after = m_log.findAfter(resumeId);
        subscription.gap = !after;
        subscription.cursor = after.value_or(m_log.historyStart());
    }
    subscription.position = m_log.idAt(subscription.cursor);

    Attachment &attachment = m_workers[worker];
    if (attachment.subscribers++ == 0) {
        attachment.watch = watch;
        attachment.dirty = false;
        attachment.pinned = subscription.cursor;
        attachment.owed = nothingOwed;
    } else {
        attachment.pinned = std::min(attachment.pinned, subscription.cursor);
    }
    ++m_subscribers;
    return subscription;
}

bool Channel::reaches(std::string_view id) const
{
    return placeBehind(id).has_value();
}

std::optional<std::uint64_t> Channel::placeBehind(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    return m_log.findAfter(id);
}

Channel::Allowance Channel::allowance() const
{
    const LogLimits limits = m_budget.current();
    const auto mark = static_cast<std::uint64_t>(limits.highWaterMark);
    if (m_budget.totalBytes.load(std::memory_order_relaxed) >
        m_budget.totalLimit.load(std::memory_order_relaxed))
        return {mark, mark};
    const std::lock_guard lock(m_mutex);
    Allowance allowance;
    allowance.standing =
        std::max(mark, static_cast<std::uint64_t>(limits.largestBody)) + eventsInARow * m_log.largestKept();
    allowance.moving = allowance.standing +
                       static_cast<std::uint64_t>(std::max(limits.bytes, bodiesInARow * limits.largestBody));
    return allowance;
}

bool Channel::unsubscribe(std::size_t worker, std::uint64_t lacked)
{
    const LogLimits limits = m_budget.current();
    const std::lock_guard lock(m_mutex);
    if (lacked < m_log.head()) {
        const Instant now = Clock::now();
        m_log.keepForReturn(lacked, now + longestReturn, limits, now);
    }
    Attachment &attachment = m_workers[worker];
    if (--attachment.subscribers == 0)
        attachment.pausing = Pausing::No; // nobody is left to wait for
    --m_subscribers;
    m_lastUse = Clock::now();
    if (!isPaused())
        m_pausedSince.reset();
    return m_subscribers == 0 && m_published == 0;
}

Channel::Cut Channel::beginCut(std::uint64_t cursor) const
{
    Cut cut;
    cut.to = m_log.entryEnd(cursor);
    cut.lost = cursor < m_log.tail();
    if (cut.lost || cut.to == cursor)
        return cut;
    cut.partial = m_log.entryContaining(cursor);
    cut.partialSent = cut.partial->chunk.size() - static_cast<std::size_t>(cut.to - cursor);
    return cut;
}

Channel::Cut Channel::dropOldest(std::uint64_t cursor, std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    Cut cut = beginCut(cursor);
    const std::uint64_t to = std::max(cut.to, m_log.newestFitting(bytes));
    if (cut.lost)
        return cut;
    cut.removed = m_log.span(cut.to).events - m_log.span(to).events;
    cut.to = to;
    m_dropped += cut.removed;
    return cut;
}

Channel::Cut Channel::coalesce(std::uint64_t cursor, std::vector<LogEntryView> &kept)
{
    const std::lock_guard lock(m_mutex);
    Cut cut = beginCut(cursor);
    if (cut.lost)
        return cut;
    for (auto entry = m_log.entryAt(cut.to); entry; entry = m_log.entryAt(cut.to)) {
        cut.to = entry->end;
        kept.push_back(*std::move(entry));
    }
    // From the newest to the oldest: whoever is first of its name stays.
    std::unordered_set<std::string_view> names;
    std::vector<LogEntryView> left;
    for (std::size_t i = kept.size(); i-- > 0;)
        if (names.insert(kept[i].eventName()).second)
            left.push_back(std::move(kept[i]));
    std::reverse(left.begin(), left.end());
    cut.removed = static_cast<std::uint32_t>(kept.size() - left.size());
    kept = std::move(left);
    m_coalesced += cut.removed;
    return cut;
}

void Channel::countSlowEnd()
{
    const std::lock_guard lock(m_mutex);
    ++m_slowEnds;
}

void Channel::countDropped(std::size_t count)
{
    const std::lock_guard lock(m_mutex);
    m_dropped += count;
}

bool Channel::isPaused() const
{
    return std::any_of(m_workers.begin(), m_workers.end(),
                       [](const Attachment &worker) { return worker.pausing == Pausing::Yes; });
}

bool Channel::setPausing(std::size_t worker, Pausing pausing)
{
    const std::lock_guard lock(m_mutex);
    Attachment &attachment = m_workers[worker];
    attachment.pausing = attachment.subscribers > 0 ? pausing : Pausing::No;
    const bool was = m_pausedSince.has_value();
    const bool is = isPaused();
    if (was && !is)
        m_pausedSince.reset();
    if (was || !is)
        return false;
    m_pausedSince = Clock::now();
    ++m_pauses;
    return true;
}

void Channel::setPolicy(SlowPolicy policy)
{
    const std::lock_guard lock(m_mutex);
    if (m_policy.load(std::memory_order_relaxed) == SlowPolicy::Disconnect &&
        policy != SlowPolicy::Disconnect)
        for (Attachment &worker : m_workers)
            worker.owed = std::min(worker.owed, m_log.tail());
    m_policy.store(policy, std::memory_order_relaxed);
}

void Channel::setOwed(std::size_t worker, std::uint64_t cursor)
{
    const std::lock_guard lock(m_mutex);
    m_workers[worker].owed = cursor;
}

void Channel::addOwed(std::size_t worker, std::uint64_t cursor)
{
    const std::lock_guard lock(m_mutex);
    m_workers[worker].owed = std::min(m_workers[worker].owed, cursor);
}

std::uint64_t Channel::beginRound(std::size_t worker, std::uint64_t pinned)
{
    const std::lock_guard lock(m_mutex);
    Attachment &attachment = m_workers[worker];
    attachment.dirty = false;
    attachment.pinned = pinned;
    return m_log.head();
}

bool Channel::range(std::uint64_t from, Range &range) const
{
    const std::lock_guard lock(m_mutex);
    if (from < m_log.tail())
        return false;
    range.from = from;
    range.to = m_log.head();
    const EventLog::Span span = m_log.span(from);
    range.events = span.events;
    range.oldest = span.oldest;
    m_log.slices(from, range.slices);
    return true;
}

std::optional<LogEntryView> Channel::entryAt(std::uint64_t offset) const
{
    const std::lock_guard lock(m_mutex);
    return m_log.entryAt(offset);
}

bool Channel::hasLost(std::uint64_t offset) const
{
    const std::lock_guard lock(m_mutex);
    return offset < m_log.tail();
}

std::string Channel::idAt(std::uint64_t offset) const
{
    const std::lock_guard lock(m_mutex);
    return m_log.idAt(offset);
}

std::uint64_t Channel::backlog(std::uint64_t cursor) const
{
    const std::lock_guard lock(m_mutex);
    if (cursor < m_log.tail())
        return m_log.head() - cursor;
    return m_log.head() - m_log.entryEnd(cursor);
}

bool Channel::onBoundary(std::uint64_t offset) const
{
    const std::lock_guard lock(m_mutex);
    // Where the log no longer holds the entry, nobody can finish it.
    return offset >= m_log.tail() && m_log.entryEnd(offset) == offset;
}

std::uint32_t Channel::eventsBetween(std::uint64_t from, std::uint64_t to) const
{
    const std::lock_guard lock(m_mutex);
    return m_log.span(from).events - m_log.span(to).events;
}

void Channel::trim(Instant now)
{
    const LogLimits limits = m_budget.current();
    const std::lock_guard lock(m_mutex);
    takeRate(now);
    m_log.trim(limits, pinned(), m_subscribers > 0, now);
    account();
}

void Channel::shed(std::int64_t bytes)
{
    const LogLimits limits = m_budget.current();
    const std::lock_guard lock(m_mutex);
    m_log.shed(bytes, limits, pinned(), m_subscribers > 0);
    account();
}

bool Channel::forget(Instant idleSince)
{
    const std::lock_guard lock(m_mutex);
    if (m_subscribers > 0 || !m_log.historyEmpty() || m_lastUse > idleSince)
        return false;
    m_forgotten = true;
    uncountAsReaders();
    return true;
}

bool Channel::forgetUnused()
{
    const std::lock_guard lock(m_mutex);
    if (m_subscribers > 0 || m_published > 0 || m_forgotten)
        return false;
    m_forgotten = true;
    uncountAsReaders();
    return true;
}

void Channel::takeRate(Instant now)
{
    const std::chrono::duration<double> span = now - m_rated;
    if (span < leastRateSpan)
        return;
    m_publishRate = static_cast<double>(m_published - m_ratedPublished) / span.count();
    m_ratedPublished = m_published;
    m_rated = now;
}

ChannelFacts Channel::facts() const
{
    const std::lock_guard lock(m_mutex);
    ChannelFacts facts;
    facts.name = m_name;
    facts.subscribers = m_subscribers;
    facts.historyCount = m_log.historyCount();
    facts.historyBytes = m_log.historyBytes();
    facts.headId = m_log.idAt(m_log.head());
    facts.published = m_published;
    facts.publishRate = m_publishRate;
    facts.policy = policy();
    facts.dropped = m_dropped;
    facts.coalesced = m_coalesced;
    facts.pauses = m_pauses;
    facts.slowEnds = m_slowEnds;
    facts.pausedSince = m_pausedSince;
    if (!m_log.historyEmpty())
        facts.oldest = m_log.oldestPublished();
    return facts;
}

} // namespace sluice
