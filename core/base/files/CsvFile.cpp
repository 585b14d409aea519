// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/files/CsvFile.h"

#include "base/text/QuotedText.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr mode_t kReadableByAll = 0666; // less the umask
constexpr std::string_view kLineEnds = "\r\n";

std::string withoutEnd(std::string_view line)
{
    return std::string(line.substr(0, line.find_last_not_of(kLineEnds) + 1));
}

} // namespace

CsvFile::CsvFile(std::string path, Mode mode)
    : m_path(std::move(path))
    , m_mode(mode)
{
}

tl::expected<CsvFile, Error> CsvFile::open(const std::string &path, Mode mode)
{
    CsvFile file(path, mode);
    if (path == "-") {
        file.m_mode = Mode::Continue;
        file.m_file = Descriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
        return file;
    }
    // A device or a pipe cannot be replaced by a rename, and must not be.
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        file.m_mode = Mode::Continue;
    const auto opened = file.m_mode == Mode::Replace ? file.openReplacement() : file.openToContinue();
    if (!opened)
        return tl::unexpected(opened.error());
    return file;
}

tl::expected<void, Error> CsvFile::openReplacement()
{
    auto file = TemporaryFile::beside(m_path);
    if (!file)
        return tl::unexpected(failure("cannot be written", file.error().value()));
    m_temporary.emplace(*std::move(file));
    const mode_t mask = ::umask(0);
    ::umask(mask);
    (void)::fchmod(fd(), kReadableByAll & ~mask);
    return {};
}

tl::expected<void, Error> CsvFile::openToContinue()
{
    m_file = Descriptor(::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kReadableByAll));
    if (m_file.get() < 0 && (errno == EACCES || errno == EINVAL)) // a pipe or a device that only takes
        m_file = Descriptor(::open(m_path.c_str(), O_WRONLY | O_CLOEXEC));
    if (m_file.get() < 0)
        return tl::unexpected(failure("cannot be written", errno));
    struct stat status
    {
    };
    if (::fstat(m_file.get(), &status) == 0 && S_ISREG(status.st_mode))
        return readWhatIsThere();
    return {};
}

/** Finds the first and the last line; half a row at the end, from a crash, is taken away. */
tl::expected<void, Error> CsvFile::readWhatIsThere()
{
    constexpr std::size_t blockSize = 64 * 1024;
    std::array<char, blockSize> block;
    std::string line;
    ssize_t size = 0;
    std::int64_t position = 0;
    while ((size = ::read(m_file.get(), block.data(), block.size())) > 0) {
        for (const char c : std::string_view(block.data(), static_cast<std::size_t>(size))) {
            line += c;
            ++position;
            if (c != '\n')
                continue;
            (m_header.empty() ? m_header : m_lastRow) = withoutEnd(line);
            line.clear();
            m_size = position;
        }
    }
    if (size < 0)
        return tl::unexpected(failure("cannot be read", errno));
    if (::ftruncate(m_file.get(), m_size) != 0 || ::lseek(m_file.get(), m_size, SEEK_SET) < 0)
        return tl::unexpected(failure("cannot be continued", errno));
    return {};
}

tl::expected<void, Error> CsvFile::write(std::string_view rows)
{
    std::string_view rest = rows;
    while (!rest.empty()) {
        const ssize_t size = ::write(fd(), rest.data(), rest.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0) {
            Error error = failure("could not take the next rows", errno);
            // Fails where it is no file, and then there is nothing to mend.
            if (rest.size() < rows.size())
                (void)!::ftruncate(fd(), m_size);
            return tl::unexpected(std::move(error));
        }
        rest.remove_prefix(static_cast<std::size_t>(size));
    }
    m_size += static_cast<std::int64_t>(rows.size());
    return {};
}

tl::expected<void, Error> CsvFile::finish()
{
    if (m_mode == Mode::Continue)
        return {};
    std::error_code error = m_temporary->sync();
    if (!error)
        error = m_temporary->takePlace();
    if (error)
        return tl::unexpected(failure("could not be put in its place", error.value()));
    return {};
}

Error CsvFile::failure(const char *what, int code) const
{
    const char *advice = code == ENOSPC ? "; free some space, then start again: it goes on where it was" : "";
    return environmentError("file " + quotedText(m_path) + ": " + what + ": " + std::strerror(code) + advice);
}

} // namespace sluice
