// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/Logger.h"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr Milliseconds farewellTime{1000};
constexpr int pollMs = 100;

} // namespace

LogReader Logger::readerOf(int fd)
{
    const char *stream = std::getenv("JOURNAL_STREAM");
    struct stat about
    {
    };
    if (stream == nullptr || ::fstat(fd, &about) != 0)
        return LogReader::Anybody;
    // Another service's stream may be inherited while stderr goes elsewhere: systemd.exec(5) says to compare.
    const std::string own = std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino);
    return own == stream ? LogReader::Journal : LogReader::Anybody;
}

Logger::Logger(LogFormat format, LogReader reader, int fd)
    : m_format(format)
    , m_reader(reader)
    , m_fd(fd)
    , m_thread([this] { run(); })
{
}

Logger::~Logger()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_stopBy = Clock::now() + farewellTime;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Logger::log(LogLevel level, std::string_view message, std::span<const LogField> fields)
{
    std::string line = logLine(m_format, m_reader, utcNow(), level, message, fields);
    {
        const std::lock_guard lock(m_mutex);
        if (m_lines.size() >= mostWaiting) {
            ++m_lost;
            ++m_lostUntold;
            return;
        }
        m_lines.push_back(std::move(line));
    }
    m_wake.notify_all();
}

std::int64_t Logger::lost() const
{
    const std::lock_guard lock(m_mutex);
    return m_lost;
}

void Logger::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stop || !m_lines.empty(); });
        if (m_lines.empty() || (m_stop && Clock::now() > m_stopBy))
            return;
        const std::string line = m_lines.front();
        lock.unlock();
        const Written written = write(line);
        lock.lock();
        if (written == Written::NotYet)
            continue;
        m_lines.pop_front();
        if (written == Written::Lost) {
            ++m_lost;
            ++m_lostUntold;
        } else if (m_lostUntold > 0 && m_lines.size() < mostWaiting / 2) {
            tellOfLost(lock);
        }
    }
}

/** Written, not queued: on a disk that is full it would be lost in its turn, and told of again. */
void Logger::tellOfLost(std::unique_lock<std::mutex> &lock)
{
    const std::int64_t untold = m_lostUntold;
    const std::array<LogField, 1> fields{LogField{"lines", untold}};
    const std::string line =
        logLine(m_format, m_reader, utcNow(), LogLevel::Warning,
                "log lines were lost: nobody read them in time, or they could not be written", fields);
    lock.unlock();
    const bool isTold = write(line) == Written::Whole;
    lock.lock();
    m_lostUntold -= isTold ? untold : 0;
}

Logger::Written Logger::write(const std::string &line)
{
    // A pipe that is ready takes PIPE_BUF bytes at once, so the thread cannot be caught in write().
    pollfd ready{m_fd, POLLOUT, 0};
    if (::poll(&ready, 1, pollMs) <= 0)
        return Written::NotYet;
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t bytes = ::write(m_fd, rest.data(), rest.size());
        if (bytes < 0 && errno == EINTR)
            continue;
        if (bytes < 0 && errno == EAGAIN && rest.size() == line.size())
            return Written::NotYet;
        if (bytes <= 0)
            return Written::Lost; // nobody reads any more, or the disk is full
        rest.remove_prefix(static_cast<std::size_t>(bytes));
    }
    return Written::Whole;
}

} // namespace sluice
