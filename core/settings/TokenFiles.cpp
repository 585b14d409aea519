// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TokenFiles.h"

#include "base/text/QuotedText.h"
#include "settings/Schema.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

struct TokenFile
{
    std::string_view tokenKey;
    std::string_view fileKey;
    std::string Settings::*path;
};

constexpr std::array<TokenFile, 3> tokenFiles{{
    {"auth.publish_token", "auth.publish_token_file", &Settings::auth_publish_token_file},
    {"auth.admin_token", "auth.admin_token_file", &Settings::auth_admin_token_file},
    {"auth.viewer_token", "auth.viewer_token_file", &Settings::auth_viewer_token_file},
}};

SettingsError invalidFile(const TokenFile &file, const std::string &path, const std::string &what)
{
    return invalidSettings({{"token-file",
                             {std::string(file.fileKey)},
                             {path},
                             std::string(file.fileKey) + ": " + quotedText(path) + " " + what}});
}

SettingsError unreadable(const TokenFile &file, const std::string &path)
{
    return settingsError(environmentError(std::string(file.fileKey) + ": cannot read " + quotedText(path) +
                                          ": " + std::generic_category().message(errno)));
}

std::string modeText(mode_t mode)
{
    constexpr mode_t permissions = 07777;
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & permissions));
    return text.data();
}

/** The first line without its end. */
tl::expected<std::string, SettingsError> firstLine(const TokenFile &file, const std::string &path, int fd)
{
    std::array<char, 4096> block{}; // four times the longest token
    const ssize_t count = ::read(fd, block.data(), block.size());
    if (count < 0)
        return tl::unexpected(unreadable(file, path));
    std::string line(block.data(), static_cast<std::size_t>(count));
    line.resize(std::min(line.find('\n'), line.size()));
    if (line.ends_with('\r'))
        line.pop_back();
    if (line.empty())
        return tl::unexpected(invalidFile(file, path, "is empty: its first line must be the token"));
    return line;
}

tl::expected<std::string, SettingsError> readToken(const TokenFile &file, const std::string &path, int fd,
                                                   std::vector<std::string> &warnings)
{
    struct stat status = {};
    if (::fstat(fd, &status) != 0)
        return tl::unexpected(unreadable(file, path));
    if (!S_ISREG(status.st_mode)) // it is read again at each reload, and must not block one
        return tl::unexpected(invalidFile(file, path, "is not a regular file"));
    if ((status.st_mode & S_IWOTH) != 0)
        return tl::unexpected(invalidFile(file, path,
                                          "has mode " + modeText(status.st_mode) +
                                              ": every user of this machine could change the token"));
    if ((status.st_mode & S_IROTH) != 0)
        warnings.push_back(std::string(file.fileKey) + ": " + quotedText(path) + " has mode " +
                           modeText(status.st_mode) +
                           ": every user of this machine can read the token; 0600 or 0640 would do");
    return firstLine(file, path, fd);
}

tl::expected<void, SettingsError> fill(Settings &settings, const TokenFile &file,
                                       std::vector<std::string> &warnings)
{
    const std::string path = settings.*file.path;
    if (path.empty())
        return {};
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return tl::unexpected(unreadable(file, path));
    const auto token = readToken(file, path, fd, warnings);
    ::close(fd);
    if (!token)
        return tl::unexpected(token.error());
    if (const auto assigned = assignValue(settings, *findSetting(file.tokenKey).value(), *token); !assigned)
        return tl::unexpected(invalidFile(file, path, "holds no token: " + assigned.error().message));
    return {};
}

} // namespace

tl::expected<std::vector<std::string>, SettingsError> readTokenFiles(Settings &settings)
{
    std::vector<std::string> warnings;
    for (const TokenFile &file : tokenFiles) {
        if (const auto filled = fill(settings, file, warnings); !filled)
            return tl::unexpected(filled.error());
    }
    return warnings;
}

std::string_view tokenFileKey(std::string_view key)
{
    for (const TokenFile &file : tokenFiles) {
        if (file.tokenKey == key)
            return file.fileKey;
    }
    return {};
}

} // namespace sluice
