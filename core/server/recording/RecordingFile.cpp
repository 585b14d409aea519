// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/recording/RecordingFile.h"

#include "base/text/ValueText.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::string_view prefix = "sluice-";
constexpr std::string_view suffix = ".csv";
constexpr std::string_view finished; // what stands behind a name
constexpr std::string_view unfinished = ".part";
constexpr std::size_t stampSize = std::string_view("20261122T211456123Z").size();
constexpr int mostTries = 100;
constexpr mode_t fileMode = 0644;

Error systemError(const std::string &what, int error)
{
    return environmentError(what + ": " + std::strerror(error));
}

/** "20261122T211456123Z". */
std::string stampOf(UtcTime time)
{
    std::string digits = valuetext::utc(time);
    std::erase_if(digits, [](char c) { return c == '-' || c == ':' || c == '.'; });
    return digits;
}

/** "sluice-20261122T211456123Z-3f2a9c01.csv": names sort by time, and say whose the file is. */
std::string nameAt(UtcTime time, const std::string &word)
{
    return std::string(prefix) + stampOf(time) + '-' + word + std::string(suffix);
}

/** When a file begins, by its name; nothing unless nameAt() gives the whole name, and then the ending. */
std::optional<UtcTime> beginIn(const std::string &name, const std::string &word, std::string_view ending)
{
    if (name.size() <= prefix.size() + stampSize)
        return std::nullopt;
    const std::string stamp = name.substr(prefix.size(), stampSize);
    const auto time =
        valuetext::parseUtc(stamp.substr(0, 4) + '-' + stamp.substr(4, 2) + '-' + stamp.substr(6, 5) + ':' +
                            stamp.substr(11, 2) + ':' + stamp.substr(13, 2) + '.' + stamp.substr(15));
    return time && name == nameAt(*time, word) + std::string(ending) ? time : std::nullopt;
}

std::vector<std::string> filesIn(const std::string &directory)
{
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error))
        names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/** When the newest of our files begins. */
std::optional<UtcTime> newestOf(const RecordingIdentity &identity)
{
    std::optional<UtcTime> newest;
    for (const std::string &name : filesIn(identity.directory()))
        for (const std::string_view ending : {finished, unfinished})
            if (const auto time = beginIn(name, identity.word(), ending);
                time && (!newest || *time > *newest))
                newest = time;
    return newest;
}

} // namespace

RecordingFile::RecordingFile(std::string name, int fd)
    : m_name(std::move(name))
    , m_fd(fd)
{
}

RecordingFile::~RecordingFile()
{
    ::close(m_fd);
}

tl::expected<std::unique_ptr<RecordingFile>, Error>
RecordingFile::create(const RecordingIdentity &identity, const std::string &header, UtcTime now)
{
    const std::string &directory = identity.directory();
    if (const auto newest = newestOf(identity))
        now = std::max(now, *newest + Milliseconds(1));
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        const std::string name = directory + '/' + nameAt(now + Milliseconds(attempt), identity.word());
        if (::access(name.c_str(), F_OK) == 0)
            continue;
        const std::string part = name + ".part";
        const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, fileMode);
        if (fd < 0 && errno == EEXIST)
            continue;
        if (fd < 0)
            return tl::unexpected(systemError("cannot make '" + part + "'", errno));
        std::unique_ptr<RecordingFile> file(new RecordingFile(name, fd));
        if (const auto written = file->append(header); !written) {
            ::unlink(part.c_str()); // an empty file for each attempt would be no help
            return tl::unexpected(written.error());
        }
        return file;
    }
    return tl::unexpected(environmentError("cannot find a free name in '" + directory + "'"));
}

tl::expected<void, Error> RecordingFile::append(const std::string &lines)
{
    std::string_view rest = lines;
    while (!rest.empty()) {
        const ssize_t bytes = ::write(m_fd, rest.data(), rest.size());
        if (bytes < 0 && errno == EINTR)
            continue;
        if (bytes <= 0) {
            const int error = bytes < 0 ? errno : ENOSPC;
            // Half a line would spoil the file for its readers. Shrinking needs no space.
            static_cast<void>(::ftruncate(m_fd, m_size));
            return tl::unexpected(systemError("cannot write '" + m_name + ".part'", error));
        }
        rest.remove_prefix(static_cast<std::size_t>(bytes));
    }
    m_size += static_cast<std::int64_t>(lines.size());
    return {};
}

tl::expected<void, Error> RecordingFile::finish()
{
    const std::string part = m_name + ".part";
    // First the bytes, then the name: whoever sees the finished name sees a whole file, a power cut included.
    if (::fdatasync(m_fd) != 0 && errno != EINVAL)
        return tl::unexpected(systemError("cannot write '" + part + "'", errno));
    if (::rename(part.c_str(), m_name.c_str()) != 0)
        return tl::unexpected(systemError("cannot rename '" + part + "'", errno));
    return {};
}

bool RecordingFile::isGone() const
{
    struct stat about
    {
    };
    return ::fstat(m_fd, &about) != 0 || about.st_nlink == 0;
}

void RecordingFile::adoptLeftovers(const RecordingIdentity &identity)
{
    for (const std::string &name : filesIn(identity.directory())) {
        if (!beginIn(name, identity.word(), unfinished))
            continue;
        std::string part = identity.directory();
        part.append(1, '/').append(name);
        ::rename(part.c_str(), part.substr(0, part.size() - unfinished.size()).c_str());
    }
}

void RecordingFile::removeOldest(const RecordingIdentity &identity, std::int64_t most)
{
    std::vector<std::string> removable;
    std::int64_t count = 0;
    for (const std::string &name : filesIn(identity.directory())) {
        const bool isFinished = beginIn(name, identity.word(), finished).has_value();
        if (isFinished)
            removable.push_back(name);
        count += isFinished || beginIn(name, identity.word(), unfinished) ? 1 : 0;
    }
    for (auto oldest = removable.begin(); count > most && oldest != removable.end(); ++oldest, --count)
        ::unlink((identity.directory() + '/' + *oldest).c_str());
}

} // namespace sluice
