// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/snapshots/Signals.h"

namespace sluice {

Signals::Signals(Sources sources, Logger &logger)
    : m_logger(logger)
    , m_snapshotter({std::move(sources.engine), utcNow})
    , m_recorder(m_snapshotter.history(),
                 [this](bool isWrong, const std::string &message) {
                     m_logger.log(isWrong ? LogLevel::Error : LogLevel::Info, message);
                 })
    , m_endLog(std::move(sources.ends), logger)
{
    m_snapshotter.addListener([this](const SnapshotPointer &) { m_recorder.wake(); });
}

Signals::~Signals()
{
    m_snapshotter.stop();
    m_endLog.finish(Clock::now());
}

void Signals::apply(const Settings &settings)
{
    m_snapshotter.setInterval(settings.metrics_interval);
    m_snapshotter.history().setSpan(settings.metrics_history);
    m_recorder.setPlan({settings.recording_csv_directory, settings.recording_max_file_size,
                        settings.recording_max_file_age, settings.recording_max_files});
    m_endLog.setRate(settings.log_end_rate);
}

SignalFigures Signals::figures() const
{
    SignalFigures figures;
    figures.recording = m_recorder.figures();
    figures.waits = CpuWaits::read();
    figures.snapshotsHeld = static_cast<std::int64_t>(m_snapshotter.history().size());
    if (const auto latest = m_snapshotter.history().latest())
        figures.heapBytes = latest->heap_bytes;
    figures.logLinesLost = m_logger.lost();
    return figures;
}

} // namespace sluice
