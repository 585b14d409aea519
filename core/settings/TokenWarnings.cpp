// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TokenWarnings.h"

#include "base/text/QuotedText.h"
#include "settings/TokenFiles.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <sys/stat.h>

namespace sluice {

namespace {

struct Token
{
    std::string_view key;
    std::string Settings::*value;
    std::string Settings::*file;
};

constexpr std::array<Token, 3> tokens{{
    {"auth.publish_token", &Settings::auth_publish_token, &Settings::auth_publish_token_file},
    {"auth.admin_token", &Settings::auth_admin_token, &Settings::auth_admin_token_file},
    {"auth.viewer_token", &Settings::auth_viewer_token, &Settings::auth_viewer_token_file},
}};

/** Whether the token stands in the configuration file itself. */
bool isInConfiguration(const Token &token, const Settings &settings, const SettingsSource &source)
{
    const auto isGivenAsOption = [&token](const SettingChange &change) { return change.key == token.key; };
    return source.configFile && !(settings.*token.value).empty() && (settings.*token.file).empty() &&
           std::none_of(source.overrides.begin(), source.overrides.end(), isGivenAsOption);
}

} // namespace

std::vector<std::string> tokenWarnings(const Settings &settings, const SettingsSource &source)
{
    std::vector<std::string> warnings;
    std::string inFile;
    for (const Token &token : tokens) {
        const std::string &value = settings.*token.value;
        if (!value.empty() && value.size() < leastTokenLength)
            warnings.push_back(std::string(token.key) + " has " + std::to_string(value.size()) +
                               " characters: so short a token is guessed; " +
                               std::to_string(leastTokenLength) +
                               " are asked for beyond loopback (openssl rand -hex 32 makes a good one)");
        if (isInConfiguration(token, settings, source))
            inFile += (inFile.empty() ? "" : ", ") + std::string(token.key);
    }
    struct stat status = {};
    if (!inFile.empty() && ::stat(source.configFile->c_str(), &status) == 0 &&
        (status.st_mode & S_IROTH) != 0)
        warnings.push_back("every user of this machine can read " + quotedText(*source.configFile) +
                           ", in which " + inFile + " stands; chmod o-r " + *source.configFile +
                           ", or put it into a file of its own (" +
                           std::string(tokenFileKey(inFile.substr(0, inFile.find(',')))) + ')');
    return warnings;
}

std::vector<std::string> rotationWarnings(const Settings &settings)
{
    std::vector<std::string> warnings;
    const char *credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (credentials == nullptr || *credentials == '\0')
        return warnings;
    std::string directory = credentials;
    if (!directory.ends_with('/'))
        directory += '/';
    for (const Token &token : tokens) {
        const std::string &path = settings.*token.file;
        if (path.starts_with(directory))
            warnings.push_back(
                std::string(tokenFileKey(token.key)) + ": " + quotedText(path) +
                " is the copy of a credential that systemd made at the start: a rotated token is "
                "read at a restart, not at a reload; a file elsewhere is read at each reload");
    }
    return warnings;
}

} // namespace sluice
