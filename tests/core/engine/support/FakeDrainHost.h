// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An engine without streams for the Drain: numbers that leave when told, stall when the test says so, and a
// record of what was asked. Owned by a test, one thread.
#pragma once

#include "engine/drain/Drain.h"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::test {

class FakeDrainHost final : public DrainHost
{
public:
    explicit FakeDrainHost(std::size_t workers)
        : streams(workers)
        , blocked(workers, false)
    {
    }

    /** Opens @p count streams, one worker after the other, as the kernel spreads them. */
    void open(int count)
    {
        for (int i = 0; i < count; ++i) {
            ++lastId;
            streams[lastId % streams.size()].insert(lastId);
        }
    }

    /** Takes a stream away, as its client would. */
    void leave(std::uint64_t id)
    {
        for (auto &worker : streams)
            worker.erase(id);
    }

    /** Lets workers that are not blocked answer the calls that wait. */
    void answerRolls(Drain &drain)
    {
        std::vector<std::pair<std::size_t, std::uint64_t>> later;
        for (const auto &[worker, round] : rollCalls) {
            if (blocked[worker]) {
                later.emplace_back(worker, round);
                continue;
            }
            StreamRoll roll;
            for (const std::uint64_t id : streams[worker])
                roll.push_back({id, 0});
            drain.onRoll(worker, round, roll);
        }
        rollCalls = std::move(later);
    }

    void closeDoors() override { areDoorsOpen = false; }
    void openDoors() override { areDoorsOpen = true; }
    std::int64_t openStreams() const override
    {
        std::int64_t open = 0;
        for (const auto &worker : streams)
            open += static_cast<std::int64_t>(worker.size());
        return open;
    }
    std::int64_t forcedStreams() const override { return forced; }
    std::int64_t missedEvictions() const override { return missed; }
    std::size_t workerCount() const override { return streams.size(); }
    void callRoll(std::size_t worker, std::uint64_t round) override { rollCalls.emplace_back(worker, round); }
    void evict(std::size_t worker, StreamRoll roll, Farewell farewell) override
    {
        for (const StreamName &stream : roll) {
            lastFarewell = farewell;
            told.push_back(stream.id);
            if (blocked[worker] || stalled.contains(stream.id))
                continue;
            if (streams[worker].erase(stream.id) == 0)
                ++missed;
        }
    }
    void force(std::size_t worker, Farewell farewell) override
    {
        lastFarewell = farewell;
        if (blocked[worker])
            return;
        forced += static_cast<std::int64_t>(streams[worker].size());
        streams[worker].clear();
    }
    void reprieve(std::size_t worker) override { reprieved.insert(worker); }
    void wakeDrain() override { ++wakes; }

    std::vector<std::set<std::uint64_t>> streams; ///< ids of each worker
    std::vector<bool> blocked;                    ///< workers that answer nothing
    std::set<std::uint64_t> stalled;              ///< streams that do not go when told
    std::uint64_t lastId = 0;
    std::vector<std::uint64_t> told; ///< in the order of eviction
    std::set<std::size_t> reprieved;
    std::vector<std::pair<std::size_t, std::uint64_t>> rollCalls;
    Farewell lastFarewell;
    std::int64_t forced = 0;
    std::int64_t missed = 0;
    int wakes = 0;
    bool areDoorsOpen = true;
};

} // namespace sluice::test
