// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/FileReplacement.h"

#include "settings/QuotedText.h"

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

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

std::string directoryOf(const std::string &path)
{
    return path.substr(0, path.rfind('/') + 1);
}

/** Makes the rename itself survive a power cut; where a file system cannot, nothing is lost by it. */
void syncDirectory(const std::string &path)
{
    const int fd = ::open(directoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)::fsync(fd);
    ::close(fd);
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
    constexpr std::string_view suffix = ".XXXXXX";
    const std::string pattern = m_target + std::string(suffix);
    std::vector<char> name(pattern.begin(), pattern.end());
    name.push_back('\0');
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0)
        return tl::unexpected(cannotWrite(m_target, errno));
    auto result = fill(fd, content);
    if (::close(fd) != 0 && result)
        result = tl::unexpected(cannotWrite(m_target, errno));
    if (result)
        result = checkUnchanged();
    if (result && ::rename(name.data(), m_target.c_str()) != 0)
        result = tl::unexpected(cannotWrite(m_target, errno));
    if (!result) {
        ::unlink(name.data());
        return result;
    }
    syncDirectory(m_target);
    return {};
}

tl::expected<void, Error> FileReplacement::fill(int fd, const std::string &content) const
{
    if (auto written = writeAll(fd, content, m_target); !written)
        return written;
    // The owner first: changing it may clear bits of the mode.
    if (::fchown(fd, m_status.st_uid, m_status.st_gid) != 0)
        return tl::unexpected(
            cannotWrite(m_target, "its owner cannot be kept: " + std::generic_category().message(errno)));
    if (::fchmod(fd, m_status.st_mode & permissions) != 0 || ::fsync(fd) != 0)
        return tl::unexpected(cannotWrite(m_target, errno));
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
