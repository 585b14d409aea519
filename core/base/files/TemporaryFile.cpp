// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/TemporaryFile.h"

#include "base/files/Descriptor.h"

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

/** "conf/" of "conf/sluice.toml", "./" of "sluice.toml". */
std::string directoryOf(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "./" : path.substr(0, slash + 1);
}

constexpr std::size_t randomLength = 6; // of mkostemp()

/** ".sluice.toml.new-" of "conf/sluice.toml". */
std::string prefixOf(const std::string &path)
{
    return '.' + path.substr(path.rfind('/') + 1) + ".new-"; // npos + 1 is 0
}

/** Removes what makers that were killed left beside @p path: nobody else names files so, and none of a live
 * maker is without its lock. */
void removeLeftOver(const std::string &path)
{
    const std::string directory = directoryOf(path);
    const std::string prefix = prefixOf(path);
    const auto close = [](DIR *open) { ::closedir(open); };
    const std::unique_ptr<DIR, decltype(close)> entries(::opendir(directory.c_str()), close);
    while (const dirent *entry = entries ? ::readdir(entries.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        if (name.size() != prefix.size() + randomLength || !name.starts_with(prefix))
            continue;
        const std::string left = directory + std::string(name);
        const Descriptor file(::open(left.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        struct stat status = {};
        if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
            status.st_uid != ::geteuid())
            continue;
        // Somebody who has just made one locks it in a moment.
        constexpr time_t aMinute = 60;
        if (::time(nullptr) - status.st_mtime > aMinute && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
            ::unlink(left.c_str());
    }
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

} // namespace

TemporaryFile::TemporaryFile(std::string target, std::string name, int fd)
    : m_target(std::move(target))
    , m_name(std::move(name))
    , m_fd(fd)
{
}

TemporaryFile::TemporaryFile(TemporaryFile &&other) noexcept
    : m_target(std::move(other.m_target))
    , m_name(std::exchange(other.m_name, {}))
    , m_fd(std::exchange(other.m_fd, -1))
{
}

TemporaryFile::~TemporaryFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
    if (!m_name.empty())
        ::unlink(m_name.c_str());
}

tl::expected<TemporaryFile, std::error_code> TemporaryFile::beside(const std::string &path)
{
    removeLeftOver(path);
    std::string name = directoryOf(path) + prefixOf(path) + std::string(randomLength, 'X');
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0)
        return tl::unexpected(lastError());
    (void)::flock(fd, LOCK_EX | LOCK_NB); // a file system without locks has left-overs
    return TemporaryFile(path, std::move(name), fd);
}

std::error_code TemporaryFile::sync() const
{
    return ::fsync(m_fd) == 0 ? std::error_code() : lastError();
}

std::error_code TemporaryFile::takePlace()
{
    if (::rename(m_name.c_str(), m_target.c_str()) != 0)
        return lastError();
    m_name.clear();
    syncDirectory(m_target);
    return {};
}

} // namespace sluice
