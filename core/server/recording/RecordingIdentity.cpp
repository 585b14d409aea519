// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/recording/RecordingIdentity.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace sluice {

namespace {

constexpr std::string_view prefix = ".sluice-";
constexpr std::string_view suffix = ".lock";
constexpr std::size_t wordSize = 8;
constexpr int mostTries = 100;
constexpr mode_t lockMode = 0600; // whoever may open it could hold it

Error lockError(const std::string &file, int error)
{
    return environmentError("cannot lock '" + file + "': " + std::strerror(error));
}

bool isWord(std::string_view text)
{
    return text.size() == wordSize && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string lockFile(const std::string &directory, const std::string &word)
{
    return directory + '/' + std::string(prefix) + word + std::string(suffix);
}

/** The words that engines have, or had, in a directory. */
std::vector<std::string> wordsIn(const std::string &directory)
{
    std::vector<std::string> words;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.size() != prefix.size() + wordSize + suffix.size() || !name.starts_with(prefix) ||
            !name.ends_with(suffix))
            continue;
        const std::string word = name.substr(prefix.size(), wordSize);
        if (isWord(word))
            words.push_back(word);
    }
    std::sort(words.begin(), words.end());
    return words;
}

std::string newWord()
{
    std::array<char, wordSize + 1> text{};
    std::snprintf(text.data(), text.size(), "%08x", std::random_device{}());
    return text.data();
}

} // namespace

RecordingIdentity::RecordingIdentity(std::string directory, std::string word, Descriptor lock)
    : m_directory(std::move(directory))
    , m_word(std::move(word))
    , m_lock(std::move(lock))
{
}

tl::expected<RecordingIdentity, Error> RecordingIdentity::take(const std::string &directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        return tl::unexpected(
            environmentError("cannot make the directory '" + directory + "': " + error.message()));
    for (const std::string &word : wordsIn(directory)) {
        Descriptor lock(::open(lockFile(directory, word).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (lock.get() >= 0 && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
            return RecordingIdentity(directory, word, std::move(lock));
    }
    for (int attempt = 0; attempt < mostTries; ++attempt) {
        const std::string word = newWord();
        const std::string file = lockFile(directory, word);
        Descriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, lockMode));
        if (lock.get() < 0 && errno == EEXIST)
            continue;
        if (lock.get() < 0)
            return tl::unexpected(lockError(file, errno));
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
            return RecordingIdentity(directory, word, std::move(lock));
        if (errno != EWOULDBLOCK) // else another engine that starts just now was faster
            return tl::unexpected(lockError(file, errno));
    }
    return tl::unexpected(environmentError("cannot find a free name for a lock in '" + directory + "'"));
}

bool RecordingIdentity::isGone() const
{
    struct stat about
    {
    };
    return ::fstat(m_lock.get(), &about) != 0 || about.st_nlink == 0;
}

} // namespace sluice
