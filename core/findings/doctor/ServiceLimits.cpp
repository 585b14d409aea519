// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/ServiceLimits.h"

#include <QProcess>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <vector>

namespace sluice {

namespace {

namespace fs = std::filesystem;

constexpr const char *kUnit = "sluiced.service";
// systemd answers at once, or hangs while the machine boots.
constexpr int kPatienceMs = 3000;
// The earlier one wins, as in systemd.unit(5).
constexpr std::array<std::string_view, 5> kUnitDirectories{"/etc/systemd/system", "/run/systemd/system",
                                                           "/usr/local/lib/systemd/system",
                                                           "/usr/lib/systemd/system", "/lib/systemd/system"};

/** A whole number, or infinity in both forms that systemd writes. */
ServiceLimits::Number limitIn(std::string_view word)
{
    if (word == "infinity")
        return std::numeric_limits<std::int64_t>::max();
    std::int64_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec == std::errc::result_out_of_range)
        return std::numeric_limits<std::int64_t>::max();
    if (read.ec != std::errc() || read.ptr != word.data() + word.size())
        return std::nullopt;
    return number;
}

std::string trimmed(const std::string &text)
{
    constexpr const char *blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/** "limit", or "soft:hard", as LimitNOFILE= has it; an empty value takes back what came before. */
void takeDescriptors(const std::string &value, ServiceLimits &limits)
{
    const auto colon = value.find(':');
    limits.softDescriptors = limitIn(trimmed(value.substr(0, colon)));
    limits.hardDescriptors =
        colon == std::string::npos ? limits.softDescriptors : limitIn(trimmed(value.substr(colon + 1)));
}

void takeFile(const fs::path &path, ServiceLimits &limits)
{
    std::ifstream file(path);
    std::string section;
    for (std::string line; std::getline(file, line);) {
        line = trimmed(line);
        if (line.starts_with('['))
            section = line;
        const auto equals = line.find('=');
        if (section != "[Service]" || equals == std::string::npos || line.starts_with('#') ||
            line.starts_with(';'))
            continue;
        const std::string name = trimmed(line.substr(0, equals));
        const std::string value = trimmed(line.substr(equals + 1));
        if (name == "LimitNOFILE")
            takeDescriptors(value, limits);
        else if (name == "TasksMax")
            limits.tasks = limitIn(value);
    }
}

/** Drop-ins of all directories, in the order of their names; of two with one name the earlier directory's. */
std::vector<fs::path> dropIns(const std::string &root, const std::string &unit)
{
    std::map<std::string, fs::path> files;
    for (const std::string_view directory : kUnitDirectories) {
        std::error_code error;
        fs::path path = root;
        path.concat(directory).append(unit).concat(".d");
        for (auto entry = fs::directory_iterator(path, error); !error && entry != fs::directory_iterator();
             entry.increment(error))
            if (entry->path().extension() == ".conf")
                files.emplace(entry->path().filename().string(), entry->path());
    }
    std::vector<fs::path> sorted;
    sorted.reserve(files.size());
    for (const auto &[name, path] : files)
        sorted.push_back(path);
    return sorted;
}

} // namespace

std::optional<ServiceLimits> ServiceLimits::fromShow(const std::string &unit, const std::string &answer)
{
    ServiceLimits limits;
    limits.unit = unit;
    limits.source = "systemd";
    bool isLoaded = false;
    std::istringstream lines(answer);
    for (std::string line; std::getline(lines, line);) {
        const auto equals = line.find('=');
        if (equals == std::string::npos)
            continue;
        const std::string name = line.substr(0, equals);
        const std::string value = trimmed(line.substr(equals + 1));
        if (name == "LoadState")
            isLoaded = value == "loaded";
        else if (name == "LimitNOFILE")
            limits.hardDescriptors = limitIn(value);
        else if (name == "LimitNOFILESoft")
            limits.softDescriptors = limitIn(value);
        else if (name == "TasksMax")
            limits.tasks = limitIn(value);
    }
    return isLoaded ? std::optional(limits) : std::nullopt;
}

std::optional<ServiceLimits> ServiceLimits::fromFiles(const std::string &root, const std::string &unit)
{
    const auto found =
        std::find_if(kUnitDirectories.begin(), kUnitDirectories.end(), [&](std::string_view directory) {
            std::error_code error;
            return fs::is_regular_file(root + std::string(directory) + '/' + unit, error);
        });
    if (found == kUnitDirectories.end())
        return std::nullopt;
    ServiceLimits limits;
    limits.unit = unit;
    limits.source = std::string(*found) + '/' + unit;
    takeFile(root + limits.source, limits);
    for (const fs::path &path : dropIns(root, unit))
        takeFile(path, limits);
    return limits;
}

std::optional<ServiceLimits> ServiceLimits::ofThisMachine()
{
    std::error_code error;
    if (fs::is_directory("/run/systemd/system", error)) { // as sd_booted(3)
        QProcess systemctl;
        systemctl.start(QStringLiteral("systemctl"),
                        {QStringLiteral("show"), QString::fromLatin1(kUnit), QStringLiteral("--property"),
                         QStringLiteral("LoadState,LimitNOFILE,LimitNOFILESoft,TasksMax")});
        if (systemctl.waitForFinished(kPatienceMs) && systemctl.exitStatus() == QProcess::NormalExit &&
            systemctl.exitCode() == 0)
            return fromShow(kUnit, systemctl.readAllStandardOutput().toStdString());
        systemctl.kill();
        systemctl.waitForFinished(kPatienceMs);
    }
    return fromFiles({}, kUnit);
}

} // namespace sluice
