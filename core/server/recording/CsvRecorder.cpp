// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/recording/CsvRecorder.h"

#include "model/SnapshotCsv.h"

namespace sluice {

namespace {

// Of a backlog that a full disk has left: enough for good progress, short enough to end soon.
constexpr std::size_t batch = 200;

// After an error, so that a full disk is not asked more often than it can matter.
constexpr std::chrono::seconds retryInterval{1};

} // namespace

CsvRecorder::CsvRecorder(const SnapshotHistory &history, Tell tell, std::function<UtcTime()> utc)
    : m_history(history)
    , m_tell(std::move(tell))
    , m_utc(std::move(utc))
    , m_thread([this] { run(); })
{
}

CsvRecorder::~CsvRecorder()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void CsvRecorder::setPlan(const Plan &plan)
{
    {
        const std::lock_guard lock(m_mutex);
        m_plan = plan;
        m_isDue = true;
    }
    m_wake.notify_all();
}

void CsvRecorder::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isDue = true;
    }
    m_wake.notify_all();
}

CsvRecorder::Figures CsvRecorder::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

void CsvRecorder::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || m_isDue; });
        const bool isLast = m_stop;
        m_isDue = false;
        const Plan plan = m_plan;
        const bool wasFailing = m_figures.isFailing;
        lock.unlock();
        const auto outcome = record(plan);
        account(outcome, plan);
        if (isLast && m_file)
            static_cast<void>(finishFile(plan));
        lock.lock();
        if (isLast)
            return;
        if (outcome && *outcome == batch)
            m_isDue = true; // there is more
        if (!outcome && wasFailing)
            m_wake.wait_for(lock, retryInterval, [this] { return m_stop; });
    }
}

tl::expected<std::size_t, Error> CsvRecorder::record(const Plan &plan)
{
    if (m_identity && m_identity->directory() != plan.directory) {
        if (m_file && !finishFile(plan))
            m_file.reset(); // whatever became of the old place, recording goes on in the new one
        m_identity.reset();
    }
    if (plan.directory.empty()) {
        m_last = Clock::now();
        return 0;
    }
    if (m_file && m_file->isGone())
        m_file.reset();
    Instant last = m_last;
    const SnapshotPointers rows = m_history.next(last, batch);
    if (rows.empty())
        return 0;
    if (!m_file) {
        if (m_identity && m_identity->isGone())
            m_identity.reset();
        if (!m_identity) {
            auto taken = RecordingIdentity::take(plan.directory);
            if (!taken)
                return tl::unexpected(taken.error());
            m_identity = *std::move(taken);
        }
        RecordingFile::adoptLeftovers(*m_identity);
        const auto workers = static_cast<std::size_t>(rows.front()->workers);
        auto file = RecordingFile::create(*m_identity, snapshotcsv::header(workers), m_utc());
        if (!file)
            return tl::unexpected(file.error());
        m_file = *std::move(file);
        RecordingFile::removeOldest(*m_identity, plan.maxFiles);
    }
    std::string lines;
    for (const SnapshotPointer &row : rows)
        lines += snapshotcsv::row(*row);
    if (const auto written = m_file->append(lines); !written) {
        m_file.reset(); // the next attempt adopts it; its descriptor may never work again
        return tl::unexpected(written.error());
    }
    m_last = last;
    m_recorded += static_cast<std::int64_t>(rows.size());
    if (m_file->size() >= plan.maxFileSize || m_file->age() >= plan.maxFileAge)
        if (const auto finished = finishFile(plan); !finished)
            return tl::unexpected(finished.error());
    return rows.size();
}

tl::expected<void, Error> CsvRecorder::finishFile(const Plan &plan)
{
    auto finished = m_file->finish();
    if (!finished)
        return finished;
    m_file.reset();
    RecordingFile::removeOldest(*m_identity, plan.maxFiles);
    return {};
}

void CsvRecorder::account(const tl::expected<std::size_t, Error> &outcome, const Plan &plan)
{
    const Instant now = Clock::now();
    const bool wasFailing = figures().isFailing; // only this thread changes it
    if (!outcome && !wasFailing) {
        m_failingSince = now;
        m_tell(true, "recording.csv_directory: " + outcome.error().message +
                         "; the engine goes on, and what is missing is written when this works again");
    } else if (outcome && wasFailing && !plan.directory.empty()) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - m_failingSince).count();
        m_tell(false,
               "recording.csv_directory: recording works again after " + std::to_string(seconds) + " s");
    }
    // Last, and all at once: whoever sees a figure finds done what it tells of.
    const std::lock_guard lock(m_mutex);
    m_figures.snapshots = m_recorded;
    m_figures.isFailing = !outcome;
    m_figures.isRecording = outcome && !plan.directory.empty();
    m_figures.errors += outcome ? 0 : 1;
}

} // namespace sluice
