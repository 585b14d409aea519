// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Records every snapshot as CSV in a directory, in a thread of its own: whatever the disk does, nobody else
// waits for it. A file is called *.csv.part until it is finished. What a full disk refuses is written later,
// out of the history of snapshots. Owned by the Signals; any thread may call it.
#pragma once

#include "server/recording/RecordingFile.h"
#include "server/snapshots/SnapshotHistory.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace sluice {

class CsvRecorder
{
public:
    struct Plan
    {
        std::string directory; ///< empty: nothing is recorded
        std::int64_t maxFileSize = 64 << 20;
        Milliseconds maxFileAge{86'400'000};
        std::int64_t maxFiles = 30;
        bool operator==(const Plan &) const = default;
    };

    /** What it has done so far, and whether it works. */
    struct Figures
    {
        std::int64_t snapshots = 0; ///< recorded
        std::int64_t errors = 0;    ///< attempts that failed
        bool isRecording = false;   ///< a directory is set, and the last attempt succeeded
        bool isFailing = false;     ///< a directory is set, and the last attempt failed
    };

    /** Tells a person: something is wrong, or right again. Called in the recorder's thread. */
    using Tell = std::function<void(bool isWrong, const std::string &message)>;

    /** @p history outlives it; @p utc is the clock that names the files, a test's may jump. */
    CsvRecorder(const SnapshotHistory &history, Tell tell, std::function<UtcTime()> utc = utcNow);
    /** Finishes the file. */
    ~CsvRecorder();
    CsvRecorder(const CsvRecorder &) = delete;
    CsvRecorder &operator=(const CsvRecorder &) = delete;

    /** From now on this is the plan; another directory begins another file. */
    void setPlan(const Plan &plan);

    /** There is another snapshot in the history. */
    void wake();

    Figures figures() const;

private:
    void run();
    tl::expected<std::size_t, Error> record(const Plan &plan);
    tl::expected<void, Error> finishFile(const Plan &plan);
    void account(const tl::expected<std::size_t, Error> &outcome, const Plan &plan);

    const SnapshotHistory &m_history;
    const Tell m_tell;
    const std::function<UtcTime()> m_utc;

    std::optional<RecordingIdentity> m_identity; ///< the recorder's thread only, as the next four
    std::unique_ptr<RecordingFile> m_file;       ///< of that identity
    Instant m_last = Clock::now();               ///< of the last snapshot recorded
    std::int64_t m_recorded = 0;                 ///< snapshots
    Instant m_failingSince;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Plan m_plan; ///< guarded by m_mutex, as all that follows
    Figures m_figures;
    bool m_isDue = false;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace sluice
