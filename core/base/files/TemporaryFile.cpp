// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/TemporaryFile.h"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
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
    std::string name = path + ".XXXXXX";
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0)
        return tl::unexpected(lastError());
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
