// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whose the files of a recording are: a word that stands in their names, and that one engine at a time has
// for a directory. A lock decides, because two engines may well have the same pid, each in a container of its
// own. An engine that starts again takes the word that is free, and with it the files. Owned by the
// CsvRecorder, its thread only.
#pragma once

#include "base/Error.h"
#include "base/files/Descriptor.h"

#include <string>

#include <tl/expected.hpp>

namespace sluice {

class RecordingIdentity
{
public:
    /** Makes the directory if it lacks, and takes a word in it; .sluice-<word>.lock holds it. */
    static tl::expected<RecordingIdentity, Error> take(const std::string &directory);

    const std::string &directory() const { return m_directory; }

    /** Eight hexadecimal digits. */
    const std::string &word() const { return m_word; }

    /** Whether somebody took the lock's file away, or the directory. */
    bool isGone() const;

private:
    RecordingIdentity(std::string directory, std::string word, Descriptor lock);

    std::string m_directory;
    std::string m_word;
    Descriptor m_lock;
};

} // namespace sluice
