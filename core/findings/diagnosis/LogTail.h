// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a file that somebody else appends to, line by line, across its rotation: renamed and made anew, or
// truncated in place. It never waits: a poll reads what is there, so much at most. Owned by ProxyLogs; one
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sluice {

class LogTail
{
public:
    /** Longer lines are cut here, and their rest is dropped. */
    static constexpr std::size_t longestLine = std::size_t{64} * 1024;

    /** Bytes that one poll reads at most; the rest waits for the next. */
    static constexpr std::size_t mostPerPoll = std::size_t{4} * 1024 * 1024;

    /** Called with each line, without its end. */
    using TakeLine = std::function<void(std::string_view line)>;

    /** Begins at the end that the file has at the first poll, and at the beginning of one that appears later.
     */
    explicit LogTail(std::string path);
    ~LogTail();
    LogTail(const LogTail &) = delete;
    LogTail &operator=(const LogTail &) = delete;

    /** Reads what was added since the last call. */
    void poll(const TakeLine &take);

    const std::string &path() const { return m_path; }

    /** Why the file is not followed, as of the last poll; empty while it is. A file that is gone from its
     * name is still read where it was open: who writes it may not know yet. */
    const std::string &problem() const { return m_problem; }

private:
    class File;

    void look();
    void open();

    const std::string m_path;
    std::string m_problem;
    std::unique_ptr<File> m_file; ///< what the path named last
    std::unique_ptr<File> m_old;  ///< what it named before, while its writer may not have changed over
    int m_oldPolls = 0;           ///< that it is read for yet
    bool m_wasAbsent = false;     ///< so all that a file holds is new
};

} // namespace sluice
