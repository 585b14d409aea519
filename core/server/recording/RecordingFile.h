// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One file of a recording, from its .part to its finished name, and the house-keeping of its directory. Owned
// by the CsvRecorder, its thread only.
#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "server/recording/RecordingIdentity.h"

#include <memory>
#include <string>

#include <tl/expected.hpp>

namespace sluice {

class RecordingFile
{
public:
    /**
     * Makes sluice-<UTC>-<word>.csv.part with @p header. Names go by @p now, but always on from the newest
     * of this word: the oldest by name are what removeOldest() removes, and a clock that was set back must
     * not make them the newest.
     */
    static tl::expected<std::unique_ptr<RecordingFile>, Error>
    create(const RecordingIdentity &identity, const std::string &header, UtcTime now = utcNow());

    /** Closes without finishing: the .part stays and is finished at the next start. */
    ~RecordingFile();
    RecordingFile(const RecordingFile &) = delete;
    RecordingFile &operator=(const RecordingFile &) = delete;

    /** Appends whole lines, or nothing at all. */
    tl::expected<void, Error> append(const std::string &lines);

    /** Brings everything to the disk and gives the file its finished name. */
    tl::expected<void, Error> finish();

    std::int64_t size() const { return m_size; }
    Clock::duration age() const { return Clock::now() - m_begun; }

    /** Whether somebody took the file away. */
    bool isGone() const;

    /** Finishes what an engine of that identity has left behind; none of them is running now. */
    static void adoptLeftovers(const RecordingIdentity &identity);

    /** Removes the oldest finished files of that identity until @p most of its files, unfinished ones
     * included, are left. Nobody else's file is touched. */
    static void removeOldest(const RecordingIdentity &identity, std::int64_t most);

private:
    RecordingFile(std::string name, int fd);

    const std::string m_name; ///< finished, with the directory
    const int m_fd;
    const Instant m_begun = Clock::now();
    std::int64_t m_size = 0; ///< of whole lines
};

} // namespace sluice
