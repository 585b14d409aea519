// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/FileReplacement.h"

#include "base/files/Descriptor.h"
#include "base/text/QuotedText.h"

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr mode_t anyWrite = S_IWUSR | S_IWGRP | S_IWOTH;
constexpr mode_t permissions = 07777;

Error cannotWrite(const std::string &path, const std::string &why)
{
    return environmentError("cannot write " + quotedText(path) + ": " + why + "; it is unchanged");
}

Error cannotWrite(const std::string &path, int number)
{
    return cannotWrite(path, std::generic_category().message(number));
}

tl::expected<void, Error> writeAll(int fd, std::string_view content, const std::string &path)
{
    while (!content.empty()) {
        const ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return tl::unexpected(cannotWrite(path, errno));
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

bool isSame(const timespec &left, const timespec &right)
{
    return left.tv_sec == right.tv_sec && left.tv_nsec == right.tv_nsec;
}

} // namespace

FileReplacement::FileReplacement(std::string target, const struct stat &status)
    : m_target(std::move(target))
    , m_status(status)
{
}

tl::expected<FileReplacement, Error> FileReplacement::prepare(const std::string &path)
{
    const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(path.c_str(), nullptr), &std::free);
    struct stat status = {};
    if (!resolved || ::stat(resolved.get(), &status) != 0)
        return tl::unexpected(cannotWrite(path, errno));
    if (!S_ISREG(status.st_mode))
        return tl::unexpected(cannotWrite(path, "it is not a regular file"));
    // Root may write everything, but whoever made a file read-only meant it.
    if ((status.st_mode & anyWrite) == 0)
        return tl::unexpected(cannotWrite(path, "it is read-only"));
    if (::faccessat(AT_FDCWD, resolved.get(), W_OK, AT_EACCESS) != 0)
        return tl::unexpected(cannotWrite(path, errno));
    return FileReplacement(resolved.get(), status);
}

tl::expected<void, Error> FileReplacement::commit(const std::string &content) const
{
    auto file = TemporaryFile::beside(m_target);
    if (!file &&
        (file.error().value() == EACCES || file.error().value() == EROFS || file.error().value() == EPERM))
        return overwrite(content); // the file may be written, and its directory may not, as in a container
    if (!file)
        return tl::unexpected(cannotWrite(m_target, file.error().message()));
    if (auto filled = fill(*file, content); !filled)
        return filled;
    if (auto unchanged = checkUnchanged(); !unchanged)
        return unchanged;
    if (const auto error = file->takePlace()) {
        if (error.value() == EBUSY) // a mount point, as a file that was mounted into a container is
            return overwrite(content);
        return tl::unexpected(cannotWrite(m_target, error.message()));
    }
    return {};
}

/** Not all at once: a crash within it leaves a mixture. So room is taken first, and an error puts the old
 * content back. */
tl::expected<void, Error> FileReplacement::overwrite(const std::string &content) const
{
    if (auto unchanged = checkUnchanged(); !unchanged)
        return unchanged;
    const Descriptor file(::open(m_target.c_str(), O_RDWR | O_CLOEXEC));
    if (file.get() < 0)
        return tl::unexpected(cannotWrite(m_target, errno));
    std::string before(static_cast<std::size_t>(m_status.st_size), '\0');
    if (::pread(file.get(), before.data(), before.size(), 0) != m_status.st_size)
        return tl::unexpected(cannotWrite(m_target, "it cannot be read whole before it is written in place"));
    const auto size = static_cast<off_t>(content.size());
    if (size > m_status.st_size)
        if (const int number = ::posix_fallocate(file.get(), 0, size); number != 0) {
            (void)::ftruncate(file.get(), m_status.st_size);
            return tl::unexpected(cannotWrite(m_target, number));
        }
    const auto put = [&](const std::string &text) {
        return ::lseek(file.get(), 0, SEEK_SET) == 0 && writeAll(file.get(), text, m_target).has_value() &&
               ::ftruncate(file.get(), static_cast<off_t>(text.size())) == 0 && ::fsync(file.get()) == 0;
    };
    if (put(content))
        return {};
    const int number = errno;
    if (put(before))
        return tl::unexpected(cannotWrite(m_target, number));
    return tl::unexpected(environmentError("writing " + quotedText(m_target) +
                                           " in place failed, and so did putting "
                                           "its old content back: " +
                                           std::generic_category().message(number)));
}

tl::expected<void, Error> FileReplacement::fill(const TemporaryFile &file, const std::string &content) const
{
    const int fd = file.fd();
    if (auto written = writeAll(fd, content, m_target); !written)
        return written;
    struct stat made = {};
    if (::fstat(fd, &made) != 0)
        return tl::unexpected(cannotWrite(m_target, errno));
    // The owner first: changing it may clear bits of the mode. Where it is right already the call is not
    // made: a service's filter of system calls may forbid it.
    if ((made.st_uid != m_status.st_uid || made.st_gid != m_status.st_gid) &&
        ::fchown(fd, m_status.st_uid, m_status.st_gid) != 0)
        return tl::unexpected(
            cannotWrite(m_target, "its owner cannot be kept: " + std::generic_category().message(errno)));
    if (::fchmod(fd, m_status.st_mode & permissions) != 0)
        return tl::unexpected(cannotWrite(m_target, errno));
    if (const auto error = file.sync())
        return tl::unexpected(cannotWrite(m_target, error.message()));
    return {};
}

tl::expected<void, Error> FileReplacement::checkUnchanged() const
{
    struct stat now = {};
    if (::stat(m_target.c_str(), &now) != 0)
        return tl::unexpected(cannotWrite(m_target, errno));
    if (now.st_ino != m_status.st_ino || now.st_dev != m_status.st_dev || now.st_size != m_status.st_size ||
        !isSame(now.st_mtim, m_status.st_mtim))
        return tl::unexpected(cannotWrite(m_target, "somebody else changed it meanwhile; try again"));
    return {};
}

} // namespace sluice
