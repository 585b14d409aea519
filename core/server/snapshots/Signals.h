// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that watches the engine, put together: the snapshots, their recorder and the log of ends. Owned
// by the Server; any thread may call it, unless a function says otherwise.
#pragma once

#include "server/log/EndLog.h"
#include "server/recording/CsvRecorder.h"
#include "server/snapshots/SignalFigures.h"
#include "server/snapshots/Snapshotter.h"
#include "settings/Settings.h"

namespace sluice {

class Signals
{
public:
    struct Sources
    {
        std::function<EngineFigures()> engine; ///< called from any thread
        std::vector<const EndsRing *> ends;
    };
    /** @p logger and what the sources read outlive it. */
    Signals(Sources sources, Logger &logger);
    ~Signals();
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;

    /** Puts the settings metrics.*, recording.* and log.end_rate in force. */
    void apply(const Settings &settings);

    /** Begins to take snapshots; listeners are added before. The owner's thread. */
    void start() { m_snapshotter.start(); }

    /** Logs the streams that ended since the last call; a few times a second. One thread at a time. */
    void pollEnds() { m_endLog.poll(Clock::now()); }

    Snapshotter &snapshotter() { return m_snapshotter; }
    const Snapshotter &snapshotter() const { return m_snapshotter; }

    /** What the watching itself counts. */
    SignalFigures figures() const;

private:
    Logger &m_logger;
    Snapshotter m_snapshotter;
    CsvRecorder m_recorder;
    EndLog m_endLog;
};

} // namespace sluice
