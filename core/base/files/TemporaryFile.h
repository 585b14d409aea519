// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A new file beside another one, whose place it takes when it is whole. Until then nobody finds it by the
// other's name, and without it nothing of it stays. A value of its maker; one thread at a time.
#pragma once

#include <string>
#include <system_error>

#include <tl/expected.hpp>

namespace sluice {

class TemporaryFile
{
public:
    /** Makes one in the directory of @p path, for its owner's eyes only: "." and the name of @p path and
     * ".new-" and six characters. Locked while its maker lives; what makers that were killed
     * left there is removed. */
    static tl::expected<TemporaryFile, std::error_code> beside(const std::string &path);

    TemporaryFile(TemporaryFile &&other) noexcept;
    TemporaryFile &operator=(TemporaryFile &&) = delete;
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;
    /** Closes it, and removes it unless it took its place. */
    ~TemporaryFile();

    /** Open for reading and writing; its own. */
    int fd() const { return m_fd; }

    /** Brings what was written to the disk. */
    std::error_code sync() const;

    /** Gives it the name of the file that it was made beside; the name too survives a power cut. */
    std::error_code takePlace();

private:
    TemporaryFile(std::string target, std::string name, int fd);

    std::string m_target;
    std::string m_name; ///< empty: it is nobody's, or has taken its place
    int m_fd;
};

} // namespace sluice
