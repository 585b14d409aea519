// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/LogTail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

// A program that rotates a log renames it, makes a new one, and only then tells the writer: at one poll a
// second the old file is read for half a minute more, unless the new one has lines earlier.
constexpr int pollsOfOld = 30;

// Once the new file is written, the old one ends: one poll more, for a writer of several processes.
constexpr int pollsAfterChange = 2;

} // namespace

/** One open file, and how far it is read. */
class LogTail::File
{
public:
    /** Takes the descriptor. */
    File(int descriptor, const struct stat &status, std::int64_t offset)
        : m_descriptor(descriptor)
        , m_device(status.st_dev)
        , m_inode(status.st_ino)
        , m_offset(offset)
    {
        // In the middle of a line, which begins with what nobody read.
        char before = '\n';
        m_isSkipping = offset > 0 && ::pread(descriptor, &before, 1, offset - 1) == 1 && before != '\n';
    }
    ~File() { ::close(m_descriptor); }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    bool is(const struct stat &status) const { return status.st_dev == m_device && status.st_ino == m_inode; }

    std::int64_t offset() const { return m_offset; }

    /** Reads at most @p most bytes; true at the end of the file. Errors leave it where it is. */
    bool read(std::size_t most, const TakeLine &take)
    {
        struct stat status
        {
        };
        if (::fstat(m_descriptor, &status) == 0 && status.st_size < m_offset) {
            m_offset = 0; // truncated in place: what is there now is new
            m_partial.clear();
            m_isSkipping = false;
        }
        std::array<char, longestLine> bytes{};
        while (most > 0) {
            const ssize_t count = ::pread(m_descriptor, bytes.data(), std::min(most, bytes.size()),
                                          static_cast<off_t>(m_offset));
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return true;
            m_offset += count;
            most -= static_cast<std::size_t>(count);
            split({bytes.data(), static_cast<std::size_t>(count)}, take);
        }
        return false;
    }

    /** Nobody will write it on: its last line has no end. */
    void finish(const TakeLine &take)
    {
        if (!m_partial.empty() && !m_isSkipping)
            take(m_partial);
        m_partial.clear();
    }

private:
    void split(std::string_view bytes, const TakeLine &take)
    {
        while (!bytes.empty()) {
            const std::size_t end = bytes.find('\n');
            const std::string_view piece = bytes.substr(0, end);
            if (end == std::string_view::npos) {
                keep(piece, take);
                return;
            }
            if (m_isSkipping)
                m_isSkipping = false;
            else if (m_partial.empty())
                take(piece.substr(0, longestLine));
            else
                take(m_partial.append(piece.substr(0, longestLine - m_partial.size())));
            m_partial.clear();
            bytes.remove_prefix(end + 1);
        }
    }

    /** The beginning of a line whose end is not written yet. */
    void keep(std::string_view piece, const TakeLine &take)
    {
        if (m_isSkipping)
            return;
        m_partial.append(piece.substr(0, longestLine - m_partial.size()));
        if (m_partial.size() < longestLine)
            return;
        take(m_partial);
        m_partial.clear();
        m_isSkipping = true;
    }

    const int m_descriptor;
    const dev_t m_device;
    const ino_t m_inode;
    std::int64_t m_offset;
    std::string m_partial;     ///< a line whose end has not come
    bool m_isSkipping = false; ///< the rest of a line that was cut, or whose beginning was not read
};

LogTail::LogTail(std::string path)
    : m_path(std::move(path))
{
}

LogTail::~LogTail() = default;

void LogTail::poll(const TakeLine &take)
{
    m_problem.clear();
    look();
    if (m_old && m_old->read(mostPerPoll, take) && --m_oldPolls <= 0) {
        m_old->finish(take);
        m_old.reset();
    }
    if (!m_file)
        return;
    m_file->read(mostPerPoll, take);
    if (m_old && m_file->offset() > 0)
        m_oldPolls = std::min(m_oldPolls, pollsAfterChange);
}

void LogTail::look()
{
    struct stat named
    {
    };
    if (::stat(m_path.c_str(), &named) != 0) {
        m_problem = errno == ENOENT ? "there is no such file" : std::strerror(errno);
        m_wasAbsent = m_wasAbsent || errno == ENOENT;
        return;
    }
    if (!S_ISREG(named.st_mode)) {
        m_problem = "it is not a regular file";
        return;
    }
    if (!m_file || !m_file->is(named))
        open();
}

void LogTail::open()
{
    // What stands there may have changed since: a pipe must not make anybody wait.
    const int descriptor = ::open(m_path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        m_problem = std::strerror(errno);
        return;
    }
    struct stat status
    {
    };
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        m_problem = "it is not a regular file";
        ::close(descriptor);
        return;
    }
    const bool isFirst = !m_file && !m_wasAbsent;
    if (m_file) {
        m_old = std::move(m_file);
        m_oldPolls = pollsOfOld;
    }
    m_file = std::make_unique<File>(descriptor, status, isFirst ? status.st_size : 0);
}

} // namespace sluice
