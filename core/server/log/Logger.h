// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the log to stderr from a thread of its own, so that whoever logs never waits for whoever reads:
// lines that nobody takes are dropped and counted. Owned by main; log() any thread.
#pragma once

#include "server/log/LogLine.h"

#include <condition_variable>
#include <deque>
#include <initializer_list>
#include <mutex>
#include <thread>

namespace sluice {

class Logger
{
public:
    /** Lines that may wait to be written. */
    static constexpr std::size_t mostWaiting = 2000;

    /** Whether stderr is the journal: JOURNAL_STREAM names the device and inode that @p fd has. */
    static LogReader readerOf(int fd);

    /** Writes to @p fd, which stays open meanwhile. */
    Logger(LogFormat format, LogReader reader, int fd);
    /** Writes what waits, if somebody takes it within a second. */
    ~Logger();
    Logger(const Logger &) = delete;
    Logger &operator=(const Logger &) = delete;

    /** Logs a sentence and what belongs to it. Never waits. */
    void log(LogLevel level, std::string_view message, std::span<const LogField> fields);
    void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {})
    {
        log(level, message, std::span(fields.begin(), fields.size()));
    }

    /** Lines that nobody took in time, or that could not be written. */
    std::int64_t lost() const;

private:
    void run();
    enum class Written : std::uint8_t { Whole, NotYet, Lost };
    Written write(const std::string &line);
    void tellOfLost(std::unique_lock<std::mutex> &lock);

    const LogFormat m_format;
    const LogReader m_reader;
    const int m_fd;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::string> m_lines; ///< guarded by m_mutex, as all that follows
    std::int64_t m_lost = 0;
    std::int64_t m_lostUntold = 0;
    bool m_stop = false;
    Instant m_stopBy;
    std::thread m_thread;
};

} // namespace sluice
