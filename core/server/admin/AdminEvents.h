// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The admin thread's own little engine: private channels and a reactor for the streams of GET /api/v1/events.
// Nothing of it is the public engine's, so what an operator watches costs no public stream anything, and is
// not counted as one. Owned by the AdminThread; that thread only, except publish().
#pragma once

#include "engine/worker/Reactor.h"
#include "settings/Settings.h"

namespace sluice {

class AdminEvents
{
public:
    /** Most event streams at once: what the admin listener's descriptors leave besides its requests. */
    std::int64_t maxStreams() const { return m_maxStreams; }

    /** Of them those that only an operator gets: watchers must not keep out who has to act. */
    static constexpr std::int64_t operatorStreams = 2;

    /** What can be watched: each is a private channel, and the name of its events. */
    static constexpr std::array<std::string_view, 3> names{"snapshot", "audit", "drain"};

    /** @p descriptors are the admin listener's. */
    explicit AdminEvents(FdBudget &descriptors);

    /** Tells all who watch: an event @p name (one of names) whose data is @p json. Any thread; never waits.
     */
    void publish(std::string_view name, std::string_view json);

    /** Whether a viewer may open one more: whoever fills the viewers' places leaves the operators theirs. */
    bool hasRoomForViewer() const;

    /** Ends all streams, whose clients may come back if their token is still right. */
    void endAll();

    /** Puts the timeouts and the high-water mark of the public streams in force here too. */
    void apply(const Settings &settings);

    /** Runs the streams' deadlines and trims history. */
    void tick(Instant now);

    /** Whether no stream has a descriptor left. */
    bool isEmpty() const;

    Reactor &reactor() { return m_reactor; }
    const ChannelRegistry &channels() const { return m_channels; }

private:
    const std::int64_t m_maxStreams;
    Admission m_admission;
    Reactor m_reactor;
    ChannelRegistry m_channels;
    Instant m_housekeepAt;
};

} // namespace sluice
