// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Replaces a file's content so that a reader, or a crash, finds the old or the new one whole: a temporary
// file beside it, synced, then renamed. Where no file may be beside it or take its place, as with one that is
// mounted into a container, it is written in place. Keeps mode and owner, follows a symbolic link to its
// target. A value of its maker; one thread at a time.
#pragma once

#include "base/Error.h"
#include "base/files/TemporaryFile.h"

#include <string>

#include <sys/stat.h>

#include <tl/expected.hpp>

namespace sluice {

class FileReplacement
{
public:
    /** Finds the file behind `path` and that it may be replaced; errors name the file and why not. */
    static tl::expected<FileReplacement, Error> prepare(const std::string &path);

    /** The file that will be replaced, links resolved. */
    const std::string &target() const { return m_target; }

    /** Replaces the content; on an error, also when the file changed since prepare(), it is as it was. */
    tl::expected<void, Error> commit(const std::string &content) const;

private:
    FileReplacement(std::string target, const struct stat &status);

    tl::expected<void, Error> fill(const TemporaryFile &file, const std::string &content) const;
    tl::expected<void, Error> checkUnchanged() const;
    tl::expected<void, Error> overwrite(const std::string &content) const;

    std::string m_target;
    struct stat m_status = {};
};

} // namespace sluice
