// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/TokenFile.h"

#include "base/text/QuotedText.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <sys/stat.h>

namespace sluice {

namespace {

std::string withoutBlanksAtEnd(std::string text)
{
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

std::string fileName(const std::string &file)
{
    return "--token-file " + quotedText(file);
}

} // namespace

tl::expected<std::string, Error> readTokenFile(const std::string &file)
{
    struct stat about
    {
    };
    if (::stat(file.c_str(), &about) != 0) {
        const int reason = errno;
        return tl::unexpected(inputError(fileName(file) + " cannot be read: " + std::strerror(reason)));
    }
    if (S_ISDIR(about.st_mode))
        return tl::unexpected(inputError(fileName(file) + " cannot be read: it is a directory"));
    std::ifstream in(file);
    if (!in) {
        const int reason = errno;
        return tl::unexpected(inputError(fileName(file) + " cannot be read: " + std::strerror(reason)));
    }
    std::string line;
    std::getline(in, line);
    line = withoutBlanksAtEnd(std::move(line));
    if (line.empty())
        return tl::unexpected(inputError(fileName(file) + " is empty: its first line must be the token"));
    return checkedToken(std::move(line), fileName(file));
}

std::string tokenFileWarning(const std::string &file)
{
    struct stat about
    {
    };
    if (::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
        return {};
    if ((about.st_mode & S_IWOTH) != 0)
        return fileName(file) + ": every user of this machine could change the token; 0600 or 0640 would do";
    if ((about.st_mode & S_IROTH) != 0)
        return fileName(file) + ": every user of this machine can read the token; 0600 or 0640 would do";
    return {};
}

tl::expected<std::string, Error> checkedToken(std::string token, const std::string &from)
{
    token = withoutBlanksAtEnd(std::move(token));
    const bool isPlain =
        std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!isPlain)
        return tl::unexpected(inputError(
            from + " holds no token: it has a character that is no letter, digit or mark of ASCII"));
    return token;
}

} // namespace sluice
